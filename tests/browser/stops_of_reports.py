"""Stops where somebody reads what came of her report, and where people are warned or held back."""

from models.calendar import DAY, now
from models.report import Report
from models.sanction import Measure
from models.sanctions import Conduct, give
from models.second_opinion import Matter
from models.verdict import Judgement
from moderation import four_eyes
from tests import people
from tests.browser.guest import Guest, made
from tests.moderation.room import item_of, judge, report


def _reported(s) -> str:
    number = report(s, people.published(s, title="En bro över ån"), reason="threat")
    return s.get_one(Report, number).code


def _of_report(guest: Guest) -> None:
    guest.is_nobody().go(f"/reports/{made(_reported)}")
    guest.reads("Tack, vi tittar på texten", "Till dess är texten dold.")


def _warned(s) -> str:
    return give(
        s,
        Measure.WARNING,
        person_id=people.rosa(s).id,
        contact_id=None,
        reason="abusive",
        by_id=people.marek(s).id,
        message="Tre texter på en vecka.",
    ).code


def _of_sanction(guest: Guest) -> None:
    guest.is_nobody().go(f"/sanctions/{made(_warned)}")
    guest.reads("Det här är en varning.", "Tre texter på en vecka.")
    guest.is_(people.rosa).go("/me")
    guest.reads("Varningar och pauser")


def _sanction_as_data(guest: Guest) -> None:
    guest.is_nobody().fetches(f"/sanctions/{made(_warned)}.json")


def _proposed(s) -> None:
    four_eyes.ask(
        s,
        Matter.SUSPENSION,
        by=people.marek(s).actor,
        person_id=people.rosa(s).id,
        code=Conduct.WRITING.value,
        reason="threat",
        until=now() + 7 * DAY,
        message="Du hotade din granne.",
    )


def _suspensions(guest: Guest) -> None:
    made(_proposed)
    guest.is_(people.anna).go("/suspensions")
    guest.reads("Pauser som väntar på en till", "Du hotade din granne.")


def _refused(s) -> int:
    for number in range(3):
        text = people.a_submission(s, by=people.sam(s), title=f"Text {number}")
        item = item_of(s, text)
        judge(s, item, Judgement.REFUSE, reason="abusive", by=people.anna(s))
    return item.id


def measured(guest: Guest) -> None:
    """The desk's form, with what the rules suggest, and a mistake."""
    guest.is_(people.marek).go(f"/desk/{made(_refused)}")
    guest.reads("3 texter nekade på 30 dagar.", "En varning föreslås.")
    guest.unfold("Mer")
    guest.unfold("Varna skribenten, eller pausa")
    guest.press("Bestäm och berätta")
    guest.is_told("Välj vad du vill göra")


STOPS = {
    "/reports/{code}": [_of_report],
    "/sanctions/{code}.json": [_sanction_as_data],
    "/sanctions/{code}": [_of_sanction],
    "/suspensions": [_suspensions],
}
