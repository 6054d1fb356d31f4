"""Showing by rule what nobody read in time: off unless the profile turns it on (publish_late).

Only a whole text in which nothing was found, that nobody reported, of somebody who is not
restricted, without a picture, that nobody has judged before. Moderators have at least an hour of
working time to read it themselves, and may pause the rule; then everyone can read why. What the
rule does is a verdict like any other, with nobody's name (MQ-13).
"""

from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlmodel import Session

from models import before_verdict, review, rule_pause
from models.calendar import HOUR, Moment, now
from models.comment import comments
from models.database import table_of, transaction
from models.errors import Refusal
from models.opening import Opening
from models.permissions import Action
from models.permissions_of_cases import reached
from models.profile import Site, site
from models.review import IS_OPEN, LetIn, Reviewable, ReviewState, reviewables
from models.submission import submissions
from models.text import Text
from models.verdict import Judgement, Verdict
from models.viewer import Viewer
from moderation import screening, wordlists
from moderation.modes import has_picture, is_barred, show, waits, words
from moderation.subjects import Subject, held

WARNING = 60
"""Minutes of working time between the warning and the rule."""
NEVER: Moment = 0
"""In `rule_at`: a person has to read it, however late."""
BATCH = 100
LISTED = 50
"""Texts that the warning names; of more it says how many."""

_texts = table_of(Text)
_r = reviewables.c
_s = submissions.c
_c = comments.c


def each_minute() -> bool:
    """The clock's part: warn of what has become late, show what was warned of an hour ago. While
    the rule is off or paused, what it warned of is forgotten: it would be warned of anew.
    """
    with transaction(write=False) as session:
        town = site(session)
        warned = session.scalars(_warned().with_only_columns(_r.id).limit(1)).first() is not None
        if not town.reviewing.publish_late or rule_pause.present(session) is not None:
            stops, late, due = warned, [], []
        else:
            stops, late, due = False, _ids(session, _late()), _ids(session, _due())
    if stops:
        with transaction() as session:
            review.forget_the_rule(session)
    for item_id in late:
        with transaction() as session:
            _warn(session, town, item_id)
    shown = False
    for item_id in due:
        try:
            with transaction() as session:
                shown |= _apply(session, town, item_id)
        except Refusal:
            # Something stands in its way that nobody foresaw: a person has to read it.
            with transaction() as session:
                _leave_to_people(session, session.get_one(Reviewable, item_id))
    return bool(late) or shown


def _ids(session: Session, wanted: Select[Any]) -> list[int]:
    return list(session.scalars(wanted.with_only_columns(_r.id).limit(BATCH)))


def _late() -> Select[Any]:
    """Late, sorted by the rules of today, and not looked at by this rule yet."""
    return (
        select(_r.id)
        .where(
            IS_OPEN,
            _r.missed_at.is_not(None),
            _r.rule_at.is_(None),
            _r.state == ReviewState.PENDING,
            _r.screened >= screening.VERSION,
        )
        .order_by(_r.missed_at, _r.id)
    )


def _warned() -> Select[Any]:
    return select(_r.id).where(IS_OPEN, _r.rule_at > NEVER)


def _due() -> Select[Any]:
    return _warned().where(_r.rule_at <= now()).order_by(_r.rule_at, _r.id)


def _warn(session: Session, town: Site, item_id: int) -> None:
    item, subject = held(session, item_id)
    if item.rule_at is None:
        fits = may_show(session, town, item, subject)
        item.rule_at = shown_at(town.opening) if fits else NEVER
        session.add(item)
        session.flush()


def _apply(session: Session, town: Site, item_id: int) -> bool:
    """Show one, if everything is still as it was; else a person has to read it."""
    item, subject = held(session, item_id)
    warned = item.rule_at is not None and NEVER < item.rule_at <= now()
    if not warned or rule_pause.present(session) is not None:
        return False
    if not may_show(session, town, item, subject):
        _leave_to_people(session, item)
        return False
    seen = before_verdict.look(subject.thing, item)
    event_id = show(session, town, subject)
    item.let_in = LetIn.RULE
    review.settle(session, item, ReviewState.APPROVED, by_id=None)
    verdict = Verdict(
        reviewable_id=item.id or 0,
        submission_id=subject.submission.id or 0,
        comment_id=subject.comment_id,
        judgement=Judgement.PUBLISH,
        shown=subject.thing.publication,
        by_id=None,
        at=now(),
        event_id=event_id,
    )
    session.add(verdict)
    session.flush()
    before_verdict.note(session, verdict, subject.thing, item, seen)
    return True


def _leave_to_people(session: Session, item: Reviewable) -> None:
    item.rule_at = NEVER
    session.add(item)
    session.flush()


def may_show(session: Session, town: Site, item: Reviewable, subject: Subject) -> bool:
    """Whether the rule may show a text when its time comes."""
    looked_for = wordlists.parsed(town.reviewing.words)
    return (
        item.state is ReviewState.PENDING
        and item.missed_at is not None
        and not (item.urgent or item.reports or item.score)
        and item.screened >= screening.VERSION
        and item.text_id == subject.text_id
        and waits(subject)
        and not subject.is_change
        and not has_picture(session, subject)
        and not is_barred(session, subject)
        and not any(screening.screen(part, looked_for) for part in words(session, subject))
    )


def shown_at(opening: Opening) -> Moment:
    """When the rule shows what is warned of now: at a full hour, so that one letter warns of many,
    while we are open, and never sooner than the warning lasts.
    """
    soonest = opening.add_minutes(now(), WARNING)
    return opening.next_opening(soonest + -soonest % HOUR)


def warned_of(session: Session, viewer: Viewer) -> list[Row[Any]]:
    """What the rule is about to show, of what the viewer judges, the soonest first: `id`, `at`,
    `section` (of a comment), `kind`, `reference`, `title`.
    """
    rows = session.execute(
        _of_viewer(
            session,
            viewer,
            _r.id,
            _r.rule_at.label("at"),
            _c.section,
            _s.kind,
            _s.reference,
            _texts.c.title,
        )
        .join(_texts, _texts.c.id == _s.text_id)
        .order_by(_r.rule_at, _r.id)
        .limit(LISTED)
    )
    return list(rows)


def how_many(session: Session, viewer: Viewer) -> int:
    """How many that are in all."""
    counted: int = session.execute(_of_viewer(session, viewer, func.count())).scalar_one()
    return counted


def _of_viewer(session: Session, viewer: Viewer, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(reviewables)
        .outerjoin(comments, _c.id == _r.comment_id)
        .join(submissions, _s.id == func.coalesce(_r.submission_id, _c.submission_id))
        .where(IS_OPEN, _r.rule_at > NEVER, reached(session, viewer, Action.JUDGE))
    )
