"""The SMS channel: how long a message is, through which operator it goes, what comes back."""

from notifications.letter import Pipe
from notifications.sms.elks import ElksPipe
from notifications.sms.log import LogPipe


def pipe(url: str, sender: str) -> Pipe:
    """The operator that `url` names; nothing, or `log:`, keeps every message in the house.

    Raises ValueError for an operator we do not know.
    """
    if url in {"", "log:"}:
        return LogPipe()
    return ElksPipe(url, sender)
