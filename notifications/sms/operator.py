"""What differs from one SMS operator to the next: all that a new one brings, in one small module.

Add an operator by copying elks.py; then name it in operators.py and in models.settings.providers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from models.calendar import Moment
from models.delivery import DeliveryState
from models.settings.providers import SmsGateway
from notifications.letter import Accepted


class Forged(Exception):
    """Whoever called cannot prove to be the operator."""


class BadReceipt(ValueError):
    """Not a receipt. The message is the name of the field that is wrong."""


@dataclass(frozen=True)
class Text:
    """One text message, checked, in the letters that it is sent in."""

    sender: str
    """Three to eleven letters and digits, or a number in E.164 form."""
    to: str
    message: str
    receipt_url: str | None = None
    confidential: bool = False
    """Carries a code: the operator is asked not to keep it, where it can be asked."""


@dataclass(frozen=True)
class Answer:
    """What an operator said to a message, whole and in time."""

    status: int
    body: bytes
    retry_after: int | None = None
    """Seconds it asked us to wait."""


@dataclass(frozen=True)
class Called:
    """What was posted to us in an operator's name: to which address, with what signature."""

    url: str
    form: Mapping[str, str]
    signature: str = ""


@dataclass(frozen=True)
class Receipt:
    """What became of one message."""

    provider_ref: str
    state: DeliveryState
    code: str = ""
    """Why it did not arrive, in the operator's own words or number."""
    delivered_at: Moment | None = None
    """When the phone had it, if the operator said."""


@dataclass(frozen=True)
class Received:
    """A text message that somebody sent to us."""

    number: str
    text: str


class Operator(Protocol):
    """One operator's protocol. Nothing here opens a connection or knows the database."""

    silence: tuple[str, str]
    """What sends nothing back to whoever wrote to us: a body and its media type."""

    def request(self, gateway: SmsGateway, text: Text) -> tuple[str, dict[str, str]]:
        """The path below the gateway and the form that posts a text."""

    def accepted(self, answer: Answer) -> Accepted:
        """How an answer is read. Raises TryLater or Undeliverable."""

    def receipt(self, called: Called, gateway: SmsGateway | None) -> Receipt:
        """A receipt, proved and read. Raises Forged or BadReceipt.

        That the secret part of the address was right is proved already; `gateway` is None when the
        town does not use the operator any more.
        """

    def received(self, called: Called, gateway: SmsGateway | None) -> Received:
        """A text message to us, proved and read. Raises Forged."""
