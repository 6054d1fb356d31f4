"""Warning somebody, or holding her back for a time: by a person, with reasons, never by a rule.

The policy (moderation.policy) only suggests. A warning goes before every suspension but the most
urgent, every pause has an end, and a suspension takes two where the town says so (MQ-15, MQ-7).
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Session

from models import access_log, delivery, sanctions
from models.access_log import What
from models.actor import Actor
from models.calendar import Moment, end_of, now, today
from models.database import table_of
from models.erasing import works_here
from models.errors import Invalid, NotAllowed, NotFound
from models.misuse import LONGEST_PAUSE
from models.person import Channel, Contact, Person
from models.profile import site
from models.sanction import LETTER
from models.sanctions import Conduct, Measure, Sanction
from models.second_opinion import Answer, Matter
from models.verdict import Judgement
from moderation import four_eyes, policy, statement
from moderation.policy import Whom
from moderation.verdicts import JUDGES


class Reason(StrEnum):
    """Why: of what somebody did again and again, or once where that was grave."""

    ABUSIVE = "abusive"
    PERSONAL_DATA = "personal_data"
    ADVERTISING = "advertising"
    HATE_SPEECH = "hate_speech"
    UNLAWFUL = "unlawful"
    REPEATED = "repeated"
    THREAT = "threat"
    CHILD_ABUSE = "child_abuse"
    TERROR = "terror"
    UNFOUNDED = "unfounded"
    """Reports that were manifestly unfounded."""


URGENT = frozenset({Reason.THREAT, Reason.CHILD_ABUSE, Reason.TERROR})
"""What no warning has to go before."""

_contacts = table_of(Contact)


@dataclass(frozen=True)
class Given:
    """What a moderator's form says. `until` is the last day; `report_id` names whoever reported by
    it, None the writer of the text.
    """

    kind: Measure
    reason: str
    until: dt.date | None = None
    message: str = ""
    report_id: int | None = None

    @property
    def conduct(self) -> Conduct:
        return Conduct.WRITING if self.report_id is None else Conduct.REPORTING


def impose(session: Session, item_id: int, given: Given, *, by: Actor) -> Sanction | None:
    """Warn, restrict or suspend whoever wrote or reported what an item is about, and tell her.

    Returns None where a second person has to agree first: then nothing holds yet. Raises Invalid
    for `kind` (`warn_first`, `nobody`), `reason`, `until` or `message`; NotAllowed with `oneself`
    or `works_here`; NotFound for whoever may not judge.
    """
    if by.role not in JUDGES or by.person_id is None:
        raise NotFound(str(item_id))
    about = policy.whom(session, item_id, given.report_id)
    if about is None:
        raise Invalid("kind", "nobody")
    _check(session, about, by)
    reason, until = _reason(given), _until(given)
    said = statement.message(Judgement.REFUSE, given.message, reason)
    if given.kind is Measure.SUSPENDED:
        warned = policy.was_warned(session, about, given.conduct)
        if reason not in URGENT and not warned:
            raise Invalid("kind", "warn_first")
        if site(session).reviewing.four_eyes.suspension:
            _ask(session, about, given, by=by, until=until, message=said)
            return None
    made = sanctions.give(
        session,
        given.kind,
        person_id=about.person_id,
        contact_id=about.contact_id,
        reason=reason.value,
        by_id=by.person_id,
        until=until,
        conduct=given.conduct,
        message=said,
        reviewable_id=item_id,
    )
    _tell(session, made, by)
    return made


def answer(session: Session, opinion_id: int, *, by: Actor, confirms: bool) -> Sanction | None:
    """Agree that somebody is suspended, or not. Raises as four_eyes.answer, and NotFound for a
    proposal of something else.
    """
    opinion = four_eyes.answer(session, opinion_id, by=by, confirms=confirms)
    if opinion.matter is not Matter.SUSPENSION or opinion.person_id is None:
        raise NotFound(str(opinion_id))
    if opinion.answer is not Answer.CONFIRMED:
        return None
    if opinion.until is not None and opinion.until <= now():
        return None
    made = sanctions.give(
        session,
        Measure.SUSPENDED,
        person_id=opinion.person_id,
        contact_id=None,
        reason=opinion.reason,
        by_id=opinion.asked_by,
        second_id=by.person_id,
        until=opinion.until,
        conduct=Conduct(opinion.code),
        message=opinion.message,
        reviewable_id=opinion.reviewable_id,
    )
    _tell(session, made, by)
    return made


def lift(session: Session, sanction_id: int, *, by: Actor, why: str) -> None:
    """End a measure: it was wrong, an appeal was right, or it is no longer needed."""
    if by.person_id is None:
        raise NotFound(str(sanction_id))
    given = sanctions.lift(session, sanction_id, by_id=by.person_id, why=why)
    access_log.note(
        session,
        by,
        What.SANCTION_LIFTED,
        person_id=given.person_id,
        detail=given.kind.value,
        number=sanction_id,
    )


def _check(session: Session, about: Whom, by: Actor) -> None:
    if about.person_id is not None and about.person_id == by.person_id:
        raise NotAllowed("oneself")
    if works_here(session, about.person_id):
        # What somebody does at work is between her and her employer; an account is closed by an
        # administrator.
        raise NotAllowed("works_here")


def _reason(given: Given) -> Reason:
    if not given.reason:
        raise Invalid("reason", "missing")
    if given.reason not in list(Reason):
        raise Invalid("reason", "unknown")
    found = Reason(given.reason)
    if (found is Reason.UNFOUNDED) is not (given.conduct is Conduct.REPORTING):
        raise Invalid("reason", "of_another")
    if given.conduct is Conduct.REPORTING and given.kind is Measure.RESTRICTED:
        raise Invalid("kind", "unknown")
    return found


def _until(given: Given) -> Moment | None:
    """The end of the last day; None for a warning."""
    if given.kind is Measure.WARNING:
        return None
    if given.until is None:
        raise Invalid("until", "missing")
    if given.until < today():
        raise Invalid("until", "past")
    if given.until > today() + dt.timedelta(days=LONGEST_PAUSE):
        raise Invalid("until", "too_far", days=LONGEST_PAUSE)
    return end_of(given.until)


def _ask(
    session: Session,
    about: Whom,
    given: Given,
    *,
    by: Actor,
    until: Moment | None,
    message: str,
) -> None:
    if about.person_id is None:
        raise Invalid("kind", "nobody")
    waiting = four_eyes.waiting(session, matter=Matter.SUSPENSION)
    if any(one.person_id == about.person_id for one in waiting):
        raise NotAllowed("asked")
    four_eyes.ask(
        session,
        Matter.SUSPENSION,
        by=by,
        person_id=about.person_id,
        code=given.conduct.value,
        reason=given.reason,
        until=until,
        message=message,
    )


def _tell(session: Session, made: Sanction, by: Actor) -> None:
    """The log, and a letter with the reasons to the first address that she has confirmed."""
    access_log.note(
        session,
        by,
        What.SANCTIONED,
        person_id=made.person_id,
        detail=made.kind.value,
        number=made.id,
    )
    if made.person_id is None:
        return
    known = session.scalars(
        select(Contact)
        .where(_contacts.c.person_id == made.person_id, _contacts.c.confirmed_at.is_not(None))
        .order_by(_contacts.c.id)
    ).all()
    mailboxes = [one for one in known if one.channel is Channel.EMAIL]
    language = session.get_one(Person, made.person_id).language
    for contact in (mailboxes or known)[:1]:
        delivery.post(session, LETTER, contact, key=f"{LETTER}:{made.id}", language=language)
