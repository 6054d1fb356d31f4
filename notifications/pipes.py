"""Which pipe a message goes through: the town's choice (TORGET_DELIVERY), and what it has."""

import logging

from models import demo_message
from models.database import transaction
from models.profile import Site
from models.settings import Settings
from notifications.letter import Accepted, Letter, Pipe, TryLater
from notifications.mail import MailPipe, Sender
from notifications.retries import KEPT, LOGGED
from notifications.returning import proof
from notifications.sms.book import TownBook
from notifications.sms.pipe import SmsPipe

log = logging.getLogger(__name__)


class Pipes:
    """One worker thread's pipes, by channel. None of them is shared."""

    def __init__(self, chosen: Settings, site: Site) -> None:
        self._chosen = chosen
        self._by_channel = _choose(chosen, site)

    def send(self, letter: Letter) -> Accepted:
        """Raises TryLater or Undeliverable."""
        return self._by_channel[letter.channel].send(letter)

    def speak_for(self, site: Site) -> None:
        """From the next letter on the senders bear the names of this profile."""
        for pipe in self._by_channel.values():
            if isinstance(pipe, MailPipe):
                pipe.sender = _sender(self._chosen, site)
            elif isinstance(pipe, SmsPipe):
                pipe.sender = self._chosen.sms_from or site.sms_sender

    def close(self) -> None:
        for pipe in self._by_channel.values():
            pipe.close()


def is_open(chosen: Settings) -> bool:
    """Whether anything may leave now. `hold` keeps every message until somebody says `send`."""
    return chosen.delivery != "hold" or chosen.demo


def _choose(chosen: Settings, site: Site) -> dict[str, Pipe]:
    if chosen.demo:
        return dict.fromkeys(("email", "sms"), KeptPipe())
    if chosen.delivery == "log":
        return dict.fromkeys(("email", "sms"), LogPipe())
    named = chosen.sms_from or site.sms_sender
    texts: Pipe = NoPipe("no_gateway")
    if chosen.sms_url:
        texts = SmsPipe(chosen.sms_url, named, TownBook(chosen.sms_url))
    return {"email": MailPipe(chosen.smtp_url, _sender(chosen, site)), "sms": texts}


def _sender(chosen: Settings, site: Site) -> Sender:
    """The name is the town's, the address the operator's."""
    return Sender(site.mail_sender, chosen.mail_from, proof)


class KeptPipe:
    """Demo mode, whatever else is set, for its pages say that nothing is sent for real: every
    message is kept, to be read on /demo/outbox.
    """

    def send(self, letter: Letter) -> Accepted:
        with transaction() as session:
            demo_message.keep(
                session,
                letter.key,
                channel=letter.channel,
                address=letter.address,
                subject=letter.subject,
                text=letter.text,
            )
        return Accepted(letter.key, KEPT)

    def close(self) -> None:
        """There is nothing to close."""


class LogPipe:
    """Says that a message was due, never to whom nor with what words."""

    def send(self, letter: Letter) -> Accepted:
        log.info("not sent key=%s channel=%s kind=%s", letter.key, letter.channel, letter.kind)
        return Accepted(letter.key, LOGGED)

    def close(self) -> None:
        """There is nothing to close."""


class NoPipe:
    """A channel that is not set up (yet): its messages wait as for a pipe that is down."""

    def __init__(self, code: str) -> None:
        self._code = code

    def send(self, letter: Letter) -> Accepted:
        raise TryLater(self._code)

    def close(self) -> None:
        """There is nothing to close."""
