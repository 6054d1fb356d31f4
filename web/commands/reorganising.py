"""The clock's part of reorganisations, and of changes of who answers what: some batches of each a
tick, until nothing is left.
"""

from models.database import transaction
from models.units import ending, rerouting, running

BATCHES = 4
"""In a tick, each in a transaction of its own: whoever else writes comes in between."""


def go_on() -> bool:
    """Do the next parts of each that is due; True when any was."""
    done = False
    for _ in range(BATCHES):
        with transaction(write=False) as session:
            due, over = running.due(session), ending.due(session)
            rerouted = rerouting.due(session)
        for one in due:
            with transaction() as session:
                running.step(session, one)
        for one in over:
            with transaction() as session:
                ending.step(session, one)
        for one in rerouted:
            with transaction() as session:
                rerouting.step(session, one)
        if not (due or over or rerouted):
            return done
        done = True
    return done
