"""Stops where somebody asks us to look at a verdict again, and where another one decides it."""

from models import statement
from models.calendar import DAY, now
from models.person import Channel
from models.report import Report
from models.sanction import Measure
from models.sanctions import give
from models.statement import Statement
from models.verdict import Judgement
from tests import people
from tests.browser.guest import Guest, made
from tests.moderation.appealing import appeal
from tests.moderation.room import item_of, judge, report


def _refused(s) -> str:
    people.anna(s)
    case = people.a_submission(s, title="Mörkt vid bron")
    verdict = judge(s, item_of(s, case), Judgement.REFUSE, reason="abusive", message="")
    return statement.code(s.get_one(Statement, verdict.id))


def _kept(s) -> str:
    case = people.published(s, title="En bänk vid ån")
    number = report(s, case, channel=Channel.EMAIL, address="eva@example.org")
    judge(s, item_of(s, case), Judgement.KEEP)
    return s.get_one(Report, number).code


def _paused(s) -> str:
    sam, marek = people.sam(s), people.marek(s)
    until = now() + 7 * DAY
    return give(
        s,
        Measure.SUSPENDED,
        person_id=sam.id,
        contact_id=None,
        reason="abusive",
        by_id=marek.id,
        until=until,
    ).code


def _asked(guest: Guest) -> None:
    guest.is_nobody().go(f"/statements/{made(_refused)}/appeal")
    guest.press("Skicka")
    guest.is_told("Berätta varför du tycker att vi har fel")


def _of_a_report(guest: Guest) -> None:
    guest.is_nobody().go(f"/reports/{made(_kept)}/appeal")
    guest.reads("Berätta varför du tycker att texten bryter mot reglerna.")


def _of_a_pause(guest: Guest) -> None:
    guest.is_nobody().go(f"/sanctions/{made(_paused)}/appeal")
    guest.reads("Sista dagen är")


def _waiting(s) -> str:
    case = people.a_submission(s, title="Mörkt vid torget")
    verdict = judge(s, item_of(s, case), Judgement.REFUSE, reason="abusive", message="")
    return appeal(s, verdict).code


def _list(guest: Guest) -> None:
    made(_waiting)
    guest.is_(people.anna).go("/desk/appeals")
    guest.reads("Mörkt vid torget")


def _item(guest: Guest) -> None:
    code = made(_waiting)
    guest.is_(people.anna).go(f"/desk/appeals/{code}")
    guest.press("Avgör")
    guest.is_told("Välj vad du säger", "Skriv varför, så att båda sidor förstår")
    guest.is_(people.marek).go(f"/desk/appeals/{code}")
    guest.reads("Du har varit med om det här")


STOPS = {
    "/statements/{code}/appeal": [_asked],
    "/reports/{code}/appeal": [_of_a_report],
    "/sanctions/{code}/appeal": [_of_a_pause],
    "/desk/appeals": [_list],
    "/desk/appeals/{code}": [_item],
}
