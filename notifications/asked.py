"""Supporters who are told by a letter of their own that a case was joined, or parted again: whether
her support shall move, or that it is back, stands in the same message, and one is enough.
"""

from typing import Any

from sqlalchemy import ColumnElement, or_, select, true

from models.calendar import MINUTE
from models.database import table_of
from models.merged import mergings, questions
from models.person import Contact

_contacts = table_of(Contact)
_WHEN = {"merged": mergings.c.at, "reopened": mergings.c.undone_at}
"""By the letter that she is not sent, when what it tells of was done."""


def not_asked(matter: Any) -> ColumnElement[bool]:
    """Over contact, that no such letter goes to its person (models.support_letters)."""
    when = _WHEN.get(matter.told.kind)
    if when is None:
        return true()
    theirs = (
        select(questions.c.person_id)
        .join(mergings, mergings.c.id == questions.c.merging_id)
        .where(
            mergings.c.submission_id == matter.case.id,
            when.between(matter.at - MINUTE, matter.at),
            questions.c.contact_id.is_not(None),
        )
    )
    return or_(_contacts.c.person_id.is_(None), _contacts.c.person_id.not_in(theirs))
