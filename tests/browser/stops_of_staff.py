"""Stops at the desks, and what only staff can have done to a case before somebody looks at it."""

from datetime import timedelta

from sqlalchemy import insert, select, update
from sqlmodel import Session

from models import (
    answer,
    calendar,
    delivery,
    form_key,
    merging,
    planning,
    progress,
    suppression,
    token,
)
from models.actor import Role
from models.calendar import DAY, now, today
from models.delivery import deliveries
from models.event import Event
from models.organisation import units
from models.person import Person
from models.states import Kind, Outcome, Status
from models.submission import take
from models.token import Purpose
from models.verdict import Judgement
from moderation import reporting, verdicts
from notifications import inbound
from tests import people
from tests.browser import stops_of_reports, way
from tests.browser.guest import Guest, made
from tests.browser.stops_of_desk import together
from tests.browser.stops_of_writing import written

LONG_REASON = "Trafikverket ansvarar för vägen: 0771-921 921. Vi har skickat ditt ärende dit."


def an_answered_case() -> str:
    """A fault that was mended, with an answer."""

    def build(s):
        case = people.published(s, Kind.FAULT_REPORT, title="Mörkt på gångvägen vid Storgatan")
        olga = people.olga(s).actor
        progress.assign(s, case, by=olga, to=s.get_one(Person, olga.person_id))
        answer.answer(
            s, case, by=olga, source="Lampan lyser igen.", html="<p>Lampan lyser igen.</p>"
        )
        return case.reference

    return made(build)


def a_decided_proposal() -> str:
    """Approved yesterday, its minutes posted today."""

    def build(s):
        case = people.referred(s)
        people.decided(s, case, minutes_posted=today())
        return case.reference

    return made(build)


def returned(reference: str) -> None:
    """Sent back to its author for a change."""
    _judged(reference, Judgement.RETURN, message="Ta bort grannens namn, så visar vi texten.")


def _judged(reference: str, judgement: Judgement, **more) -> None:
    def build(s):
        case = take(s, reference)
        item = people.waiting_item(s, submission_id=case.id)
        rules = people.municipality(s).proposals
        verdicts.give(
            s,
            item.id,
            by=people.marek(s).actor,
            judgement=judgement,
            version=item.version,
            rules=rules,
            **more,
        )

    made(build)


def closed(reference: str, outcome: Outcome) -> None:
    made(
        lambda s: progress.close(
            s,
            take(s, reference),
            by=people.olga(s).actor,
            outcome=outcome,
            reason=LONG_REASON,
            receiver=people.SOMEONE_ELSE,
        )
    )


def looking(status: Status, outcome: Outcome | None = None) -> str:
    """A public case with this face, by the verbs that lead there."""

    def build(s):
        olga = people.olga(s).actor
        kind = Kind.PRAISE if outcome is Outcome.THANKED else Kind.FAULT_REPORT
        case = people.published(s, kind, title=f"Ärende som är {outcome or status}")
        if status in {Status.IN_PROGRESS, Status.WAITING_RESIDENT, Status.FIXED, Status.PLANNED}:
            progress.move(s, case, Status.IN_PROGRESS, by=olga)
        if status is Status.PLANNED:
            planning.plan(s, case, by=olga, on=today() + timedelta(days=9))
        elif status in {Status.WAITING_RESIDENT, Status.FIXED}:
            progress.move(s, case, status, by=olga)
        elif outcome is Outcome.DUPLICATE:
            other = people.published(s, kind, title="Mörkt på gångvägen").reference
            merging.merge(s, case, other, by=olga)
        elif outcome is not None:
            progress.close(
                s,
                case,
                by=olga,
                outcome=outcome,
                reason=LONG_REASON,
                receiver=people.SOMEONE_ELSE,
            )
        return case.reference

    return made(build)


def a_delayed_case() -> str:
    def build(s):
        case = people.published(s, Kind.FAULT_REPORT)
        olga, day = people.olga(s).actor, today() + timedelta(days=20)
        reason = "Kabeln måste grävas upp, och marken är frusen."
        planning.delay(s, case, by=olga, reason=reason, day=day)
        return case.reference

    return made(build)


def _desk(guest: Guest) -> None:
    guest.is_(people.marek).go("/desk")
    made(lambda s: people.a_submission(s, title="Samhällsbyggnadsförvaltningens telefontider").id)
    made(lambda s: people.a_comment(s, people.published(s)).id)
    guest.go("/desk")


def _desk_item(guest: Guest) -> None:
    source = "Ring mig på 070-174 06 05. Jag heter Rosa och har nummer 19811228-9874."
    item = made(
        lambda s: people.waiting_item(s, submission_id=people.a_submission(s, source=source).id).id
    )
    guest.is_(people.marek).go(f"/desk/{item}")
    for fold, told in (
        ("Be om ändring", "Skriv vad som behöver ändras"),
        ("Publicera inte", "Välj ett skäl"),
        ("Dölj en uppgift", "Välj ett skäl"),
    ):
        if fold == "Dölj en uppgift":
            guest.unfold("Mer")
        guest.unfold(fold)
        guest.press(fold)
        guest.is_told(told)
    reference = made(lambda s: people.published(s).reference)
    made(
        lambda s: reporting.report(
            s,
            reference,
            None,
            by=people.sam(s).actor,
            reason="abusive",
            explanation="Den angriper min granne.",
            form=form_key.fresh(),
            rules=people.municipality(s).proposals,
        )
    )
    case_id = made(lambda s: take(s, reference).id)
    reported = made(lambda s: people.waiting_item(s, submission_id=case_id).id)
    guest.go(f"/desk/{reported}")
    guest.reads("Vad andra har sagt till om")


def _decisions(guest: Guest) -> None:
    guest.go("/decisions")
    a_decided_proposal()
    guest.page.wait_for_timeout(1100)
    guest.go("/decisions")
    guest.press("Fler bänkar")
    guest.reads("Nämnden sa ja (bifall)")


def _decision(guest: Guest) -> None:
    number = made(lambda s: people.decided(s, people.referred(s), appealable=False).id)
    guest.go(f"/decisions/{number}")
    guest.reads("Beslutet kan inte överklagas.")


def _cases(guest: Guest) -> None:
    guest.is_(people.olga).go("/casework")
    made(lambda s: people.a_submission(s, Kind.QUESTION).id)
    made(lambda s: people.published(s).id)
    guest.go("/casework")
    guest.press("Mina")
    calendar.freeze(now() + 40 * DAY)
    guest.is_(people.olga).go("/casework")
    guest.reads("Försenade")


def _handled(guest: Guest) -> None:
    reference = made(lambda s: people.published(s, Kind.FAULT_REPORT).reference)
    guest.is_(people.olga).go(f"/casework/{reference}")
    guest.press("Spara")
    guest.is_told("Välj vem som tar över")
    guest.unfold("Lämna över")
    guest.press("Lämna över")
    guest.is_told("Välj en enhet", "Skriv varför ärendet lämnas över")
    guest.unfold("Avsluta ärendet")
    guest.press("Avsluta ärendet")
    guest.is_told("Välj hur det slutade", "Skriv varför ärendet avslutas")
    # Somebody else was faster: the page says who, and nothing typed is lost.
    guest.write("Svaret", "Lampan lagas i morgon.")
    made(lambda s: progress.move(s, take(s, reference), Status.IN_PROGRESS, by=people.ada(s).actor))
    guest.press("Skicka och berätta för 1 person")
    guest.reads("hann före")
    guest.holds("Svaret", "Lampan lagas i morgon.")


def _decided(guest: Guest) -> None:
    reference = made(lambda s: people.referred(s).reference)
    guest.is_(people.olga).go(f"/casework/{reference}")
    guest.unfold("Fyll i beslutet")
    made(lambda s: people.decided(s, take(s, reference)).id)
    guest.go(f"/casework/{reference}")
    guest.unfold("Protokollet har anslagits")
    guest.press("Spara")
    guest.is_told("Skriv vilken dag protokollet anslogs")
    way.carry_out(guest)
    guest.unfold("Det blev inte klart ändå")
    guest.press("Det blev inte klart ändå")
    guest.unfold("Genomförs inte")
    guest.press("Genomförs inte")
    guest.is_told("Skriv varför det inte blir av")
    guest.write("Varför blir det inte av?", "Marken bär inte.")
    guest.press("Genomförs inte")
    guest.go(f"/submissions/{reference}")
    guest.reads("Marken bär inte.")


def _asked(guest: Guest) -> None:
    """Another unit is asked, and whoever was only asked answers the unit and nobody else."""

    def build(s):
        case = people.published(s, Kind.FAULT_REPORT)
        parks = next(unit.id for unit in units(s) if unit.slug == "parks")
        people.asked(s, case, unit_id=parks)
        return case.reference, people.official_of(s, "Per", parks).id

    reference, _ = made(build)
    guest.is_(people.olga).go(f"/casework/{reference}")
    guest.unfold("Fråga en annan enhet")
    guest.press("Fråga enheten")
    guest.is_told("Välj en enhet", "Skriv vad du behöver veta")
    guest.is_(lambda s: people.resident(s, "Per")).go(f"/casework/{reference}")
    guest.reads("Bara vi ser frågan och svaret.")
    guest.press("Svara enheten")
    guest.is_told("Skriv svaret till enheten")
    guest.is_nobody().go(f"/submissions/{reference}")
    guest.reads("Vi har frågat")


def _texts(guest: Guest) -> None:
    """Somebody wrote to us; a slip, and then it is put aside."""

    def build(s):
        form = {"from": "+46701740652", "message": "Vem är ni?"}
        inbound.text_received(s, inbound.read(inbound.inbox(), form))

    made(build)
    guest.is_(people.olga).go("/casework/texts")
    guest.reads("1 sms hör inte till något ärende än.")
    guest.press("Lägg det i ärendet")
    guest.is_told("Säg vilket ärende det hör till")
    guest.press("Inget behöver göras")
    guest.reads("Inget sms väntar.")


def _away(guest: Guest) -> None:
    """Somebody enters her absence, with a slip."""
    made(lambda s: people.resident(s, "Erik", role=Role.OFFICIAL).id)
    guest.is_(people.olga).go("/casework/absence")
    guest.press("Spara")
    guest.is_told("Skriv dagen")
    guest.write("Sista dagen", (today() + timedelta(days=9)).isoformat())
    guest.pick("Vem tar över?", "Erik")
    guest.press("Spara")
    guest.reads("Erik tar över", "Jag är tillbaka")


def _letters(guest: Guest) -> None:
    """Two letters did not arrive: one goes again, the other may not."""
    made(_dead_letter)
    guest.is_(people.olga).go("/casework/letters")
    guest.reads("Besked som inte kom fram")
    guest.reads("Går inte igen: inget kommer fram till adressen")
    guest.press("Skicka igen")
    guest.reads("1 besked skickas igen.")


def _dead_letter(session: Session) -> None:
    """A sign-in link that no relay took, and an answer to an address that is gone."""
    rosa, sam = people.rosa(session), people.sam(session)
    delivery.post_button(session, token.issue(session, Purpose.SIGN_IN, sam.contact_id))
    case = people.published(session, Kind.COMPLAINT)
    suppression.begin(session, rosa.contact_id, suppression.Why.BOUNCED)
    event_id = session.scalars(select(Event.id).order_by(Event.id.desc())).first()
    at = {"not_before": now(), "created_at": now(), "attempts": 1, "code": "connection"}
    session.execute(
        insert(deliveries).values(
            channel=rosa.channel,
            address=rosa.address,
            message_key="gone",
            kind="answered",
            language="sv",
            contact_id=rosa.contact_id,
            submission_id=case.id,
            event_id=event_id,
            state="queued",
            **at,
        )
    )
    session.execute(
        update(deliveries)
        .where(deliveries.c.message_key.not_like("event:%"))
        .values(state="technical_failure", code="connection", attempts=7)
    )


STOPS = {
    "/desk": [_desk],
    "/desk/{id}": [_desk_item, stops_of_reports.measured],
    "/decisions": [_decisions],
    "/decisions/{id}": [_decision],
    "/casework": [_cases],
    "/casework/{reference}": [_handled, together, written, _decided, _asked],
    "/casework/absence": [_away],
    "/casework/texts": [_texts],
    "/casework/letters": [_letters],
}
