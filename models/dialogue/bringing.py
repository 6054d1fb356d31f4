"""Taking over a finished conversation of statements from another system: a closed dialogue.

Nobody here wrote its statements or answered them, so they have no name and no contact, and its
raters are no persons. What was refused there is not shown here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select
from sqlmodel import Session

from models.calendar import Moment
from models.dialogue.kinds import PhaseKind, Section
from models.dialogue.ratings import raters, ratings
from models.dialogue.row import dialogues, phases
from models.dialogue.taking_over import GivenDiscussion, take_over
from models.errors import Invalid
from models.imported import Figures, GivenComment, Thing, imported, known
from models.importing import import_comment
from models.organisation import NOT_SURE
from models.prose import prose
from models.states import Publication
from models.submission import submissions

NO_FIGURES = Figures()
_i = imported.c
_WHERE = (
    select(dialogues.c.slug, phases.c.id, phases.c.closes_at, submissions.c.id.label("matter"))
    .join(submissions, submissions.c.id == dialogues.c.submission_id)
    .join(phases, phases.c.submission_id == submissions.c.id)
    .where(submissions.c.reference == bindparam("case"))
)
_STATEMENTS = select(_i.source_id, _i.comment_id).where(
    _i.submission_id == bindparam("matter"), _i.thing == Thing.COMMENT
)


@dataclass(frozen=True)
class GivenStatement:
    """One statement of the source; `shown` unless it was refused there."""

    id: str
    words: str
    at: Moment
    shown: bool


@dataclass(frozen=True)
class GivenTalk:
    """A conversation of a source, checked and cleaned. `led_by` is who answers for it here."""

    source: str
    id: str
    question: str
    background: str
    led_by: str
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
    written_at = [one.at for one in given.statements]
    discussion = GivenDiscussion(
        given.source,
        given.id,
        given.question,
        given.background,
        prose(given.background),
        NOT_SURE,
        given.language,
        given.led_by,
        min(written_at),
        # Until when it was answered the files do not say.
        max(written_at) + 1,
        Publication.PUBLISHED,
        NO_FIGURES,
        PhaseKind.STATEMENTS,
    )
    reference = take_over(session, discussion)
    here = session.execute(_WHERE, {"case": reference}).one()
    for one in given.statements:
        statement = GivenComment(
            given.source,
            f"{given.id}/{one.id}",
            given.id,
            None,
            one.words,
            prose(one.words),
            Publication.PUBLISHED if one.shown else Publication.REFUSED,
            one.at,
            NO_FIGURES,
        )
        import_comment(session, statement, phase_id=here.id, section=Section.STATEMENT)
    rows = session.execute(_STATEMENTS, {"matter": here.matter})
    found = {row.source_id.rpartition("/")[2]: row.comment_id for row in rows}
    return Brought(here.slug, here.id, here.closes_at, found)


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
