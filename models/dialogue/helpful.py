"""Helpful marks: a resident says that somebody else's comment or idea is a good point.

One for each person and comment, which she may take back while the phase is open. Who marked what is
told to nobody else: no event says it, and the count alone is shown, as of the last tick.
"""

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    bindparam,
    exists,
    func,
    literal,
    select,
    update,
)
from sqlmodel import Field, Session, SQLModel

from models import eligibility, sanctions
from models.calendar import SECOND, Moment, now
from models.comment import comments
from models.database import Id, is_postgres, lock_rows, moment_column, table_of, upsert
from models.dialogue import phases
from models.dialogue.kinds import Act, Section
from models.errors import Invalid, NotAllowed, NotFound
from models.event import touch
from models.imported import imported
from models.panel import taking_part
from models.person import Contact, Person
from models.profile import Participation
from models.states import PUBLIC, Kind
from models.submission import stream_of, submissions

RECOUNT_WINDOW = 10 * SECOND
"""How far back the tick looks, for marks whose transactions were long (as models.tally)."""
MARKED = frozenset({Section.TALK, Section.IDEA})


class Helpful(SQLModel, table=True):
    """That somebody found a comment helpful, or took it back; `at` is when she last said so, or
    when it had to be counted again.
    """

    comment_id: int = Field(
        sa_column=Column(Id, ForeignKey("comment.id"), primary_key=True, autoincrement=False)
    )
    person_id: int = Field(
        sa_column=Column(
            Id, ForeignKey("person.id"), primary_key=True, autoincrement=False, index=True
        )
    )
    at: Moment = Field(sa_column=moment_column(index=True))
    stands: bool = Field(sa_column=Column(Boolean, nullable=False))


helpful = table_of(Helpful)
_people, _contacts = table_of(Person), table_of(Contact)
_c, _h, _s = comments.c, helpful.c, submissions.c

_PERSON = bindparam("person", type_=Id)
_MARKED = (
    select(
        _c.id,
        _c.submission_id,
        _c.phase_id,
        exists()
        .where(_contacts.c.id == _c.contact_id, _contacts.c.person_id == _PERSON)
        .label("own"),
        select(_people.c.suspended)
        .where(_people.c.id == _PERSON)
        .scalar_subquery()
        .label("suspended"),
        sanctions.suspends(_PERSON, bindparam("at")).label("paused"),
    )
    .join(submissions, _s.id == _c.submission_id)
    .where(
        _s.id == bindparam("dialogue"),
        _s.kind == Kind.DIALOGUE,
        _s.publication.in_(PUBLIC),
        _c.number == bindparam("number"),
        _c.section.in_(sorted(MARKED)),
        _c.publication.in_(PUBLIC),
    )
)
_GIVEN = (
    select(_c.number)
    .join(helpful, _h.comment_id == _c.id)
    .where(
        _h.person_id == _PERSON,
        _h.stands.is_(True),
        _c.submission_id == bindparam("dialogue"),
    )
)
_CHANGED = (
    select(_s.reference, _h.comment_id)
    .join(comments, _c.id == _h.comment_id)
    .join(submissions, _s.id == _c.submission_id)
    .where(_h.at > bindparam("since"))
    .distinct()
    .order_by(_s.reference, _h.comment_id)
)
_COUNT = (
    select(func.count())
    .select_from(helpful)
    .join(_people, _people.c.id == _h.person_id)
    .where(_h.comment_id == _c.id, _h.stands.is_(True), _people.c.suspended.is_(False))
    .correlate(comments)
    .scalar_subquery()
)
_BROUGHT = (
    select(imported.c.supports)
    .where(imported.c.comment_id == _c.id)
    .correlate(comments)
    .scalar_subquery()
)
_COUNTS = select(
    _c.id, _c.helpful.label("known"), (_COUNT + func.coalesce(_BROUGHT, literal(0))).label("found")
).where(_c.id.in_(bindparam("comments", expanding=True)))
_NOTE = update(comments).where(_c.id == bindparam("comment")).values(helpful=bindparam("found"))


@cache
def _marking(_postgres: bool) -> Any:
    statement = upsert(helpful)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["comment_id", "person_id"],
        set_={"stands": new.stands, "at": new.at},
        where=_h.stands != new.stands,
    )


def mark(
    session: Session,
    dialogue_id: int,
    number: int,
    person_id: int,
    *,
    stands: bool,
    rules: Participation | None = None,
) -> None:
    """Count this person's mark once, however often she presses, or take it back.

    Raises NotFound for a comment that is not public, NotAllowed with `phase_closed` outside of the
    phase it was written in, `own_comment` for her own, `suspended`, and with `needs_...` for
    whoever may not support here (models.eligibility); Paused when she may not take part for a time.
    """
    at = now()
    asked = {"dialogue": dialogue_id, "number": number, "person": person_id, "at": at}
    row = session.execute(_MARKED, asked).first()
    if row is None:
        raise NotFound(str(number))
    phases.check(session, row.submission_id, Act.HELPFUL, phase_id=row.phase_id, at=at)
    if row.suspended:
        raise NotAllowed("suspended")
    if row.paused:
        sanctions.check(session, person_id)
    if row.own:
        raise NotAllowed("own_comment")
    taking_part.check(session, row.submission_id, person_id=person_id)
    try:
        eligibility.check(session, eligibility.Act.SUPPORT, person_id, rules=rules)
    except Invalid as lacking:
        # One button has no field that could be mended.
        raise NotAllowed(f"needs_{lacking.field}_{lacking.code}", **lacking.values) from None
    said = {"comment_id": row.id, "person_id": person_id, "at": at, "stands": stands}
    session.execute(_marking(is_postgres()), said)


def given(session: Session, dialogue_id: int, person_id: int) -> frozenset[int]:
    """The numbers of the comments of a dialogue that she marks as helpful."""
    asked = {"dialogue": dialogue_id, "person": person_id}
    return frozenset(session.scalars(_GIVEN, asked))


def count_again(session: Session, person_id: int) -> None:
    """Let the tick count what she marked: a suspension began or ended, and while it lasts her marks
    count for nothing.
    """
    session.execute(update(helpful).where(_h.person_id == person_id).values(at=now()))


def changed_lately(session: Session, *, since: Moment | None = None) -> list[tuple[str, list[int]]]:
    """References of dialogues with the ids of comments whose marks changed: the tick's work. As
    models.tally.changed_lately.
    """
    horizon = min(now() if since is None else since, now()) - RECOUNT_WINDOW
    rows = session.execute(_CHANGED, {"since": horizon})
    return [
        (reference, [row.comment_id for row in group])
        for reference, group in groupby(rows, key=lambda row: row.reference)
    ]


def recount(session: Session, reference: str, ids: Sequence[int]) -> bool:
    """Make the counts of these comments equal their marks; True when one of them changed.

    What an imported one was given at its source stays in its count: nobody here is behind it.
    """
    # The dialogue first and then its stream, as every verb.
    session.execute(lock_rows(select(_s.id).where(_s.reference == reference))).one()
    changed = [
        {"comment": row.id, "found": row.found}
        for row in session.execute(_COUNTS, {"comments": ids})
        if row.found != row.known
    ]
    if not changed:
        return False
    session.connection().execute(_NOTE, changed)
    touch(session, stream_of(reference))
    return True
