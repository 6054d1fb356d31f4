"""Text messages that residents sent us: read by officials, by nobody else."""

from sqlmodel import Session

from models import received
from models.permissions import Action
from notifications import inbound
from tests.canary.tokens import Cage

NUMBER = "+46701740652"


def write(session: Session, cage: Cage) -> int:
    """A stranger wrote. Returns the id of what waits."""
    words = cage.plant("a text message to us", needs=(Action.TEXTS,))
    form = {"from": NUMBER, "message": words}
    inbound.text_received(session, inbound.read(inbound.inbox(), form))
    return int(received.waiting(session, 1)[0].id)
