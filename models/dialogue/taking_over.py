"""Taking over a finished discussion from another system: a closed dialogue with one phase.

Its comments are imported below it as below a case (models.importing). The dialogue says nothing of
what could be influenced or who decided: nobody here knows.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, insert, select
from sqlmodel import Session

from models import keys, text
from models.actor import SYSTEM, Source
from models.calendar import Moment, local, now
from models.dialogue.kinds import Level, PhaseKind
from models.dialogue.row import Dialogue, Leader, Phase, dialogues, phases
from models.event import EventKind, begin
from models.imported import Figures, Thing, imported
from models.numbering import next_reference
from models.routing import routed
from models.slugs import slug_of
from models.states import Kind, Publication, Status
from models.submission import stream_of, submissions


@dataclass(frozen=True)
class GivenDiscussion:
    """A discussion of a source, checked and cleaned. It was open from `opened_at` until just before
    `closed_at`; `led_by` is who answers for it here.
    """

    source: str
    id: str
    question: str
    words: str
    html: str
    subject: str
    language: str
    led_by: str
    opened_at: Moment
    closed_at: Moment
    publication: Publication
    figures: Figures
    kind: PhaseKind = PhaseKind.DISCUSS


_PHASES = (
    select(imported.c.source_id, phases.c.id)
    .join(phases, phases.c.submission_id == imported.c.submission_id)
    .where(
        imported.c.source == bindparam("of"),
        imported.c.thing == Thing.SUBMISSION,
        phases.c.kind == PhaseKind.DISCUSS,
    )
)


def take_over(session: Session, given: GivenDiscussion) -> str:
    """Bring one here, as it stood: over. Returns its reference. Raises Invalid for an unknown
    subject, IntegrityError when it is here already.
    """
    reference = next_reference(session)
    submission_id = _matter(session, given, reference)
    slug = slug_of(session, dialogues.c.slug, given.question, or_else="dialogue")
    session.add(
        Dialogue(
            submission_id=submission_id,
            slug=slug,
            level=Level.CONSULTATION,
            opens_on=local(given.opened_at).date(),
            closes_on=local(given.closed_at - 1).date(),
            updated_at=now(),
        )
    )
    session.add(Leader(submission_id=submission_id, position=0, name=given.led_by))
    session.add(
        Phase(
            submission_id=submission_id,
            position=1,
            kind=given.kind,
            opens_at=given.opened_at,
            closes_at=given.closed_at,
            # Nobody is told of what was over before it came here.
            opened_at=given.opened_at,
            closed_at=given.closed_at,
            last_days_at=given.closed_at,
        )
    )
    session.flush()
    return reference


def phases_of_source(session: Session, source: str) -> dict[str, int]:
    """The phase of each discussion of a source that is here, by its id there."""
    rows = session.execute(_PHASES, {"of": source})
    return {row.source_id: row.id for row in rows}


def _matter(session: Session, given: GivenDiscussion, reference: str) -> int:
    category_id, unit_id = routed(session, given.subject)
    written = text.write(session, title=given.question, source=given.words, html=given.html)
    submission_id: int = session.execute(
        insert(submissions)
        .values(
            reference=reference,
            kind=Kind.DIALOGUE,
            status=Status.CLOSED,
            publication=given.publication,
            text_id=written.id,
            place="",
            category_id=category_id,
            unit_id=unit_id,
            name="",
            byline="",
            show=True,
            language=given.language,
            nonce=keys.nonce(),
            source=Source.IMPORT,
            received_at=given.opened_at,
            published_at=given.opened_at,
            answer_by=local(given.closed_at).date(),
            done_at=given.closed_at,
            keep_open=False,
            comments=0,
            version=1,
        )
        .returning(submissions.c.id)
    ).scalar_one()
    row_id: int = session.execute(
        insert(imported)
        .values(
            source=given.source,
            thing=Thing.SUBMISSION,
            source_id=given.id,
            submission_id=submission_id,
            **vars(given.figures),
        )
        .returning(imported.c.id)
    ).scalar_one()
    begin(
        session,
        stream_of(reference),
        EventKind.RECEIVED,
        by=SYSTEM,
        source=Source.IMPORT,
        occurred_at=given.opened_at,
        facts={
            "kind": Kind.DIALOGUE.value,
            "to": Status.CLOSED.value,
            "shown": given.publication.value,
            "text": written.id,
            "digest": written.digest,
            "unit": unit_id,
            "imported": row_id,
        },
    )
    return submission_id
