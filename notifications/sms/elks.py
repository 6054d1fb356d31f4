"""The SMS channel through 46elks (https://46elks.com/docs/send-sms; spec: NT-21)."""

import asyncio
import json
import re
from typing import TYPE_CHECKING, Any

from models.settings.providers import sms_gateway
from notifications.letter import Accepted, Letter, TryLater, Undeliverable
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


class ElksPipe:
    """One kept connection. It runs its own event loop, because only there can one limit be set on
    the whole of a request: a blocking client starts its clock anew with every packet.
    """

    def __init__(self, url: str, sender: str, max_parts: int = MAX_PARTS) -> None:
        """`url` is the setting SMS_URL, see models.settings.providers; `sender` is 3 to 11 letters
        and digits, or a number in E.164 form. ValueError for anything else.
        """
        self._gateway = sms_gateway(url)
        self._address = f"{self._gateway.base_url}/a1/sms"
        if not _SENDER.fullmatch(sender):
            raise ValueError("the sender of an SMS is 3 to 11 letters and digits, or a number")
        self.sender = sender
        """Who it comes from; may change between two messages."""
        self._max_parts = max_parts
        self._runner: asyncio.Runner | None = None
        self._client: httpx2.AsyncClient | None = None

    def send(self, letter: Letter) -> Accepted:
        form = self._form(letter)
        if self._runner is None:
            self._runner = asyncio.Runner()
        status, retry_after, body = self._runner.run(self._post(form))
        if status == 200:
            return _accepted(body)
        if status == 400:
            raise Undeliverable("http_400")
        # Anything else is about our account or their trouble, not about this reader.
        raise TryLater(f"http_{status}", retry_after)

    def close(self) -> None:
        if self._runner is not None:
            if self._client is not None:
                self._runner.run(self._client.aclose())
            self._runner.close()
            self._runner = self._client = None

    def _form(self, letter: Letter) -> dict[str, str]:
        if not _NUMBER.fullmatch(letter.address):
            raise Undeliverable("bad_number")
        text = downgrade(letter.text, letter.language)
        if not text.strip():
            raise Undeliverable("empty")
        if segments(text).parts > self._max_parts:
            raise Undeliverable("too_long")
        form = {"from": self.sender, "to": letter.address, "message": text}
        if letter.receipt_url is not None:
            form["whendelivered"] = letter.receipt_url
        if letter.confidential:
            form["dontlog"] = "message"
        return form

    async def _post(self, form: dict[str, str]) -> tuple[int, int | None, bytes]:
        """Status, seconds of Retry-After and body of the answer. Raises TryLater."""
        # The worker loads an HTTP client at its first SMS, the web process never.
        import httpx2

        if self._client is None:
            self._client = httpx2.AsyncClient(
                auth=(self._gateway.user, self._gateway.password),
                timeout=httpx2.Timeout(WHOLE_SECONDS, connect=CONNECT_SECONDS),
                # A town may reach the world through a proxy; loopback it reaches by itself.
                trust_env=self._address.startswith("https:"),
            )
        try:
            async with (
                asyncio.timeout(WHOLE_SECONDS),
                self._client.stream("POST", self._address, data=form) as answer,
            ):
                body = b""
                async for packet in answer.aiter_bytes():
                    body += packet
                    if len(body) > LONGEST_ANSWER:
                        raise TryLater("ambiguous")
                return answer.status_code, _seconds(answer.headers.get("Retry-After")), body
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
            raise TryLater("connection") from error
        except (httpx2.HTTPError, TimeoutError) as error:
            # The request had begun: it may have been taken.
            raise TryLater("ambiguous") from error


def _seconds(retry_after: str | None) -> int | None:
    if retry_after is None or not re.fullmatch(r"[0-9]{1,9}", retry_after):
        return None
    return min(int(retry_after), LONGEST_WAIT)


def _accepted(body: bytes) -> Accepted:
    try:
        told: Any = json.loads(body)
    except ValueError as error:
        raise TryLater("ambiguous") from error
    provider_ref = told.get("id") if isinstance(told, dict) else None
    if not isinstance(provider_ref, str) or not provider_ref:
        raise TryLater("ambiguous")
    if told.get("status") == "failed":
        raise Undeliverable("failed")
    cost = told.get("cost")
    return Accepted(provider_ref, f"cost {cost}" if isinstance(cost, int) else "")
