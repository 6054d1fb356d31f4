"""The SMS channel: from a letter to an operator's yes, through one of the town's operators."""

import asyncio
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from models.settings.providers import SmsGateway, sms_gateways
from notifications.letter import Accepted, Letter, TryLater, Undeliverable
from notifications.sms.operator import Answer, Text
from notifications.sms.operators import OPERATORS
from notifications.sms.segments import downgrade, segments

if TYPE_CHECKING:
    import httpx2

WHOLE_SECONDS = 10.0
"""For everything from the first packet to the last byte of the answer (NT-7)."""

CONNECT_SECONDS = 4.0
"""Twice this, for TCP and then TLS, is less than the whole: whatever is late later was sent."""

LONGEST_ANSWER = 64 * 1024
LONGEST_WAIT = 3600
"""We ask again after an hour, whatever Retry-After says."""

MAX_PARTS = 3

_SENDER = re.compile(r"[A-Za-z][A-Za-z0-9]{2,10}|\+[1-9][0-9]{6,14}")
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")


class Book(Protocol):
    """What is known beside this thread: what the day may still cost, and how operators fare."""

    def reserve(self, parts: int, *, code: bool) -> Sequence[str]:
        """The operators to ask, in this order, for a message of so many parts. Raises NotNow."""

    def taken(self, operator: str) -> None:
        """An operator took it, or may have taken it."""

    def failed(self, operator: str) -> None:
        """An operator did not take it, and the fault was its own."""

    def give_back(self, parts: int, *, code: bool) -> None:
        """Nobody took it: it cost nothing."""


class NoBook:
    """Every operator in the order of the setting, and nothing written down."""

    def __init__(self, operators: Sequence[str]) -> None:
        self._operators = operators

    def reserve(self, parts: int, *, code: bool) -> Sequence[str]:
        return self._operators

    def taken(self, operator: str) -> None:
        """Nobody counts."""

    def failed(self, operator: str) -> None:
        """Nobody counts."""

    def give_back(self, parts: int, *, code: bool) -> None:
        """Nobody counts."""


class SmsPipe:
    """One kept connection to each operator. It runs its own event loop, because only there can one
    limit be set on the whole of a request: a blocking client starts its clock with every packet.
    """

    def __init__(
        self, urls: str, sender: str, book: Book | None = None, max_parts: int = MAX_PARTS
    ) -> None:
        """`urls` is the setting SMS_URL, see models.settings.providers; `sender` is 3 to 11 letters
        and digits, or a number in E.164 form. ValueError for anything else.
        """
        self._gateways = {found.operator: found for found in sms_gateways(urls)}
        if not _SENDER.fullmatch(sender):
            raise ValueError("the sender of an SMS is 3 to 11 letters and digits, or a number")
        self.sender = sender
        """Who it comes from, where an operator has no number of its own; may change meanwhile."""
        self._book = book or NoBook(tuple(self._gateways))
        self._max_parts = max_parts
        self._runner: asyncio.Runner | None = None
        self._clients: dict[str, httpx2.AsyncClient] = {}

    def send(self, letter: Letter) -> Accepted:
        """Raises NotNow, TryLater or Undeliverable. Where one operator surely did not take it the
        next is asked; where one may have taken it, nobody else is (NT-6).
        """
        message, parts = self._checked(letter)
        order = self._book.reserve(parts, code=letter.confidential)
        refusal = TryLater("no_gateway")
        for name in order:
            try:
                accepted = self._ask(name, letter, message)
            except TryLater as error:
                refusal = error
                self._book.failed(name)
                if error.code == "ambiguous":
                    raise
            except Undeliverable:
                self._book.give_back(parts, code=letter.confidential)
                raise
            else:
                self._book.taken(name)
                return accepted
        self._book.give_back(parts, code=letter.confidential)
        raise refusal

    def close(self) -> None:
        if self._runner is not None:
            for client in self._clients.values():
                self._runner.run(client.aclose())
            self._runner.close()
            self._runner, self._clients = None, {}

    def _checked(self, letter: Letter) -> tuple[str, int]:
        """The words as they go, and how many parts they take."""
        if not _NUMBER.fullmatch(letter.address):
            raise Undeliverable("bad_number")
        message = downgrade(letter.text, letter.language)
        if not message.strip():
            raise Undeliverable("empty")
        parts = segments(message).parts
        if parts > self._max_parts:
            raise Undeliverable("too_long")
        return message, parts

    def _ask(self, name: str, letter: Letter, message: str) -> Accepted:
        gateway, operator = self._gateways[name], OPERATORS[name]
        text = Text(
            gateway.sender or letter.sender or self.sender,
            letter.address,
            message,
            letter.receipt_urls.get(name),
            letter.confidential,
        )
        path, form = operator.request(gateway, text)
        if self._runner is None:
            self._runner = asyncio.Runner()
        return operator.accepted(self._runner.run(self._post(gateway, path, form)))

    async def _post(self, gateway: SmsGateway, path: str, form: dict[str, str]) -> Answer:
        """Raises TryLater when there is no whole answer in time."""
        # The worker loads an HTTP client at its first SMS, the web process never.
        import httpx2

        client = self._clients.get(gateway.operator)
        if client is None:
            client = self._clients[gateway.operator] = httpx2.AsyncClient(
                auth=(gateway.user, gateway.password),
                timeout=httpx2.Timeout(WHOLE_SECONDS, connect=CONNECT_SECONDS),
                # A town may reach the world through a proxy; loopback it reaches by itself.
                trust_env=gateway.base_url.startswith("https:"),
            )
        try:
            async with (
                asyncio.timeout(WHOLE_SECONDS),
                client.stream("POST", f"{gateway.base_url}{path}", data=form) as answer,
            ):
                body = b""
                async for packet in answer.aiter_bytes():
                    body += packet
                    if len(body) > LONGEST_ANSWER:
                        raise TryLater("ambiguous")
                wait = _seconds(answer.headers.get("Retry-After"))
                return Answer(answer.status_code, body, wait)
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
            raise TryLater("connection") from error
        except (httpx2.HTTPError, TimeoutError) as error:
            # The request had begun: it may have been taken.
            raise TryLater("ambiguous") from error


def _seconds(retry_after: str | None) -> int | None:
    if retry_after is None or not re.fullmatch(r"[0-9]{1,9}", retry_after):
        return None
    return min(int(retry_after), LONGEST_WAIT)
