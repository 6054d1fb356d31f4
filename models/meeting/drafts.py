"""Drafts of decisions: kept as often as somebody saves, in whatever state they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, delete, select
from sqlmodel import Session

from models import text
from models.attachment import row as attachment
from models.attachment.row import attachments
from models.attachment.workshop import Stored
from models.database import table_of
from models.decision import decisions
from models.errors import NotAllowed, Stale
from models.meeting.row import Meeting, MeetingCase, cases_of, meeting_cases
from models.states import BEFORE_A_BOARD, PUBLIC, Ruling
from models.submission import submissions
from models.text import Text

_texts = table_of(Text)
_s, _c = submissions.c, meeting_cases.c
_title, _said, _why = _texts.alias(), _texts.alias(), _texts.alias()

NEEDED = ("ruling", "paragraph", "summary", "reasons")
"""What no decision may lack."""


@dataclass(frozen=True)
class Draft:
    """What was typed for one case. `html` of its words is made before any lock is taken."""

    case_id: int
    ruling: Ruling | None = None
    paragraph: str = ""
    summary: str = ""
    reasons: str = ""
    appealable: bool = True
    document_alt: str = ""
    document: Stored | None = None
    htmls: Mapping[str, str] | None = None


_ROWS = (
    select(
        _c.id,
        _c.submission_id,
        _c.ruling,
        _c.paragraph,
        _c.appealable,
        _c.document_id,
        _c.document_alt,
        _c.decision_id,
        _c.left_out,
        _s.reference,
        _s.status,
        _s.publication,
        _title.c.title,
        _said.c.source.label("summary"),
        _why.c.source.label("reasons"),
        attachments.c.name.label("document_name"),
        decisions.c.ruling.label("ruling_shown"),
    )
    .join(submissions, _s.id == _c.submission_id)
    .join(_title, _title.c.id == _s.text_id)
    .outerjoin(_said, _said.c.id == _c.summary_id)
    .outerjoin(_why, _why.c.id == _c.reasons_id)
    .outerjoin(attachments, attachments.c.id == _c.document_id)
    .outerjoin(decisions, decisions.c.id == _c.decision_id)
    .where(_c.meeting_id == bindparam("meeting"))
    .order_by(_c.position, _c.id)
)


def rows(session: Session, meeting_id: int) -> list[Row[Any]]:
    """The cases of a meeting in their order, with what was written of each; for officials alone."""
    return list(session.execute(_ROWS, {"meeting": meeting_id}))


def lacks(row: Any) -> list[str]:
    """What a case of a meeting lacks before its decision can be shown, in the order of the form.

    `document` comes last: a decision may do without one.
    """
    if row.decision_id is not None:
        return []
    missing = [name for name in NEEDED if not getattr(row, name)]
    if row.status not in BEFORE_A_BOARD:
        missing.insert(0, "board")
    return missing if row.document_id is not None else [*missing, "document"]


def is_begun(row: Any) -> bool:
    """Whether anything of its decision was filled in."""
    return any(getattr(row, name) for name in NEEDED) or row.document_id is not None


def is_ready(row: Any) -> bool:
    """Whether its decision can be shown as it is."""
    return row.decision_id is None and not set(lacks(row)) - {"document"}


def is_public(row: Any) -> bool:
    return row.publication in PUBLIC


def save(session: Session, meeting: Meeting, drafts: Iterable[Draft]) -> None:
    """Keep what was typed. Raises Stale when a case is no longer on the list or was decided,
    NotAllowed while the drafts wait to be shown as they are.
    """
    if meeting.show_at is not None:
        raise NotAllowed("about_to_be_shown")
    stored = {row.id: row for row in rows(session, meeting.id or 0)}
    own = {row.id: row for row in cases_of(session, meeting)}
    for draft in drafts:
        row, was = own.get(draft.case_id), stored.get(draft.case_id)
        if row is None or was is None or row.decision_id is not None:
            raise Stale
        gone = [_words(session, row, was, draft, name) for name in ("summary", "reasons")]
        row.ruling, row.paragraph = draft.ruling, draft.paragraph
        row.appealable, row.document_alt = draft.appealable, draft.document_alt
        row.left_out = ""
        if draft.document is not None:
            _replace_document(session, row, draft.document)
        session.add(row)
        session.flush()
        session.execute(delete(_texts).where(_texts.c.id.in_([one for one in gone if one])))
    meeting.change()
    session.add(meeting)
    session.flush()


def _words(session: Session, row: MeetingCase, was: Any, draft: Draft, name: str) -> int | None:
    """Write the words anew if they changed, and return the id of those that they replace."""
    said, before = getattr(draft, name), getattr(was, name) or ""
    if said == before:
        return None
    column = f"{name}_id"
    gone: int | None = getattr(row, column)
    written = None
    if said.strip():
        html = draft.htmls[name] if draft.htmls else None
        written = text.write(session, source=said, html=html).id
    setattr(row, column, written)
    return gone


def _replace_document(session: Session, row: MeetingCase, stored: Stored) -> None:
    before = row.document_id
    name = attachment.stage(session, stored)
    wanted = select(attachments.c.id).where(attachments.c.name == name)
    row.document_id = session.execute(wanted).scalar_one()
    session.add(row)
    session.flush()
    if before is not None:
        session.execute(delete(attachments).where(attachments.c.id == before))
