"""Writing down in a dialogue's history that something about what was heard, or came of it, changed.

Unlike another wording of the dialogue itself this makes no open form of it stale.
"""

from sqlmodel import Session

from models.actor import Actor
from models.calendar import now
from models.dialogue.keeping import Facts, Held
from models.event import EventKind, record
from models.states import PUBLIC


def note(
    session: Session,
    held: Held,
    facts: Facts,
    *,
    by: Actor,
    kind: EventKind = EventKind.EDITED,
    public: bool = False,
) -> int:
    """One event; `public` where readers are to find it in the history, once they can read that.
    Returns its id.
    """
    held.dialogue.updated_at = now()
    session.add(held.dialogue)
    session.flush()
    public = public and held.case.publication in PUBLIC
    return record(session, held.case.stream, kind, by=by, facts=facts, public=public)
