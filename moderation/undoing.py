"""Taking one's own verdict back at once: a slip of the finger, not a new judgement (pages.md).

Within two minutes (a setting) it is as if the verdict had not been: no letter has gone (those of
verdicts wait for as long), the register does not know it, and nobody is told of either.
"""

from sqlmodel import Session

from models.actor import Actor
from models.before_verdict import BeforeVerdict
from models.calendar import now
from models.errors import NotAllowed, NotFound
from models.event import EventKind
from models.restoring import put_back
from models.verdict import Verdict, undo_lasts


def undo(session: Session, verdict_id: int, *, by: Actor) -> None:
    """Take back a verdict; pressed twice it is one undoing.

    Every judgement can be: also a publication, which no other step turns into waiting again.
    Raises NotFound for whoever did not give it herself, NotAllowed with `undo_over` when
    it is too late, Stale when somebody has changed, judged or reported the text meanwhile.
    """
    verdict = session.get(Verdict, verdict_id)
    if verdict is None or by.person_id is None or verdict.by_id != by.person_id:
        raise NotFound(str(verdict_id))
    before = session.get(BeforeVerdict, verdict_id, populate_existing=True)
    if before is not None and before.undone_at is not None:
        return
    if now() >= verdict.at + undo_lasts():
        raise NotAllowed("undo_over")
    put_back(session, verdict, by=by, kind=EventKind.VERDICT_GIVEN, facts={"undone": verdict_id})
