"""The scheduler's minute: senders who owe us an answer, and organisations without a way in."""

from models import coordinating, reminding
from models.database import transaction


def each_minute() -> bool:
    """Each case in its own short transaction; True when somebody is to be told of something."""
    with transaction(write=False) as session:
        waiting = reminding.due(session)
        alone = coordinating.left_alone(session)
    told = False
    for reference in waiting:
        with transaction() as session:
            told = reminding.go_on(session, reference) or told
    for reference in alone:
        with transaction() as session:
            coordinating.give_on(session, reference)
    return told
