"""A decision corrected to what its approved minutes say, with every version of it kept."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Row, String, bindparam, func, select
from sqlmodel import Field, Session, SQLModel

from models import text
from models.actor import Actor
from models.calendar import Moment, now
from models.database import enum_column, id_column, moment_column, reference_column, table_of
from models.decision import Decision, decisions, latest
from models.errors import Invalid, NotAllowed
from models.event import EventKind, record
from models.states import CARRIED_OUT_AFTER, Ruling, Status
from models.submission import Submission
from models.text import Text

VERSIONS_SHOWN = 20


class DecisionVersion(SQLModel, table=True):
    """A decision as it was shown until a moment, and why it was corrected then."""

    __tablename__ = "decision_version"

    id: int | None = Field(default=None, sa_column=id_column())
    decision_id: int = Field(sa_column=reference_column("decision.id"))
    ruling: Ruling = Field(sa_column=enum_column(Ruling))
    paragraph: str = Field(sa_column=Column(String(20), nullable=False))
    summary_id: int = Field(sa_column=reference_column("text.id", index=False))
    reasons_id: int = Field(sa_column=reference_column("text.id", index=False))
    why_id: int = Field(sa_column=reference_column("text.id", index=False))
    by_id: int = Field(sa_column=reference_column("person.id", index=False))
    until: Moment = Field(sa_column=moment_column())


_texts = table_of(Text)
_versions = table_of(DecisionVersion)
_said, _why, _told = _texts.alias(), _texts.alias(), _texts.alias()
_OF_CASE = (
    select(
        _versions.c.id,
        _versions.c.decision_id,
        _versions.c.ruling,
        _versions.c.paragraph,
        _versions.c.until,
        _said.c.html.label("summary_html"),
        _why.c.html.label("reasons_html"),
        _told.c.html.label("why_html"),
    )
    .join(_said, _said.c.id == _versions.c.summary_id)
    .join(_why, _why.c.id == _versions.c.reasons_id)
    .join(_told, _told.c.id == _versions.c.why_id)
    .where(_versions.c.decision_id == bindparam("decision"))
    .order_by(_versions.c.id.desc())
    .limit(VERSIONS_SHOWN)
)


LAST_CORRECTED = (
    select(func.max(_versions.c.until))
    .where(_versions.c.decision_id == decisions.c.id)
    .correlate(decisions)
    .scalar_subquery()
)
"""Of a decision in a wider statement: when it was last corrected, or NULL."""


def versions(session: Session, decision_id: int) -> Sequence[Row[Any]]:
    """What a decision said before, the newest first, each with why it was corrected."""
    return session.execute(_OF_CASE, {"decision": decision_id}).all()


def correct(
    session: Session,
    submission: Submission,
    decision: Decision,
    *,
    by: Actor,
    ruling: Ruling,
    paragraph: str,
    summary: str,
    reasons: str,
    why: str,
) -> int:
    """Say what the approved minutes say. One event, `decision_corrected`, which is told like a
    decision; what was shown before stays to be read, with why it was corrected.

    Raises Invalid for what is missing or not changed at all, NotAllowed for a decision that another
    has followed, or for a yes that becomes a no while it is carried out.
    """
    for name, value in (
        ("paragraph", paragraph),
        ("summary", summary),
        ("reasons", reasons),
        ("why", why),
    ):
        if not value.strip():
            raise Invalid(name, "missing")
    newest = latest(session, submission.id or 0)
    if newest is None or newest.id != decision.id:
        raise NotAllowed("decided_again")
    if submission.status is not Status.DECIDED and ruling not in CARRIED_OUT_AFTER:
        raise NotAllowed("carried_out")
    paragraph = paragraph.strip().lstrip("§ ")
    was = [session.get_one(Text, one) for one in (decision.summary_id, decision.reasons_id)]
    before = (decision.ruling, decision.paragraph, *(one.source for one in was))
    if before == (ruling, paragraph, summary, reasons):
        raise Invalid("summary", "same")
    told = text.write(session, source=why)
    session.add(
        DecisionVersion(
            decision_id=decision.id or 0,
            ruling=decision.ruling,
            paragraph=decision.paragraph,
            summary_id=decision.summary_id,
            reasons_id=decision.reasons_id,
            why_id=told.id,
            by_id=by.person_id or 0,
            until=now(),
        )
    )
    said, reasoned = text.write(session, source=summary), text.write(session, source=reasons)
    facts: dict[str, str | int] = {
        "decision": decision.id or 0,
        "from_ruling": decision.ruling.value,
        "ruling": ruling.value,
        "text": told.id,
        "digest": told.digest,
        "corrected": said.id,
        "corrected_digest": said.digest,
        "reasons": reasoned.id,
        "reasons_digest": reasoned.digest,
    }
    decision.ruling, decision.paragraph = ruling, paragraph
    decision.summary_id, decision.reasons_id = said.id, reasoned.id
    submission.version += 1
    session.add_all((submission, decision))
    session.flush()
    return record(session, submission.stream, EventKind.DECISION_CORRECTED, by=by, facts=facts)
