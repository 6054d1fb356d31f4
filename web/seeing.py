"""Writing down who saw what, before she sees it: without a log there is no page (ASVS 16.3).
And that she was here.
"""

from contextlib import suppress
from typing import Any

from models import access_log
from models import session as sessions
from models.access_log import Seen, What
from models.calendar import now
from models.database import transaction
from models.errors import Busy
from models.session import SEEN_EVERY
from models.states import PUBLIC
from models.submission import is_author
from models.viewer import Viewer
from web.answers import Answer, Sheet, Shown
from web.visit import Visit


def stay_signed_in(viewer: Viewer) -> None:
    """Bookkeeping in its own short transaction, at most every five minutes (decisions.md)."""
    if viewer.session_id is not None and now() - viewer.last_seen_at > SEEN_EVERY:
        # Who only reads must not be turned away because others write.
        with suppress(Busy), transaction() as session:
            sessions.seen(session, viewer)


def of_case(visit: Visit, row: Any) -> Seen | None:
    """What has to be written down when somebody sees the page of this case."""
    return of_part(visit, row, What.CASE, public=row.publication in PUBLIC)


def of_part(visit: Visit, row: Any, what: What, *, public: bool) -> Seen | None:
    """The same for a part of a case that everyone may see or not.

    Staff who see what not everyone may, or what is of somebody whose identity is protected (spec
    L17). One's own case is no business of the log.
    """
    if not visit.viewer.is_staff or (public and not row.protected):
        return None
    return None if is_author(visit.viewer, row, visit.contacts) else Seen(what, row.id)


def write_down(viewer: Viewer, answer: Answer) -> None:
    """Bookkeeping in a short transaction of its own. Raises Busy: then nothing is sent."""
    if not isinstance(answer, Shown | Sheet) or not answer.seen:
        return
    looks = (answer.seen,) if isinstance(answer.seen, Seen) else answer.seen
    try:
        with transaction(write=False) as session:
            new = [one for one in looks if not access_log.has_looked(session, viewer, one)]
        # Most looks follow another of the same: they ask nothing of those who write.
        if new:
            with transaction() as session:
                for one in new:
                    access_log.look(session, viewer, one)
    except BaseException:
        if isinstance(answer, Sheet):
            answer.file.close()
        raise
