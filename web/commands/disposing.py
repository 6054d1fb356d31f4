"""The nightly disposal, a little at every tick: no vote waits for it."""

import logging
import time

from sqlalchemy.exc import DBAPIError

from models.attachment import disposal as files
from models.database import transaction
from models.errors import Busy, Refusal
from models.retention import disposing
from models.retention.rules import Rule

log = logging.getLogger(__name__)

STEP_SECONDS = 0.2
"""How long a tick disposes, or a little longer where a case has very many texts."""


def go_on() -> None:
    """Dispose of some more, until all rules are done for tonight. Whoever ends in the middle is
    followed by the next tick, in this process or another: what is done stands in the database.
    """
    period, ends = disposing.tonight(), time.monotonic() + STEP_SECONDS
    with transaction(write=False) as session:
        if disposing.is_done(session, period):
            return
        rules = disposing.left(session, period)
    for rule in rules:
        while not by(rule, period):
            if time.monotonic() > ends:
                return
        if time.monotonic() > ends:
            return
    with transaction() as session:
        first = disposing.finish(session, period)
    if first:
        forget_files()


def by(rule: Rule, period: str) -> bool:
    """Dispose of some by one rule, in a transaction of its own. True when it is done for tonight:
    also when it failed, so that the others are not kept from their work.
    """
    try:
        with transaction() as session:
            return disposing.some(session, rule, period)
    except Busy:
        return False
    except (DBAPIError, Refusal) as error:
        # Without its traceback: the words of a database may be somebody's.
        kind = type(error).__name__
        log.error("disposal by %s failed: %s", rule.what.value, kind)  # noqa: TRY400
        with transaction() as session:
            disposing.done(session, rule.what, period)
        return True


def forget_files() -> None:
    """The rows are gone for good now; their files are found with whatever else no row names."""
    for some in files.old_files():
        with transaction(write=False) as session:
            orphans = files.orphans(session, some)
        for one in orphans:
            one.path.unlink(missing_ok=True)
