"""Every message that would go now, told to nobody: for a rehearsal on a copy of the town."""

from collections.abc import Callable

from models.database import transaction
from models.profile import site
from models.settings import Settings
from notifications import addressing
from notifications.letter import Accepted, Letter
from notifications.pipes import Pipes
from notifications.sending import Sender

OWNER = "rehearsal"


class _Kept(Pipes):
    """Pipes at whose other end stands whoever rehearses."""

    def __init__(self, chosen: Settings, keep: Callable[[Letter], None]) -> None:
        with transaction(write=False) as session:
            super().__init__(chosen, site(session))
        self._keep = keep

    def send(self, letter: Letter) -> Accepted:
        self._keep(letter)
        return super().send(letter)


def hear(chosen: Settings, keep: Callable[[Letter], None]) -> None:
    """Address everything that happened and hand every letter that is due to `keep`. `chosen` are
    settings by which nothing leaves: those of a demonstration.
    """
    addressing.address(OWNER)
    sender = Sender(OWNER, _Kept(chosen, keep), lambda: True)
    try:
        while sender.round():
            pass
    finally:
        sender.close()
