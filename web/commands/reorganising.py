"""The clock's part of reorganisations: a batch of each at every tick, until nothing is left."""

from models.database import transaction
from models.units import ending, running


def go_on() -> bool:
    """Do the next part of each that is due, each in a transaction of its own; True when any was."""
    with transaction(write=False) as session:
        due, over = running.due(session), ending.due(session)
    for one in due:
        with transaction() as session:
            running.step(session, one)
    for one in over:
        with transaction() as session:
            ending.step(session, one)
    return bool(due or over)
