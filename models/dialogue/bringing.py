"""Taking over a finished conversation from another system: a closed dialogue of statements.

Nobody here wrote its statements or answered them, so they have no name and no contact, and its
raters are no persons. It is taken once; what is refused there is not shown here.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import insert
from sqlmodel import Session

from models import keys, text
from models.actor import SYSTEM, Source
from models.calendar import Moment, local, now
from models.comment import NUMBER_WIDTH, comments
from models.dialogue.kinds import Level, PhaseKind, Section
from models.dialogue.ratings import raters, ratings
from models.dialogue.row import Dialogue, Leader, dialogues, phases
from models.errors import Invalid
from models.event import EventKind, begin, record
from models.imported import Thing, imported, known
from models.organisation import NOT_SURE, routed
from models.prose import prose
from models.slugs import slug_of
from models.states import Kind, Publication, Status
from models.submission import next_reference, stream_of, submissions


@dataclass(frozen=True)
class GivenStatement:
    """One statement of the source; `shown` unless it was refused there."""

    id: str
    words: str
    at: Moment
    shown: bool


@dataclass(frozen=True)
class GivenTalk:
    """A conversation of a source, checked and cleaned."""

    source: str
    id: str
    question: str
    background: str
    leader: str
    language: str
    statements: Sequence[GivenStatement]


@dataclass(frozen=True)
class Brought:
    """Where it stands now, and the statements by their ids at the source."""

    slug: str
    phase_id: int
    closed_at: Moment
    statements: Mapping[str, int]


def bring(session: Session, given: GivenTalk) -> Brought:
    """Take it over with its statements, as it stood: closed. Raises Invalid for `id`: taken, when
    it is here already, and for `statements`: missing.
    """
    if given.id in known(session, given.source, Thing.SUBMISSION):
        raise Invalid("id", "taken")
    if not given.statements:
        raise Invalid("statements", "missing")
    opened, closed = (choose(one.at for one in given.statements) for choose in (min, max))
    submission_id, reference = _matter(session, given, opened, closed)
    slug = _dialogue(session, given, submission_id, opened, closed)
    phase_id: int = session.execute(
        insert(phases)
        .values(
            submission_id=submission_id,
            position=1,
            kind=PhaseKind.STATEMENTS,
            title="",
            words="",
            opens_at=opened,
            closes_at=closed + 1,
            # Nobody is told of what was over before it came here.
            opened_at=opened,
            closed_at=closed + 1,
            last_days_at=closed,
            version=1,
        )
        .returning(phases.c.id)
    ).scalar_one()
    found = {
        one.id: _statement(
            session,
            one,
            number,
            submission_id=submission_id,
            reference=reference,
            phase_id=phase_id,
        )
        for number, one in enumerate(given.statements, 1)
    }
    return Brought(slug, phase_id, closed + 1, found)


def _matter(session: Session, given: GivenTalk, opened: Moment, closed: Moment) -> tuple[int, str]:
    category_id, unit_id = routed(session, NOT_SURE)
    reference = next_reference(session)
    written = text.write(session, title=given.question, source=given.background)
    row = {
        "reference": reference,
        "kind": Kind.DIALOGUE,
        "status": Status.CLOSED,
        "publication": Publication.PUBLISHED,
        "text_id": written.id,
        "place": "",
        "category_id": category_id,
        "unit_id": unit_id,
        "name": "",
        "byline": "",
        "show": True,
        "language": given.language,
        "nonce": keys.nonce(),
        "source": Source.IMPORT,
        "received_at": opened,
        "published_at": opened,
        "answer_by": _day(closed),
        "done_at": closed,
        "keep_open": False,
        "comments": len(given.statements),
        "version": 1,
    }
    submission_id: int = session.execute(
        insert(submissions).values(row).returning(submissions.c.id)
    ).scalar_one()
    noted = {"source": given.source, "thing": Thing.SUBMISSION, "source_id": given.id}
    row_id: int = session.execute(
        insert(imported).values(noted | {"submission_id": submission_id}).returning(imported.c.id)
    ).scalar_one()
    begin(
        session,
        stream_of(reference),
        EventKind.RECEIVED,
        by=SYSTEM,
        source=Source.IMPORT,
        occurred_at=opened,
        facts={
            "kind": Kind.DIALOGUE.value,
            "to": Status.CLOSED.value,
            "shown": Publication.PUBLISHED.value,
            "text": written.id,
            "digest": written.digest,
            "unit": unit_id,
            "imported": row_id,
        },
    )
    return submission_id, reference


def _dialogue(
    session: Session, given: GivenTalk, submission_id: int, opened: Moment, closed: Moment
) -> str:
    slug = slug_of(session, dialogues.c.slug, given.question, or_else="dialogue")
    session.add(
        Dialogue(
            submission_id=submission_id,
            slug=slug,
            level=Level.CONSULTATION,
            opens_on=_day(opened),
            closes_on=_day(closed),
            updated_at=now(),
        )
    )
    session.add(Leader(submission_id=submission_id, position=0, name=given.leader))
    session.flush()
    return slug


def _statement(
    session: Session,
    one: GivenStatement,
    number: int,
    *,
    submission_id: int,
    reference: str,
    phase_id: int,
) -> int:
    written = text.write(session, source=one.words, html=prose(one.words))
    publication = Publication.PUBLISHED if one.shown else Publication.REFUSED
    comment_id: int = session.execute(
        insert(comments)
        .values(
            submission_id=submission_id,
            number=number,
            path=f"{number:0{NUMBER_WIDTH}d}",
            text_id=written.id,
            publication=publication,
            section=Section.STATEMENT,
            phase_id=phase_id,
            byline="",
            official=False,
            orphan=False,
            source=Source.IMPORT,
            created_at=one.at,
            version=1,
        )
        .returning(comments.c.id)
    ).scalar_one()
    if one.shown:
        record(
            session,
            stream_of(reference),
            EventKind.COMMENT_PUBLISHED,
            by=SYSTEM,
            source=Source.IMPORT,
            occurred_at=one.at,
            facts={
                "comment": comment_id,
                "shown": publication.value,
                "text": written.id,
                "digest": written.digest,
            },
        )
    return comment_id


def answer(session: Session, brought: Brought, people: Iterable[Mapping[str, int]]) -> None:
    """Keep the answers of some of its people: for each, 1, -1 or 0 by the source's id of a
    statement. Nobody is behind them, and none counts twice.
    """
    rows = []
    for answers in people:
        rater: int = session.execute(
            insert(raters)
            .values(phase_id=brought.phase_id, changed_at=brought.closed_at, left_out=False)
            .returning(raters.c.id)
        ).scalar_one()
        rows += [
            {"rater_id": rater, "comment_id": brought.statements[key], "value": value}
            for key, value in answers.items()
        ]
    if rows:
        session.execute(insert(ratings), rows)


def _day(at: Moment) -> dt.date:
    return local(at).date()
