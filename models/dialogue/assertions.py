"""Statements to take a stand on, called assertions here: a statement of reasons is something else.

Each is a comment of its dialogue with a section of its own, so it is reviewed, reported and hidden
as every comment. What the dialogue's leaders write is official and shown at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Row, bindparam, func, select
from sqlmodel import Session

from models import comment as commented
from models import declaration, eligibility, publishing, sanctions
from models.actor import Actor
from models.calendar import now
from models.comment import comments
from models.database import is_postgres, table_of, upsert
from models.declaration import NOTHING, Said
from models.dialogue import phases as of_dialogue
from models.dialogue import routing
from models.dialogue.keeping import Held
from models.dialogue.kinds import Act, PhaseKind, Section
from models.dialogue.ratings import raters, ratings, statement_phases
from models.dialogue.row import Phase, phases
from models.errors import NotAllowed, NotFound
from models.event import EventKind, record
from models.opinion.answers import AGREE, DISAGREE, PASS
from models.panel import taking_part
from models.person import Person
from models.profile import Participation
from models.prose import prose
from models.states import PUBLIC, Publication
from models.text import Text

MOST = 1_000
"""Statements of one phase."""
LONGEST = 280
"""Letters of one: a statement says one thing."""
VALUES = {"agree": AGREE, "disagree": DISAGREE, "pass": PASS}

_c, _r = comments.c, ratings.c
_texts, _people = table_of(Text), table_of(Person)
_SHOWN = (
    _c.phase_id == bindparam("phase"),
    _c.section == Section.STATEMENT,
    _c.publication.in_(PUBLIC),
)
_ALL = (
    select(_c.id, _c.number, _c.official, _texts.c.html, _texts.c.source)
    .join(_texts, _texts.c.id == _c.text_id)
    .where(*_SHOWN)
    .order_by(_c.number)
    .limit(MOST)
)
_KEYS = select(_c.id).where(*_SHOWN).order_by(_c.id).limit(MOST)
_ONE = select(_c.id, _c.phase_id).where(
    _c.submission_id == bindparam("dialogue"),
    _c.number == bindparam("number"),
    _c.section == Section.STATEMENT,
    _c.publication.in_(PUBLIC),
)
_WRITTEN = select(func.count()).where(
    _c.phase_id == bindparam("phase"), _c.section == Section.STATEMENT
)
_OWN = (
    select(_r.comment_id, _r.value)
    .join(raters, raters.c.id == _r.rater_id)
    .where(raters.c.phase_id == bindparam("phase"), raters.c.person_id == bindparam("person"))
)
_SUSPENDED = select(_people.c.suspended).where(_people.c.id == bindparam("person"))
_LIVE = select(statement_phases.c.live).where(statement_phases.c.phase_id == bindparam("phase"))
_PHASES = (
    select(phases)
    .where(
        phases.c.submission_id == bindparam("dialogue"),
        phases.c.kind == PhaseKind.STATEMENTS,
        phases.c.opens_at <= bindparam("at"),
    )
    .order_by(phases.c.opens_at, phases.c.id)
)


@dataclass(frozen=True)
class Standing:
    """How far somebody has come."""

    all: Sequence[Row[Any]]
    own: dict[int, int]
    """Her answers, by statement."""
    next: int | None
    """The statement to show her, by models.dialogue.routing."""


def begun(session: Session, submission_id: int) -> Sequence[Row[Any]]:
    """The phases of statements that have opened, the first to open first."""
    return session.execute(_PHASES, {"dialogue": submission_id, "at": now()}).all()


def shown(session: Session, phase_id: int) -> Sequence[Row[Any]]:
    """The statements of a phase that everyone may read, in the order they were written."""
    return session.execute(_ALL, {"phase": phase_id}).all()


def keys_of(session: Session, phase_id: int) -> list[int]:
    """The same, as their ids alone."""
    return list(session.scalars(_KEYS, {"phase": phase_id}))


def is_live(session: Session, phase_id: int) -> bool:
    """Whether the result is shown while the phase is open."""
    return bool(session.execute(_LIVE, {"phase": phase_id}).scalar())


def show_live(session: Session, held: Held, phase: Phase, *, live: bool, by: Actor) -> None:
    """Choose whether the result is shown while it goes on. Raises NotAllowed once it has opened:
    whoever answered was told when it would be shown.
    """
    if live == is_live(session, phase.id or 0):
        return
    if phase.opens_at <= now():
        raise NotAllowed("phase_open")
    session.execute(
        upsert(statement_phases)
        .values(phase_id=phase.id, live=live)
        .on_conflict_do_update(index_elements=["phase_id"], set_={"live": live})
    )
    record(
        session,
        held.case.stream,
        EventKind.PHASE_CHANGED,
        by=by,
        facts={
            "phase": phase.id or 0,
            "phase_kind": phase.kind.value,
            "opens": phase.opens_at,
            "closes": phase.closes_at,
            "live": int(live),
        },
        # Of no day and no word is it a change; the page of the phase says it to whoever answers.
        public=False,
    )


def add_official(
    session: Session, held: Held, phase: Phase, source: str, *, by: Actor
) -> commented.Comment:
    """A statement of those who lead the dialogue, shown at once.

    Raises NotFound before the dialogue can be read by everyone: what is shown must be of something
    that is; NotAllowed with `statements_full`, or `phase_over`.
    """
    if phase.kind is not PhaseKind.STATEMENTS:
        raise NotFound
    if phase.closes_at <= now():
        raise NotAllowed("phase_over")
    check_room(session, phase.id or 0)
    made = commented.comment(
        session,
        held.case.reference,
        by=by,
        source=source,
        html=prose(source),
        contact_id=None,
        confirmed=True,
        section=Section.STATEMENT,
        phase_id=phase.id,
    )
    made.official = True
    publishing.show_comment(session, held.case, made, Publication.PUBLISHED, by=by)
    return made


def check_room(session: Session, phase_id: int) -> None:
    """Raises NotAllowed where a phase has all the statements it may have."""
    if session.execute(_WRITTEN, {"phase": phase_id}).scalar_one() >= MOST:
        raise NotAllowed("statements_full")


def standing(session: Session, phase_id: int, person_id: int, answered: dict[int, int]) -> Standing:
    """What there is to answer and what she has answered. `answered` is how many have, by
    statement, as of the last count.
    """
    everything = shown(session, phase_id)
    asked = {"phase": phase_id, "person": person_id}
    own = {row.comment_id: row.value for row in session.execute(_OWN, asked)}
    open_ones = [row.id for row in everything]
    return Standing(
        everything, own, routing.following(f"{phase_id} {person_id}", open_ones, own, answered)
    )


def rate(
    session: Session,
    submission_id: int,
    number: int,
    value: int,
    *,
    person_id: int,
    rules: Participation | None = None,
    said: Said = NOTHING,
) -> None:
    """Keep a person's answer to the statement with this number, in place of a former one.

    Raises NotFound for a statement that nobody may read, NotAllowed with `phase_closed` outside of
    its phase and `suspended`, Paused, and Invalid as models.eligibility.check for whoever may not
    take part here.
    """
    one = session.execute(_ONE, {"dialogue": submission_id, "number": number}).first()
    if one is None:
        raise NotFound(str(number))
    phase = of_dialogue.check(session, submission_id, Act.RATE, phase_id=one.phase_id)
    if session.execute(_SUSPENDED, {"person": person_id}).scalar():
        raise NotAllowed("suspended")
    sanctions.check(session, person_id)
    taking_part.check(session, submission_id, person_id=person_id)
    eligibility.check(session, eligibility.Act.COMMENT, person_id, rules=rules, said=said)
    declaration.keep(session, person_id, said)
    entered = {"phase_id": phase.id, "person_id": person_id, "changed_at": now()}
    rater = session.execute(_entering(is_postgres()), {**entered, "left_out": False}).scalar_one()
    kept = {"rater_id": rater, "comment_id": one.id, "value": value}
    session.execute(_keeping(is_postgres()), kept)


@cache
def _entering(_postgres: bool) -> Any:
    statement = upsert(raters)
    return statement.on_conflict_do_update(
        index_elements=["phase_id", "person_id"],
        set_={"changed_at": statement.excluded.changed_at},
    ).returning(raters.c.id)


@cache
def _keeping(_postgres: bool) -> Any:
    statement = upsert(ratings)
    return statement.on_conflict_do_update(
        index_elements=["rater_id", "comment_id"], set_={"value": statement.excluded.value}
    )
