"""What a verdict says: a reason from the fixed list, a message to the author, and the statement of
reasons made of them (article 17 of the Digital Services Act, 2022/2065; spec MQ-9).
"""

from sqlmodel import Session

from models import keys
from models.calendar import local, now, six_months_after
from models.errors import Invalid
from models.prose import clean
from models.review import HIDDEN_AT_MOST, Reviewable
from models.statement import GroundType, Source, Statement
from models.text import Text
from models.verdict import RESTRICTING, Judgement, Verdict, undo_lasts
from moderation.reasons import GROUNDS, Reason
from moderation.redaction import holds_personal_number
from moderation.screening import Rule, screen

_REACHES = frozenset({Rule.EMAIL, Rule.PHONE})

MESSAGE_MAX = 1000
"""Characters of what a moderator writes to the author."""


def reason(judgement: Judgement, given: str | None) -> Reason | None:
    """The reason of a verdict that restricts. Asking for a change may rest on the message alone.

    Raises Invalid for `reason`: missing or unknown.
    """
    if judgement not in RESTRICTING:
        return None
    if not given:
        if judgement is Judgement.RETURN:
            return None
        raise Invalid("reason", "missing")
    if given not in list(Reason):
        raise Invalid("reason", "unknown")
    return Reason(given)


def message(judgement: Judgement, given: str, why: str | None = None) -> str:
    """The moderator's own words, which may go out as a letter: no personal number in them, and
    where they become a statement of reasons (`why`: its ground) nothing that reaches anybody.

    Raises Invalid for `message`: missing (RETURN says what to change), too_long, personal_number,
    contact_details.
    """
    said = clean(given)
    if judgement is Judgement.RETURN and not said:
        raise Invalid("message", "missing")
    if len(said) > MESSAGE_MAX:
        raise Invalid("message", "too_long", over=len(said) - MESSAGE_MAX)
    if holds_personal_number(said):
        raise Invalid("message", "personal_number")
    if why is not None and any(hit.rule in _REACHES for hit in screen(said)):
        raise Invalid("message", "contact_details")
    return said


def check_note(said: str, *, optional: bool = False) -> None:
    """Words to a colleague. Raises Invalid for `colleague`: missing or too_long."""
    if not said and not optional:
        raise Invalid("colleague", "missing")
    if len(said) > MESSAGE_MAX:
        raise Invalid("colleague", "too_long", over=len(said) - MESSAGE_MAX)


def restricts(judgement: Judgement, why: Reason | None) -> bool:
    """Whether it is a restriction that owes its reasons: asking for a change is one only with a
    reason of the list.
    """
    return judgement in RESTRICTING and why is not None


def write(session: Session, verdict: Verdict, item: Reviewable, text_id: int) -> None:
    """Write the statement of a verdict that restricts, in its transaction: exactly one for each.

    `text_id` is the text as it was judged.
    """
    if verdict.reason is None or not restricts(verdict.judgement, Reason(verdict.reason)):
        return
    ground, words = GROUNDS[Reason(verdict.reason)], session.get_one(Text, text_id)
    session.add(
        Statement(
            verdict_id=verdict.id or 0,
            submission_id=verdict.submission_id,
            comment_id=verdict.comment_id,
            nonce=keys.nonce(),
            decision=verdict.judgement.value,
            change=verdict.judgement is Judgement.REFUSE and verdict.shown is None,
            duration_until=_until(verdict),
            facts=verdict.message,
            source=_source(verdict, item),
            automated_detection=bool(screen(words.title) or screen(words.source)),
            automated_decision=verdict.by_id is None,
            ground_type=GroundType.ILLEGAL if ground.illegal else GroundType.RULES,
            ground=verdict.reason,
            ground_ref=ground.reference,
            # She is told when it can no longer be taken back.
            deadline=six_months_after(local(verdict.at + undo_lasts()).date()),
            made_at=now(),
        )
    )
    session.flush()


def _until(verdict: Verdict) -> int | None:
    """Hiding is for as long as it takes to look into it; all else is until further notice."""
    return verdict.at + HIDDEN_AT_MOST if verdict.judgement is Judgement.HIDE else None


def _source(verdict: Verdict, item: Reviewable) -> Source:
    if item.reports:
        return Source.NOTICE
    return Source.AUTOMATED if verdict.by_id is None else Source.OWN
