"""A real SMTP server on loopback that keeps what it gets and can be told to misbehave."""

import asyncio
import ssl
import threading
from collections import Counter
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult

from tests import letter_check
from tests.kept import LOOPBACK, Kept, Script


@dataclass(frozen=True)
class Mail:
    """One message as it came over the wire; `peer` tells connections apart."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    peer: int


class MailSink(Script):
    """SMTP on loopback. An answer is `step:what`, the step either rcpt or data.

    What: a reply line such as `451 4.7.1 later`; `hang` (says nothing more); `drip` (250, a byte
    now and then); `drop` (hangs up, nothing kept); `keep drop` (keeps the message, hangs up before
    250); `250 drop` (says 250, then hangs up); `wait 0.5` (then goes on).
    """

    def __init__(
        self,
        port: int = 0,
        folder: Path | None = None,
        *,
        login: tuple[str, str] | None = None,
        tls: ssl.SSLContext | None = None,
        starttls: ssl.SSLContext | None = None,
        per_connection: int | None = None,
    ) -> None:
        super().__init__("data:250 2.0.0 kept")
        self.port = port
        self.signed_in = 0
        self._kept: Kept[Mail] = Kept(folder, ".eml")
        self._login = login
        self._tls = tls
        self._starttls = starttls
        self._per_connection = per_connection
        self._taken: Counter[tuple[str, int]] = Counter()
        self._listening: Future[int] = Future()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    @property
    def url(self) -> str:
        return f"{'smtps' if self._tls else 'smtp'}://{LOOPBACK}:{self.port}"

    @property
    def mails(self) -> list[Mail]:
        return list(self._kept.all)

    def wait_for(self, count: int, seconds: float = 10) -> list[Mail]:
        return self._kept.wait_for(count, seconds)

    def __enter__(self) -> Self:
        self._thread.start()
        self.port = self._listening.result(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join()

    async def _serve(self) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        try:
            server = await self._loop.create_server(self._one, LOOPBACK, self.port, ssl=self._tls)
        except OSError as error:
            self._listening.set_exception(error)
            return
        self._listening.set_result(server.sockets[0].getsockname()[1])
        await self._ended.wait()
        server.close()

    def _one(self) -> SMTP:
        return SMTP(
            self,
            hostname="sink.example",
            loop=self._loop,
            tls_context=self._starttls,
            require_starttls=self._starttls is not None,
            authenticator=self._authenticate if self._login else None,
            auth_require_tls=False,
        )

    def _authenticate(
        self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any
    ) -> AuthResult:
        given = (data.login.decode(), data.password.decode())
        self.signed_in += given == self._login
        return AuthResult(success=given == self._login, handled=False)

    # --- what aiosmtpd calls, in this order for each message

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self._login and not session.authenticated:
            return "530 5.7.0 sign in first"
        if self._per_connection is not None:
            self._taken[session.peer] += 1
            if self._taken[session.peer] > self._per_connection:
                await server.push("421 4.7.0 enough for one connection")
                return self._hang_up(server)
        envelope.mail_from = address
        return "250 2.1.0 ok"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if not envelope.rcpt_tos:
            envelope.answer = self.choose(address)
        step, _, what = envelope.answer.partition(":")
        reply = await self._act(server, session, envelope, what) if step == "rcpt" else "250 ok"
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        step, _, what = envelope.answer.partition(":")
        reply = await self._act(server, session, envelope, what) if step == "data" else "250 kept"
        if reply.startswith("250"):
            self._keep(session, envelope)
        return reply

    async def _act(self, server: Any, session: Any, envelope: Any, what: str) -> str:
        if what == "hang":
            await self._ended.wait()
            return self._hang_up(server)
        if what == "drip":
            for byte in b"250-slow\r\n":
                server.transport.write(bytes([byte]))
                await asyncio.sleep(0.05)
            return "250 ly"
        if what.startswith("wait "):
            await asyncio.sleep(float(what.removeprefix("wait ")))
            return "250 2.0.0 kept"
        if what.endswith("drop"):
            if what != "drop":
                self._keep(session, envelope)
            if what == "250 drop":
                await server.push("250 2.0.0 kept")
            return self._hang_up(server)
        return what

    def _hang_up(self, server: SMTP) -> str:
        if server.transport is not None:
            server.transport.close()
        # aiosmtpd would write the reply to the closed connection and log the failure.
        raise asyncio.CancelledError

    def _keep(self, session: Any, envelope: Any) -> None:
        raw = envelope.content or b""
        sender = envelope.mail_from or ""
        mail = Mail(sender, tuple(envelope.rcpt_tos), raw, session.peer[1])
        letter_check.judge(sender, mail.recipients, raw)
        # As a mail store writes it down: the envelope in two headers on top (RFC 5321, 4.4).
        top = f"Return-Path: <{sender}>\r\nDelivered-To: {', '.join(mail.recipients)}\r\n"
        self._kept.add(mail, lambda: top.encode() + raw)
