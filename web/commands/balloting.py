"""Opening, counting and closing the votes of dialogues, at the times of their phases."""

from models.calendar import MINUTE, now
from models.database import transaction
from models.dialogue import closing


class Balloting:
    """Votes open and close in the second they should; an open one is counted once a minute, so that
    nobody can tell from the count who has just voted.
    """

    def __init__(self) -> None:
        self._minute = 0

    def go_on(self) -> bool:
        """Each vote in a transaction of its own; True when there is something to tell."""
        counts = now() // MINUTE != self._minute
        self._minute = now() // MINUTE
        with transaction(write=False) as session:
            opened, closed = closing.to_open(session), closing.to_close(session)
            counted = closing.to_count(session) if counts else []
        for poll in opened:
            with transaction() as session:
                closing.open_poll(session, poll)
        for poll in counted:
            with transaction() as session:
                closing.count_meanwhile(session, poll)
        for poll in closed:
            with transaction() as session:
                closing.close_poll(session, poll)
        return bool(opened or closed)
