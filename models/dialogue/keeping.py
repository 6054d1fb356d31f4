"""A dialogue in the hands of whoever may lead it: its words, and its state.

Every verb is for somebody who may WORK on its row of the register (`take_for`). What changes what
everyone may read makes one event.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlmodel import Session

from models import text
from models.actor import Actor
from models.calendar import now
from models.database import lock_rows
from models.dialogue import ends
from models.dialogue.kinds import Level
from models.dialogue.ready import Lack, lacks, untold
from models.dialogue.row import Dialogue, dialogues
from models.errors import Invalid, NotFound, Stale
from models.event import EventKind, record
from models.permissions import Action
from models.permissions_of_cases import check
from models.states import PUBLIC, Publication, Status
from models.submission import Submission, submissions, take
from models.units.moving import bring_home
from models.viewer import Viewer

LONGEST_LINK = 500
_ENDS = frozenset({Status.BROKEN_OFF, Status.HANDED_OVER})
Facts = dict[str, str | int]


@dataclass(frozen=True)
class Words:
    """What the form says of a dialogue, cleaned; all of it is plain text."""

    question: str
    background: str
    level: Level
    opens_on: dt.date
    closes_on: dt.date
    purpose: str = ""
    can: str = ""
    cannot: str = ""
    target: str = ""
    decider: str = ""
    decision_on: dt.date | None = None
    feedback_on: dt.date | None = None


@dataclass(frozen=True)
class Ending:
    """Why it was broken off and by whom, or what ordinary work goes on with it and where."""

    words: str = ""
    by: str = ""
    link: str = ""


@dataclass
class Held:
    """A dialogue, locked for a change: its row of the register, and what it has more."""

    case: Submission
    dialogue: Dialogue


def take_for(session: Session, slug: str, viewer: Viewer, *, version: int | None = None) -> Held:
    """A dialogue for a change by whoever may lead it, locked. `version` is the one a form was made
    from. Raises NotFound for everybody else, Stale when somebody changed it since.
    """
    wanted = select(submissions.c.reference).join(
        dialogues, dialogues.c.submission_id == submissions.c.id
    )
    reference = session.execute(wanted.where(dialogues.c.slug == slug)).scalar()
    if reference is None:
        raise NotFound(slug)
    held = hold(session, reference)
    check(session, viewer, Action.WORK, held.case)
    if version is not None and version != held.dialogue.version:
        raise Stale
    return held


def hold(session: Session, reference: str) -> Held:
    """The dialogue of this row of the register, locked: for what is done by no person."""
    case = take(session, reference)
    dialogue: Dialogue = session.scalars(
        lock_rows(select(Dialogue).where(dialogues.c.submission_id == case.id))
    ).one()
    return Held(case, dialogue)


def edit(session: Session, held: Held, words: Words, *, by: Actor) -> None:
    """Other words. What everyone could read before stays in the history by its digest.

    Raises Invalid for `closes_on` and, once it is public, for what a public one cannot be without.
    """
    check_days(words)
    case, dialogue = held.case, held.dialogue
    for name, value in own(words).items():
        setattr(dialogue, name, value)
    if case.publication in PUBLIC:
        _refuse(untold(dialogue))
    case.answer_by = words.decision_on or words.closes_on
    before = session.get_one(text.Text, case.text_id)
    facts: Facts = {}
    if (before.title, before.source) != (words.question, words.background):
        written = text.write(session, title=words.question, source=words.background)
        facts = {
            "from_text": case.text_id,
            "from_digest": text.digest_of(session, case.text_id),
            "text": written.id,
            "digest": written.digest,
        }
        case.text_id = written.id
    changed(session, held, facts, by=by)


def move(
    session: Session,
    held: Held,
    to: Status,
    *,
    by: Actor,
    reason: str = "",
    ending: Ending | None = None,
    phase_id: int | None = None,
) -> int:
    """Take one step of the table of states; returns the id of the event. `phase_id` is of the phase
    whose time brought it about, where that did.

    Coming needs everything that must be told, somebody who answers for it and a phase; from there
    on everyone can read it. Going back to listening needs a reason, breaking off says who and why,
    handing over to whom; what else the last two need says models.dialogue.ends. Raises Invalid for
    what is missing, NotAllowed for a step that is not in the table.
    """
    case, dialogue = held.case, held.dialogue
    was = case.status
    if to is Status.FEEDBACK:
        bring_home(session, case)
    facts: Facts = {**case.move_to(to)}
    if to is Status.COMING:
        _refuse(lacks(session, dialogue))
        facts |= _show(case, Publication.PUBLISHED)
        case.published_at = case.published_at or now()
    elif to is Status.DRAFT:
        facts |= _show(case, Publication.PRIVATE)
    elif (was, to) == (Status.ANALYSIS, Status.OPEN) and not reason.strip():
        raise Invalid("reason", "missing")
    _refuse(ends.lacks(session, case.id or 0, to))
    if to in _ENDS:
        _end(dialogue, ending or Ending())
    if reason.strip():
        written = text.write(session, source=reason.strip())
        facts |= {"text": written.id, "digest": written.digest}
    if phase_id is not None:
        facts["phase"] = phase_id
    _updated(session, held)
    return record(session, case.stream, EventKind.MOVED, by=by, facts=facts)


def changed(session: Session, held: Held, facts: Facts, *, by: Actor) -> None:
    """Write down a change of what is said of it: public once it is."""
    _updated(session, held)
    record(
        session,
        held.case.stream,
        EventKind.EDITED,
        by=by,
        facts=facts,
        public=held.case.publication in PUBLIC,
    )


def _updated(session: Session, held: Held) -> None:
    held.dialogue.updated_at = now()
    held.dialogue.version += 1
    session.add(held.case)
    session.add(held.dialogue)
    session.flush()


def _show(case: Submission, publication: Publication) -> Facts:
    """What staff show or take back of their own waits for nobody's judgement, so the table of what
    residents write has no such step.
    """
    facts: Facts = {"hid": case.publication.value, "shown": publication.value}
    case.publication = publication
    return facts


def own(words: Words) -> dict[str, Any]:
    """What of the form a dialogue has itself, by column."""
    days = ("decision_on", "feedback_on", "opens_on", "closes_on")
    names = ("level", "purpose", "can", "cannot", "target", "decider")
    return {name: getattr(words, name) for name in (*names, *days)}


def check_days(words: Words) -> None:
    """Raises Invalid for `closes_on`: before it opens."""
    if words.closes_on < words.opens_on:
        raise Invalid("closes_on", "before")


def _refuse(lacking: Iterable[Lack]) -> None:
    for lack in lacking:
        raise Invalid(lack.field, lack.code)


def _end(dialogue: Dialogue, ending: Ending) -> None:
    if not ending.by.strip():
        raise Invalid("ended_by", "missing")
    if not ending.words.strip():
        raise Invalid("ended_words", "missing")
    dialogue.ended_by, dialogue.ended_words = ending.by.strip(), ending.words.strip()
    dialogue.ended_link = _link(ending.link.strip())


def _link(given: str) -> str:
    """An address that a reader's browser opens as a page, or none."""
    if not given:
        return ""
    try:
        parts = urlsplit(given)
    except ValueError:
        raise Invalid("ended_link", "bad") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or len(given) > LONGEST_LINK:
        raise Invalid("ended_link", "bad")
    return given
