"""A dialogue from its draft on: the words, the leaders and the state, by whoever may lead it.

Every verb is for somebody who may WORK on its row of the register (`take_for`). What changes what
everyone may read makes one event.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlmodel import Session

from models import keys, text
from models.actor import Actor, Source
from models.calendar import now
from models.database import lock_rows
from models.dialogue.kinds import Level
from models.dialogue.row import Dialogue, Leader, dialogue_units, dialogues, leaders, phases
from models.errors import Invalid, NotFound, Stale
from models.event import EventKind, begin, record
from models.permissions import Action
from models.permissions_of_cases import check
from models.states import PUBLIC, Kind, Publication, Status
from models.submission import Submission, next_reference, submissions, take
from models.viewer import Viewer

SLUG_LENGTH = 48
_NO_LETTER = re.compile(r"[^a-z0-9]+")
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


@dataclass(frozen=True)
class Led:
    """A leader as everyone may reach her, with the account she has, if any."""

    name: str
    title: str = ""
    phone: str = ""
    email: str = ""
    person_id: int | None = None


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


def draft(session: Session, words: Words, *, unit_id: int, by: Actor, language: str) -> Held:
    """Begin one that only staff can see. Raises Invalid for `closes_on`: before it opens."""
    _check_days(words)
    reference, at = next_reference(session), now()
    written = text.write(session, title=words.question, source=words.background)
    case = Submission(
        reference=reference,
        kind=Kind.DIALOGUE,
        status=Status.DRAFT,
        publication=Publication.PRIVATE,
        text_id=written.id,
        unit_id=unit_id,
        show=True,
        language=language,
        nonce=keys.nonce(),
        received_at=at,
        answer_by=words.decision_on or words.closes_on,
    )
    session.add(case)
    session.flush()
    dialogue = Dialogue(
        submission_id=case.id or 0,
        slug=_slug(session, words.question),
        updated_at=at,
        **_own(words),
    )
    session.add(dialogue)
    session.flush()
    begin(
        session,
        case.stream,
        EventKind.RECEIVED,
        by=by,
        facts={
            "kind": Kind.DIALOGUE.value,
            "to": Status.DRAFT.value,
            "shown": Publication.PRIVATE.value,
            "text": written.id,
            "digest": written.digest,
            "unit": unit_id,
        },
        source=Source.WEB,
    )
    return Held(case, dialogue)


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
    case = take(session, reference)
    check(session, viewer, Action.WORK, case)
    dialogue: Dialogue = session.scalars(
        lock_rows(select(Dialogue).where(dialogues.c.submission_id == case.id))
    ).one()
    if version is not None and version != dialogue.version:
        raise Stale
    return Held(case, dialogue)


def edit(session: Session, held: Held, words: Words, *, by: Actor) -> None:
    """Other words. What everyone could read before stays in the history by its digest.

    Raises Invalid for `closes_on` and, once it is public, for what a public one cannot be without.
    """
    _check_days(words)
    case, dialogue = held.case, held.dialogue
    for name, value in _own(words).items():
        setattr(dialogue, name, value)
    if case.publication in PUBLIC:
        _check_told(dialogue)
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


def name_leaders(session: Session, held: Held, led: list[Led], *, by: Actor) -> None:
    """Who answers for it, in this order, instead of whoever did before.

    Raises Invalid for `leaders`: missing (a public one always has somebody who can be reached).
    """
    if held.case.publication in PUBLIC and not any(one.phone or one.email for one in led):
        raise Invalid("leaders", "missing")
    known = {
        row.position: row
        for row in session.scalars(
            lock_rows(select(Leader).where(leaders.c.submission_id == held.case.id))
        )
    }
    for position, one in enumerate(led):
        row = known.pop(position, None) or Leader(
            submission_id=held.case.id or 0, position=position, name=one.name
        )
        row.name, row.title, row.phone, row.email = one.name, one.title, one.phone, one.email
        row.person_id = one.person_id
        session.add(row)
    for row in known.values():
        session.delete(row)
    session.flush()
    changed(session, held, {"leaders": len(led)}, by=by)


def name_units(session: Session, held: Held, units: list[int], *, by: Actor) -> None:
    """Which units take part besides the one whose it is."""
    _u = dialogue_units.c
    session.execute(delete(dialogue_units).where(_u.submission_id == held.case.id))
    wanted = sorted({one for one in units if one != held.case.unit_id})
    if wanted:
        rows = [{"submission_id": held.case.id, "unit_id": one} for one in wanted]
        session.execute(insert(dialogue_units), rows)
    changed(session, held, {"units": len(wanted)}, by=by)


def move(
    session: Session,
    held: Held,
    to: Status,
    *,
    by: Actor,
    reason: str = "",
    ending: Ending | None = None,
) -> int:
    """Take one step of the table of states; returns the id of the event.

    Coming needs everything that must be told, somebody who answers for it and a phase; from there
    on everyone can read it. Going back to listening needs a reason, breaking off says who and why,
    handing over to whom. Raises Invalid for what is missing, NotAllowed for a step that is not in
    the table.
    """
    case, dialogue = held.case, held.dialogue
    was = case.status
    facts: Facts = {**case.move_to(to)}
    if to is Status.COMING:
        _check_ready(session, held)
        facts |= _show(case, Publication.PUBLISHED)
        case.published_at = case.published_at or now()
    elif to is Status.DRAFT:
        facts |= _show(case, Publication.PRIVATE)
    elif (was, to) == (Status.ANALYSIS, Status.OPEN) and not reason.strip():
        raise Invalid("reason", "missing")
    if to in _ENDS:
        _end(dialogue, ending or Ending())
    if reason.strip():
        written = text.write(session, source=reason.strip())
        facts |= {"text": written.id, "digest": written.digest}
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


def _own(words: Words) -> dict[str, Any]:
    names = ("level", "purpose", "can", "cannot", "target", "decider", "decision_on")
    return {name: getattr(words, name) for name in (*names, "opens_on", "closes_on")}


def _check_days(words: Words) -> None:
    if words.closes_on < words.opens_on:
        raise Invalid("closes_on", "before")


def _check_told(dialogue: Dialogue) -> None:
    """What people must know before they take part (spec/sweden.md section 3): the first step of the
    ladder is no dialogue, and what cannot be influenced is said.
    """
    if dialogue.level is Level.INFORMATION:
        raise Invalid("level", "information")
    for name in ("can", "cannot", "decider", "decision_on"):
        if not getattr(dialogue, name):
            raise Invalid(name, "missing")


def _check_ready(session: Session, held: Held) -> None:
    _check_told(held.dialogue)
    reachable = select(leaders.c.id).where(
        leaders.c.submission_id == held.case.id, (leaders.c.phone != "") | (leaders.c.email != "")
    )
    if session.execute(reachable.limit(1)).first() is None:
        raise Invalid("leaders", "missing")
    planned = select(func.count()).where(phases.c.submission_id == held.case.id)
    if not session.execute(planned).scalar_one():
        raise Invalid("phases", "missing")


def _end(dialogue: Dialogue, ending: Ending) -> None:
    if not ending.by.strip():
        raise Invalid("ended_by", "missing")
    if not ending.words.strip():
        raise Invalid("ended_words", "missing")
    dialogue.ended_by, dialogue.ended_words = ending.by.strip(), ending.words.strip()
    dialogue.ended_link = ending.link


def _slug(session: Session, question: str) -> str:
    """The question as an address, and a number where another one has that."""
    plain = unicodedata.normalize("NFKD", question.lower()).encode("ascii", "ignore").decode()
    stem = _NO_LETTER.sub("-", plain).strip("-")[:SLUG_LENGTH].strip("-") or "dialogue"
    taken = set(session.scalars(select(dialogues.c.slug).where(dialogues.c.slug.startswith(stem))))
    slug, number = stem, 1
    while slug in taken or slug == "new":
        number += 1
        slug = f"{stem}-{number}"
    return slug
