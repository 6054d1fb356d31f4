"""What people say on the spot, by the short form: without a name, an address or an account.

It is read before it is shown like everything residents write, and stands in no thread.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select
from sqlmodel import Session

from models import form_key, review
from models.actor import STRANGER
from models.comment import comment, comments
from models.database import table_of
from models.dialogue.kinds import ALLOWED, Act, Section
from models.dialogue.row import phases
from models.states import PUBLIC
from models.text import Text

LONGEST = 2000
PAGE = 50
KINDS = frozenset(kind for kind, acts in ALLOWED.items() if Act.VOICE in acts)
"""Kinds of phases in which the form is open."""
NEWEST = 2**31 - 1
"""A number after every voice."""

_c, _texts = comments.c, table_of(Text)


def _said(*columns: Any) -> Select[Any]:
    # By its phases: they have an index, so a long discussion beside it is not read through.
    ours = select(phases.c.id).where(phases.c.submission_id == bindparam("dialogue"))
    return select(*columns).where(
        _c.phase_id.in_(ours), _c.section == Section.VOICE, _c.publication.in_(PUBLIC)
    )


_LISTED = (
    _said(_c.number, _c.created_at, _texts.c.html)
    .join(_texts, _texts.c.id == _c.text_id)
    .where(_c.number < bindparam("before"))
    .order_by(_c.number.desc())
    .limit(bindparam("most"))
)
_COUNT = _said(func.count())


def say(session: Session, reference: str, source: str, html: str, *, form: str) -> int:
    """What somebody says while a phase is open that lets her, once however often the form comes.
    It goes straight to review. Returns the id of the comment.

    She is nobody, also where she is signed in: the telephone may be ours, and the next person uses
    it too. Raises what models.comment.comment raises, and NotAllowed when the form was used for
    other words.
    """
    contents = form_key.digest({"of": reference, "voice": source})
    earlier = form_key.earlier(session, form, contents)
    if earlier is not None:
        return int(earlier)
    made = comment(
        session,
        reference,
        by=STRANGER,
        source=source,
        html=html,
        contact_id=None,
        confirmed=True,
        section=Section.VOICE,
    )
    form_key.remember(session, form, contents, str(made.id))
    review.enqueue(session, comment_id=made.id, text_id=made.text_id)
    return made.id or 0


def listed(session: Session, submission_id: int, *, before: int = NEWEST) -> Sequence[Row[Any]]:
    """Those that everyone may read, newest first, and one row more than a page where there are
    more: number, created_at, html.
    """
    asked = {"dialogue": submission_id, "before": before, "most": PAGE + 1}
    return session.execute(_LISTED, asked).all()


def count(session: Session, submission_id: int) -> int:
    """How many there are that everyone may read."""
    number: int = session.execute(_COUNT, {"dialogue": submission_id}).scalar_one()
    return number
