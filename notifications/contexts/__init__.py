"""What each kind of letter says: from an event to the variables its templates declare.

Everything here is the same for all who get the letter in one language, so it is read once for each
state of the case, in the transaction that decided that the letter may go.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from models.database import table_of
from models.helping import RELEASED
from models.inviting import LETTER as INVITATION
from models.joining import INVITATION as MEMBERSHIP
from models.panel.inviting import INVITATION as PANEL
from models.profile import site
from models.register.numbers import diary
from models.states import Kind
from models.submission import submissions
from models.text import Text
from notifications.contexts import dialogues, helped, news, own
from notifications.contexts.common import Context
from notifications.due import Due

__all__ = ["Context", "read"]

_texts = table_of(Text)

_CASE = (
    select(
        submissions.c.reference,
        submissions.c.kind,
        submissions.c.status,
        submissions.c.outcome,
        submissions.c.place,
        submissions.c.unit_id,
        submissions.c.category_id,
        submissions.c.answer_by,
        submissions.c.threshold,
        submissions.c.voting_until,
        submissions.c.keep_open,
        submissions.c.duplicate_of,
        _texts.c.title,
        diary.c.written,
    )
    .join(_texts, _texts.c.id == submissions.c.text_id)
    .outerjoin(diary, (diary.c.submission_id == submissions.c.id) & diary.c.ended_at.is_(None))
    .where(submissions.c.id == bindparam("submission_id"))
)


def read(session: Session, due: Due) -> Context:
    """The context of a letter but for who gets it: reasons and addresses are added for each."""
    found: Context = {"site": site(session)}
    row = due.row
    if due.collects:
        return found | {"parts": [read(session, part) for part in due.parts]}
    if row.submission_id is not None:
        case = session.execute(_CASE, {"submission_id": row.submission_id}).one()
        words = {"title": "", "place": ""}
        if due.is_public:
            # Whoever may read it may be reminded of it; of another case a mail says the number.
            words = {"title": case.title, "place": case.place}
        found |= {"reference": case.reference, **words}
        found["dialogue"] = case.kind is Kind.DIALOGUE
        found["diary"] = case.written or ""
        if row.kind in _SAID:
            found |= _SAID[row.kind](session, due, case)
        found["topic"] = ""
    elif due.is_button or row.kind in _SAID_OF_HERSELF:
        said = _SAID_OF_HERSELF.get(row.kind, own.followed)
        found |= {"reference": "", "place": "", **said(session, due)}
    elif row.kind == MEMBERSHIP:
        found |= {"reference": "", "title": "", "place": "", **helped.member(session, due)}
    elif row.kind == PANEL:
        found |= {"reference": "", "title": "", "place": "", **helped.in_panel(session, due)}
    return found | (due.work or {})


_SAID_OF_HERSELF: Mapping[str, Callable[[Session, Due], Context]] = {
    INVITATION: own.invited,
    "address_changed": own.address_changed,
    "download_ready": own.download_ready,
}
_SAID: Mapping[str, Callable[[Session, Due, Any], Context]] = {
    "confirm_contact": own.confirm_contact,
    "receipt": own.receipt,
    RELEASED: helped.released,
    "published": own.published,
    "returned": own.returned,
    "refused": own.refused,
    "new_case": news.new_case,
    "answered": news.answered,
    "decided": news.decided,
    "status_moved": news.status_moved,
    "edited": news.edited,
    "closed": news.closed,
    "delayed": news.delayed,
    "promised": news.promised,
    "reminded": news.reminded,
    "merged": news.merged,
    "reopened": news.reopened,
    "threshold_reached": news.threshold_reached,
    "dialogue_phase": dialogues.phase,
    "dialogue_moved": dialogues.moved,
    "dialogue_result": dialogues.result,
    "dialogue_action": dialogues.action,
}
