"""Stops at everything that can be done with a text, at what takes two, and at an author's reasons."""

from models import statement
from models.statement import Statement
from models.verdict import Judgement
from moderation import four_eyes, proposing
from moderation.reasons import Reason
from tests import people
from tests.browser.guest import Guest, made
from tests.moderation.room import item_of, judge, report


def _redacted(s) -> str:
    case = people.a_submission(s, source="Kalle på Ågatan har rätt.")
    said = {"reason": "personal_data", "redacted": "███ på Ågatan har rätt."}
    verdict = judge(s, item_of(s, case), Judgement.REDACT, **said)
    return statement.code(s.get_one(Statement, verdict.id))


def _statement(guest: Guest) -> None:
    guest.is_nobody().go(f"/statements/{made(_redacted)}")
    guest.reads("Så skrev du", "Så visas det", "Begär ny prövning")


def _as_data(guest: Guest) -> None:
    guest.is_nobody().fetches(f"/statements/{made(_redacted)}.json")


def _proposed(s) -> int:
    case = people.published(s, title="Mörkt vid bron")
    report(s, case)
    item = item_of(s, case)
    proposing.judge(
        s,
        item.id,
        by=people.marek(s).actor,
        judgement=Judgement.UNPUBLISH,
        version=item.version,
        rules=people.municipality(s).proposals,
        reason="threat",
    )
    return four_eyes.open_of(s, item).id


def _list(guest: Guest) -> None:
    guest.is_(people.anna).go("/second-opinions")
    guest.reads("Ingenting väntar på en andra person.")
    made(_proposed)
    guest.go("/second-opinions")
    guest.press("Sluta visa")
    guest.press("Jag håller med")


def _left(s) -> int:
    case = people.a_submission(s, title="Mörkt vid torget")
    item = item_of(s, case)
    by = people.marek(s).actor
    return proposing.escalate(s, item.id, by=by, version=item.version, note="Jag känner henne.")


def _decided(guest: Guest) -> None:
    guest.is_(people.anna).go(f"/second-opinions/{made(_left)}")
    guest.press("Avgör")
    guest.is_told("Välj vad som ska göras")


def _alarm(guest: Guest) -> None:
    """The forms under More, each once refused; and fear for somebody's life."""

    def build(s) -> int:
        people.marek(s)
        case = people.a_submission(s, source="Ring mig på 070-174 06 05.", byline="Rosa")
        return item_of(s, case).id

    guest.is_(people.marek).go(f"/desk/{made(build)}")
    guest.unfold("Mer")
    for fold in ("Dölj en uppgift", "Lämna till någon annan", "Fara för någons liv"):
        guest.unfold(fold)
    guest.press("Lämna till någon annan")
    guest.is_told("Skriv varför någon annan ska avgöra")
    guest.go(f"/desk/{made(_alarmed)}/alarm")
    guest.reads("Ring 112 nu", "Anteckning till polisen")


def _alarmed(s) -> int:
    case = people.published(s, source="Jag orkar inte mer.")
    report(s, case)
    item = item_of(s, case)
    rules = people.municipality(s).proposals
    by = people.marek(s).actor
    proposing.fear_for_life(s, item.id, by=by, rules=rules, reason=Reason.PERSONAL_DATA)
    return item.id


STOPS = {
    "/statements/{code}.json": [_as_data],
    "/statements/{code}": [_statement],
    "/second-opinions": [_list],
    "/second-opinions/{id}": [_decided],
    "/desk/{id}/alarm": [_alarm],
}
