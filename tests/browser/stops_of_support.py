"""Stops about support: moved by its own person, joined and parted, doubted and taken away."""

from sqlalchemy import select

from models import invalidating, merging, moving_support, support_letters, vote
from models.calendar import HOUR, now
from models.invalidated import removals
from models.merged import Merging, MoveQuestion, questions
from models.submission import take
from models.support_criteria import Criteria
from tests import people
from tests.browser.guest import Guest, made


def _two(session) -> tuple[str, str]:
    target = people.published(session, by=people.resident(session, "Nils"))
    duplicate = people.published(session, title="Cykelväg till stationen")
    for name in ("Kim", "Maja"):
        vote.support(session, duplicate.reference, people.resident(session, name).id)
    return target.reference, duplicate.reference


def _joined(session) -> str:
    target, duplicate = _two(session)
    merging.merge(session, take(session, duplicate), target, by=people.olga(session).actor)
    kim = people.resident(session, "Kim").id
    mine = select(MoveQuestion).where(questions.c.person_id == kim).order_by(questions.c.id.desc())
    question = session.scalars(mine).first()
    return moving_support.link(question, session.get_one(Merging, question.merging_id))


def _move(guest: Guest) -> None:
    link = made(_joined)
    guest.is_nobody().go(f"/move-support/{link}")
    guest.reads("Flytta ditt stöd?", "Bara du kan flytta ditt stöd")
    guest.press("Flytta mitt stöd")
    guest.reads("Ditt stöd är flyttat")


def _merging(guest: Guest) -> None:
    target, duplicate = made(_two)
    guest.is_(people.olga).go(f"/submissions/{duplicate}/merging")
    guest.write("Numret på ärendet som fortsätter", "2026-1")
    guest.press("Visa vad som händer")
    guest.is_told("Det finns inget ärende med det numret som alla kan läsa")
    guest.write("Numret på ärendet som fortsätter", target)
    guest.press("Visa vad som händer")
    guest.reads("2 får frågan om stödet ska flyttas")
    guest.press("Slå ihop dem")
    guest.reads("Skilj dem åt igen")


def _doubted(session) -> str:
    proposal = people.published(session)
    for name in ("Kim", "Maja"):
        vote.support(session, proposal.reference, people.resident(session, name).id)
    lately = Criteria(domain="example.org", since=now() - HOUR, until=now() + HOUR)
    by = people.anna(session).actor
    invalidating.propose(session, proposal, lately, by=by, note="Samma kväll.")
    return proposal.reference


def _list(guest: Guest) -> None:
    made(_doubted)
    guest.is_(people.marek).go("/desk/support")
    guest.reads("Väntar på en andra person")


def _case(guest: Guest) -> None:
    reference = made(_doubted)
    guest.is_(people.marek).go(f"/desk/support/{reference}")
    guest.press("Visa vad det skulle göra att ta bort det")
    guest.is_told("Välj från när")
    guest.reads("Samma kväll.")
    guest.press("Säg ja, och ta bort 2")
    guest.reads("Ge tillbaka alltihop")
    guest.go(f"/submissions/{reference}")
    guest.reads("2 stöd togs bort", "ett mönster som vi själva såg")


def _taken(guest: Guest) -> None:
    def build(session) -> str:
        _doubted(session)
        row = session.execute(
            select(removals.c.batch_id, removals.c.vote_id).order_by(removals.c.batch_id.desc())
        ).first()
        ada = people.ada(session).actor
        invalidating.confirm(session, row.batch_id, by=ada, count=2)
        return support_letters.link(row.batch_id, row.vote_id)

    guest.is_nobody().go(f"/support/{made(build)}")
    guest.reads("Ditt stöd räknas inte längre", "Två av oss har tittat på det")
    guest.press("Det var jag")
    guest.reads("Tack. Vi tittar på det igen")


STOPS = {
    "/move-support/{token}": [_move],
    "/support/{token}": [_taken],
    "/submissions/{reference}/merging": [_merging],
    "/desk/support": [_list],
    "/desk/support/{reference}": [_case],
}
