"""One message to one address, and how a pipe answers: all that every channel has in common.

Add a channel by copying the nearest one: a class with `send(letter)` and `close()`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from models.calendar import Moment

Channel = Literal["email", "sms"]


def key_of(channel: str, address: str, message_key: str) -> str:
    """The name of one message among all, from what makes it the only one (decisions.md, Outbox)."""
    return hashlib.sha256(f"{channel}\0{address}\0{message_key}".encode()).hexdigest()[:32]


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Everything a pipe needs. Equal letters make equal messages, at every try."""

    channel: Channel
    address: str
    """An e-mail address, or a mobile number in E.164 form."""
    kind: str
    """The template family, such as `answered`."""
    message_key: str
    """Names the message among all of this address and channel (decisions.md, Outbox)."""
    written_at: int
    """When the letter was written, in microseconds since the epoch, UTC: the mail's Date."""
    language: str
    text: str
    delivery_id: int = 0
    """By which a bounce names it; 0 for a letter that is no delivery."""
    subject: str = ""
    html: str = ""
    reference: str = ""
    """The case, as `2026-00123`; empty when the letter is about none."""
    list_id: str = "service"
    """The topic, as the left part of List-Id (RFC 2919)."""
    thread_root: str | None = None
    """The left part of the message id which all letters about one case answer to."""
    sender: str = ""
    """Who it comes from; the town where it is ''."""
    reply_to: str | None = None
    """Only where a reply is read."""
    unsubscribe_url: str | None = None
    """One-click address (RFC 8058), for subscriptions only."""
    receipt_urls: Mapping[str, str] = field(default_factory=dict)
    """Where each SMS operator reports the delivery, its HMAC included, by the operator's name."""
    bulk: bool = False
    """A digest or one of many equal letters."""
    auto_reply: bool = False
    """An acknowledgement of something the person just sent us (RFC 3834)."""
    confidential: bool = False
    """Carries a code: the operator is asked not to keep the text."""

    @property
    def key(self) -> str:
        """Names this delivery: 32 hexadecimal digits, the same at every try."""
        return key_of(self.channel, self.address, self.message_key)


@dataclass(frozen=True)
class Accepted:
    """The next hop took the message over."""

    provider_ref: str
    """The provider's own name of the message, by which receipts come back."""
    note: str = ""
    """What else it said, for the attempt's row: printable ASCII, at most 100 characters."""


class TryLater(Exception):
    """Not now; perhaps later. `ambiguous` means that the message may have been taken after all."""

    def __init__(self, code: str, retry_after: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after
        """Seconds the provider asked us to wait."""


class NotNow(Exception):
    """Nothing is wrong: it goes at the moment `until`. Neither a try nor a failure."""

    def __init__(self, until: Moment) -> None:
        super().__init__(str(until))
        self.until = until


STOPPED = "stopped"
"""The code of a refusal by which the reader herself told the operator to stop."""


class Undeliverable(Exception):
    """Never: the same message to the same address will not be taken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Pipe(Protocol):
    """One channel to the outside. Not thread-safe: each worker thread has its own."""

    def send(self, letter: Letter) -> Accepted:
        """Hand one letter to the next hop. Raises NotNow, TryLater or Undeliverable, no other."""

    def close(self) -> None:
        """Let go of connections; the pipe may be used again afterwards."""
