"""Who may take part in a dialogue that is for a panel: its members, or those who were drawn.

Everyone may read it: what the municipality hears, and from how many, is nobody's secret.
"""

from sqlalchemy import bindparam, or_, select
from sqlmodel import Session

from models.database import table_of
from models.dialogue.row import dialogues
from models.errors import NotAllowed
from models.panel.row import panel_members, panel_samples
from models.person import Contact

_d, _m, _w = dialogues.c, panel_members.c, panel_samples.c
_contacts = table_of(Contact)

_PANEL = select(
    _d.panel_id,
    select(_w.drawn)
    .where(_w.submission_id == _d.submission_id, _w.panel_id == _d.panel_id)
    .order_by(_w.id.desc())
    .limit(1)
    .scalar_subquery()
    .label("drawn"),
).where(_d.submission_id == bindparam("dialogue"))
_HERS = (
    select(_m.code)
    .join(_contacts, _contacts.c.id == _m.contact_id)
    .where(
        _m.panel_id == bindparam("panel"),
        _m.accepted_at.is_not(None),
        _m.ended_at.is_(None),
        or_(_m.person_id == bindparam("person"), _m.contact_id == bindparam("contact")),
    )
)


def check(
    session: Session, submission_id: int, *, person_id: int | None, contact_id: int | None = None
) -> None:
    """Raises NotAllowed with `panel_only` for whoever is not one of those whom a dialogue is for.
    One that is for everybody lets everybody in.
    """
    row = session.execute(_PANEL, {"dialogue": submission_id}).first()
    if row is None or row.panel_id is None:
        return
    asked = {"panel": row.panel_id, "person": person_id or 0, "contact": contact_id or 0}
    code = session.execute(_HERS, asked).scalar()
    if code is None or (row.drawn is not None and code not in row.drawn.splitlines()):
        raise NotAllowed("panel_only")
