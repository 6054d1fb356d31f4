"""`scheduler`: the clock's own work, under a lease, so that two of them do everything once."""

import logging
import os
import signal
import threading
import time
import uuid
from contextlib import suppress

import click
from sqlalchemy.exc import DBAPIError

from models import ageing, job, keeping, provided_roles, sms_routes, tally
from models.calendar import DAY, MINUTE, Moment, now
from models.database import transaction
from models.desk import entry, presence
from models.dialogue import helpful, opening
from models.errors import Busy, Invalid, NotAllowed
from models.meeting import showing
from models.search import index
from models.settings import settings
from moderation import clock, covering, sorting
from notifications import staff, tasks
from web.commands import disposing, following, lines, reorganising
from web.commands.balloting import Balloting
from web.commands.counting import Counting
from web.commands.figuring import Figuring
from web.commands.opening import open_town
from web.commands.promising import Promising
from web.commands.weighing import Weighing

log = logging.getLogger(__name__)

TICK_SECONDS = 1.0

_balloting = Balloting()
_counting = Counting()
_figuring = Figuring()
_promising = Promising()
_weighing = Weighing()


def tick(owner: str, since: Moment = 0) -> bool:
    """One second's work: tallies, thresholds, ended periods. False while another one does it.

    `since` is when this was last done: 0 after a start, so that no vote cast meanwhile is missed.
    """
    with transaction() as session:
        if not job.hold(session, owner):
            return False
    with transaction(write=False) as session:
        changed, ended = tally.changed_lately(session, since=since), tally.ended(session)
        marked = helpful.changed_lately(session, since=since)
    # Each proposal in its own short transaction: nobody waits for somebody else's proposal.
    for reference in changed:
        with transaction() as session:
            tally.recount(session, reference)
    for reference in ended:
        with transaction() as session:
            tally.end_voting(session, reference)
    for reference, numbers in marked:
        with transaction() as session:
            helpful.recount(session, reference, numbers)
    shown = _show_decisions()
    rung = _ring_dialogues()
    balloted = _balloting.go_on()
    reorganised = reorganising.go_on()
    sorting.go_on()
    covering.go_on()
    aged = _each_minute()
    missed = _promising.go_on()
    if _each_night():
        _counting.begin()
        _promising.begin()
    _counting.go_on()
    _weighing.go_on()
    _figuring.go_on()
    disposing.go_on()
    if changed or ended or shown or rung or balloted or reorganised or aged or missed:
        tasks.nudge()
    return True


def _show_decisions() -> bool:
    """What meetings decided and is to be shown now: each case by itself, so that one that can no
    longer be decided keeps none of the others back.
    """
    with transaction(write=False) as session:
        due = {meeting: showing.waiting(session, meeting) for meeting in showing.due(session)}
    for meeting, cases in due.items():
        for case in cases:
            try:
                with transaction() as session:
                    showing.show(session, meeting, case)
            except (Invalid, NotAllowed) as why:
                with transaction() as session:
                    showing.leave_out(session, meeting, case, why)
        with transaction() as session:
            showing.finish(session, meeting)
    return bool(due)


def _ring_dialogues() -> bool:
    """Phases of dialogues open and close: each dialogue by itself."""
    with transaction(write=False) as session:
        due = opening.due(session)
    for reference in due:
        with transaction() as session:
            opening.ring(session, reference)
    return bool(due)


def _each_minute() -> bool:
    """What is done once a minute, on whatever process comes first; True when there is
    something to tell.
    """
    period = str(now() // MINUTE)
    with transaction() as session:
        if not job.first_time(session, "minute", period):
            return False
        job.forget(session, now() - 2 * DAY)
        presence.forget(session)
        sms_routes.forget(session, now() - DAY)
        provided_roles.end_of_others(session, [one.name for one in settings().providers])
    _promising.look()
    with transaction(write=False) as session:
        rested = ageing.rested(session)
        counted = keeping.count(session)
    with transaction() as session:
        keeping.note(session, counted)
    for reference in rested:
        with transaction() as session:
            ageing.end_rested(session, reference)
    judged = clock.each_minute()
    reminded = following.each_minute()
    told = staff.each_minute()
    return told or judged or reminded or bool(rested)


def _each_night() -> bool:
    """What reads much and hurries nobody. True when it was done now."""
    with transaction() as session:
        if not job.first_time(session, "night", str(now() // DAY)):
            return False
        index.mend(session)
        entry.mend(session)
        index.tidy(session)
    return True


def run(stop: threading.Event) -> None:
    """Tick until told to stop. A database that is away for a while does not end it."""
    owner = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
    since: Moment = 0
    while not stop.is_set():
        began, at = time.monotonic(), now()
        try:
            if tick(owner, since):
                since = at
        except (Busy, DBAPIError) as error:
            log.warning("a tick failed: %s", type(error).__name__)
        stop.wait(max(0.05, TICK_SECONDS - (time.monotonic() - began)))
    with suppress(Busy, DBAPIError), transaction() as session:
        job.release(session, owner)


@click.command()
def scheduler() -> None:
    """Count votes, cross thresholds, end periods: every second."""
    lines.begin("scheduler")
    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    open_town()
    run(stop)
