"""Somebody says that a text breaks the rules: a notice by article 16 of the DSA, from anyone."""

from collections.abc import Sequence

from sqlmodel import Session

from models import form_key
from models import report as reports
from models.actor import Actor
from models.calendar import now
from models.errors import Invalid, NotFound
from models.event import EventKind, record
from models.person import Channel, reach
from models.profile import Proposals, Site, site
from models.prose import clean
from models.report import Report
from models.review import HIDDEN_AT_MOST
from models.states import PUBLIC
from moderation import report_letters, reported, reporters, scoring, verdicts
from moderation.reasons import GROUNDS, REPORT_REASONS, Reason
from moderation.scoring import Arrival
from moderation.subjects import taken

EXPLANATION_MAX = 2000
"""Characters of what somebody writes with a report."""
OTHERS_MAX = 1000
"""Characters of the other addresses that she names."""


def report(
    session: Session,
    reference: str,
    number: int | None,
    *,
    by: Actor,
    reason: str,
    explanation: str,
    form: str,
    rules: Proposals,
    channel: Channel | None = None,
    address: str = "",
    name: str = "",
    others: str = "",
    language: str = "sv",
    network: str = "",
) -> int:
    """Report a submission, or its comment with that number, and return the id of the report.

    No sign-in is needed, and no address, which is canonical when there is one. The same form posted
    again returns the same id. `others` are further addresses where the same stands, `network` a
    keyed hash (scoring.Arrival).

    An urgent reason hides the text until somebody has looked, and so do several reports that are
    independent of each other. A text that a moderator kept after reports is put in the queue again
    only by REOPENED_AT new ones, as long as its words are the same: flags must not wear anyone down
    (MQ-2).

    Raises NotFound when the text is not public, Invalid for `reason` or `text`, Paused for somebody
    signed in whose reports were unfounded again and again.
    """
    why, said = _reason(reason), _explanation(explanation)
    contents = form_key.digest(
        {"of": [reference, number], "reason": reason, "text": said, "to": [channel, address]}
    )
    known = form_key.earlier(session, form, contents)
    if known is not None:
        return int(known)
    ground = GROUNDS[why]
    if not ground.urgent:
        reporters.check(session, by)
    subject = taken(session, reference, number)
    if subject.thing.publication not in PUBLIC or not subject.submission.is_public:
        raise NotFound(reference)
    last = reported.last(session, subject)
    contact_id = reach(session, channel, address).id if channel else None
    who = reporters.reporter(session, by, contact_id)
    town = site(session)
    trace = Arrival(now(), network, who.known)
    item, waits = reported.item(session, subject, last, why, trace, paused=who.paused)
    made = Report(
        reviewable_id=item.id or 0,
        at=now(),
        reason=why.value,
        explanation=said,
        contact_id=contact_id,
        name=clean(name),
        others=clean(others),
        language=language,
        network=network or None,
        known=who.known,
        weight=who.weight,
        due_at=town.reviewing.notices.due(
            town.opening, now(), urgent=ground.urgent, illegal=ground.illegal
        ),
    )
    weights = reported.weigh(session, item, made, trace)
    judged = last is not None and (
        reported.was_kept(last, subject) or reported.was_hidden_by_rule(session, last)
    )
    hides = waits and not who.paused and _hides(town, why, weights, judged=judged)
    report_id = reports.add(session, item, made)
    form_key.remember(session, form, contents, str(report_id))
    report_letters.received(session, made)
    record(
        session,
        subject.submission.stream,
        EventKind.REPORTED,
        by=by,
        facts={"report": report_id, "reason": why.value, "comment": subject.comment_id},
        public=False,
    )
    if hides:
        if not ground.urgent:
            # Whoever has its page open is about to judge a text that everyone reads.
            item.version += 1
            item.due_at = min(item.due_at, now() + HIDDEN_AT_MOST)
        verdicts.hide_at_once(session, item, subject, reason=why, rules=rules)
    return report_id


def look_again(session: Session, reference: str, number: int | None) -> int:
    """Put a shown text in the queue on a moderator's own initiative and return the item's id."""
    subject = taken(session, reference, number)
    if subject.thing.publication not in PUBLIC:
        raise NotFound(reference)
    return reported.enqueue(session, subject, urgent=False).id or 0


def _reason(given: str) -> Reason:
    if not given:
        raise Invalid("reason", "missing")
    if given not in list(REPORT_REASONS):
        raise Invalid("reason", "unknown")
    return Reason(given)


def _explanation(given: str) -> str:
    said = clean(given)
    if not said:
        raise Invalid("text", "missing")
    if len(said) > EXPLANATION_MAX:
        raise Invalid("text", "too_long", over=len(said) - EXPLANATION_MAX)
    return said


def _hides(town: Site, reason: Reason, weights: Sequence[int], *, judged: bool) -> bool:
    """Whether the text is hidden now until somebody has looked. What a person has kept, or what was
    hidden for a day and nobody looked, no number of people hides who say the same again.
    """
    if GROUNDS[reason].urgent:
        return True
    return town.reviewing.notices.auto_hide and not judged and scoring.hides(reason, weights)
