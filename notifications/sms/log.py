"""The SMS channel of the demo and of a dry run: nothing leaves the house."""

import logging

from notifications.letter import Accepted, Letter
from notifications.sms.segments import downgrade, segments

log = logging.getLogger(__name__)


class LogPipe:
    """Says that a message would have gone, never to whom nor with what words."""

    def send(self, letter: Letter) -> Accepted:
        size = segments(downgrade(letter.text, letter.language))
        log.info("sms not sent key=%s kind=%s parts=%d", letter.key, letter.kind, size.parts)
        return Accepted(letter.key, "dry run")

    def close(self) -> None:
        """There is nothing to close."""
