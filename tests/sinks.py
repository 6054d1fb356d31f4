"""Where test messages end: a real SMTP server and a gateway that speaks the 46elks protocol.

Both listen on loopback only, keep everything in memory and, when given a folder, as one file a
message, so that another process can read it. From a test:

    with MailSink() as sink:
        sink.answers.append("rcpt:550 5.1.1 no such user")

From a script: python -m tests.sinks --smtp-port 2525 --sms-port 2580 --out DIR --receipts
"""

import argparse
import asyncio
import base64
import itertools
import json
import re
import signal
import ssl
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar
from urllib.parse import parse_qsl
from urllib.request import Request, urlopen

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

T = TypeVar("T")
LOOPBACK = "127.0.0.1"
ELKS_TIME = "%Y-%m-%dT%H:%M:%S.%f"


@dataclass(frozen=True)
class Mail:
    """One message as it came over the wire; `peer` tells connections apart."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    peer: int


@dataclass(frozen=True)
class Sms:
    id: str
    sender: str
    to: str
    message: str
    form: dict[str, str] = field(repr=False)


class _Kept(Generic[T]):
    """What arrived, for whoever waits for it."""

    def __init__(self, folder: Path | None, suffix: str) -> None:
        self.all: list[T] = []
        self._arrived = threading.Condition()
        self._folder = folder
        self._suffix = suffix
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def add(self, one: T, as_file: Callable[[], bytes]) -> None:
        with self._arrived:
            self.all.append(one)
            if self._folder is not None:
                name = f"{len(self.all):07d}{self._suffix}"
                half = self._folder / f".{name}"
                half.write_bytes(as_file())
                # A reader in another process never sees half a message.
                half.rename(self._folder / name)
            self._arrived.notify_all()

    def wait_for(self, count: int, seconds: float = 10) -> list[T]:
        """What has arrived once there are `count`; AssertionError when time is up."""
        with self._arrived:
            enough = self._arrived.wait_for(lambda: len(self.all) >= count, seconds)
            assert enough, f"{len(self.all)} of {count} arrived in {seconds} s"
            return list(self.all)


class _Script:
    """What a sink answers: to one address always, or to the next message, or to all."""

    def __init__(self, usual: str) -> None:
        self.answers: deque[str] = deque()
        self.answers_to: dict[str, str] = {}
        self.usually = usual

    def choose(self, address: str) -> str:
        if address in self.answers_to:
            return self.answers_to[address]
        return self.answers.popleft() if self.answers else self.usually


class MailSink(_Script):
    """SMTP on loopback. An answer is `step:what`, the step one of mail, rcpt, data.

    What: a reply line such as `451 4.7.1 later`; `hang` (says nothing more); `drip` (a byte now
    and then); `drop` (hangs up, nothing kept); `keep drop` (keeps the message, hangs up before
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
        self._kept: _Kept[Mail] = _Kept(folder, ".eml")
        self._login = login
        self._tls = tls
        self._starttls = starttls
        self._per_connection = per_connection
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
            return self._listening.set_exception(error)
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
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        given = (data.login.decode(), data.password.decode())
        self.signed_in += given == self._login
        return AuthResult(success=given == self._login)

    # --- what aiosmtpd calls, in this order for each message

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._login and not session.authenticated:
            return "530 5.7.0 sign in first"
        if self._per_connection is not None:
            session.taken = getattr(session, "taken", 0) + 1
            if session.taken > self._per_connection:
                await server.push("421 4.7.0 enough for one connection")
                return self._hang_up(server)
        envelope.mail_from = address
        return "250 2.1.0 ok"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not envelope.rcpt_tos:
            envelope.answer = self.choose(address)
        step, _, what = envelope.answer.partition(":")
        if step in {"mail", "rcpt"}:
            reply = await self._act(server, session, envelope, what)
            if not reply.startswith("250"):
                return reply
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        step, _, what = envelope.answer.partition(":")
        reply = await self._act(server, session, envelope, what) if step == "data" else "250 kept"
        if reply.startswith("250"):
            self._keep(session, envelope)
        return reply

    async def _act(self, server: SMTP, session: Session, envelope: Envelope, what: str) -> str:
        if what == "hang":
            await self._ended.wait()
            return self._hang_up(server)
        if what == "drip":
            while server.transport is not None and not self._ended.is_set():
                server.transport.write(b"2")
                await asyncio.sleep(0.05)
            return self._hang_up(server)
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

    def _keep(self, session: Session, envelope: Envelope) -> None:
        raw = envelope.content or b""
        sender = envelope.mail_from or ""
        mail = Mail(sender, tuple(envelope.rcpt_tos), raw, session.peer[1])
        # As a mail store writes it down: the envelope in two headers on top (RFC 5321, 4.4).
        top = f"Return-Path: <{sender}>\r\nDelivered-To: {', '.join(mail.recipients)}\r\n"
        self._kept.add(mail, lambda: top.encode() + raw)


class SmsGateway(_Script):
    """POST /a1/sms as 46elks documents it. An answer is `200`, `500`, `401`, `429 7` (with
    Retry-After), `garbage` (200, but not JSON), `hang`, `drop` (hangs up) or `keep drop`.
    """

    def __init__(
        self,
        port: int = 0,
        folder: Path | None = None,
        *,
        user: str = "u1234",
        password: str = "secret",
        receipts: tuple[str, ...] = (),
    ) -> None:
        super().__init__("200")
        self._kept: _Kept[Sms] = _Kept(folder, ".json")
        self.receipts = receipts
        self.receipts_answered: list[int] = []
        self._user, self._password = user, password
        self.ids = map("s{:032x}".format, itertools.count(1))
        self.released = threading.Event()
        self._server = ThreadingHTTPServer((LOOPBACK, port), _Elks)
        self._server.gateway = self  # type: ignore[attr-defined]  # how a handler finds its gateway
        self._threads = [threading.Thread(target=self._server.serve_forever, args=(0.02,))]

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    @property
    def url(self) -> str:
        return f"elks+http://{self._user}:{self._password}@{LOOPBACK}:{self.port}"

    @property
    def credentials(self) -> str:
        return "Basic " + base64.b64encode(f"{self._user}:{self._password}".encode()).decode()

    @property
    def messages(self) -> list[Sms]:
        return list(self._kept.all)

    def wait_for(self, count: int, seconds: float = 10) -> list[Sms]:
        return self._kept.wait_for(count, seconds)

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        for thread in self._threads:
            thread.join()

    def keep(self, form: dict[str, str]) -> Sms:
        sms = Sms(next(self.ids), form["from"], form["to"], form["message"], form)
        self._kept.add(sms, lambda: json.dumps(asdict(sms), ensure_ascii=False).encode())
        if self.receipts and form.get("whendelivered"):
            thread = threading.Thread(target=self._report, args=(sms, form["whendelivered"]))
            self._threads.append(thread)
            thread.start()
        return sms

    def _report(self, sms: Sms, url: str) -> None:
        for status in self.receipts:
            report = f"id={sms.id}&status={status}"
            if status == "delivered":
                report += f"&delivered={datetime.now(UTC).strftime(ELKS_TIME)}"  # noqa: TID251  # theirs
            try:
                with urlopen(Request(url, report.encode()), timeout=10) as answer:  # noqa: S310
                    self.receipts_answered.append(answer.status)
            except OSError as error:
                self.receipts_answered.append(getattr(error, "code", 0))


class _Elks(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_POST(self) -> None:
        gateway: SmsGateway = self.server.gateway  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        form = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=bool(body)))
        if self.path != "/a1/sms":
            return self._say(404, "Not found")
        if self.headers.get("Authorization") != gateway.credentials:
            return self._say(401, "API access requires Basic HTTP authentication")
        if wrong := _complaint(form, self.headers.get("Content-Type", "")):
            return self._say(400, wrong)
        return self._act(gateway, gateway.choose(form["to"]), form)

    def _act(self, gateway: SmsGateway, answer: str, form: dict[str, str]) -> None:
        code, _, wait = answer.partition(" ")
        if code == "200":
            return self._say(200, json.dumps(_created(gateway.keep(form))), "application/json")
        if code == "garbage":
            return self._say(200, "<html>It works!</html>")
        if code == "hang":
            gateway.released.wait(60)
        if code == "keep":
            gateway.keep(form)
        if code.isdigit():
            return self._say(int(code), "no", headers={"Retry-After": wait} if wait else {})
        self.close_connection = True
        return None

    def _say(
        self,
        status: int,
        text: str,
        kind: str = "text/plain",
        headers: dict[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())


def _complaint(form: dict[str, str], content_type: str) -> str:
    if content_type.partition(";")[0] != "application/x-www-form-urlencoded":
        return "Not a form"
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]{2,10}|\+[1-9][0-9]{6,14}", form.get("from", "")):
        return "Invalid from"
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", form.get("to", "")):
        return "Invalid to"
    known = {"from", "to", "message", "whendelivered", "dontlog"}
    return "" if form.get("message") and form.keys() <= known else "Invalid message"


def _created(sms: Sms) -> dict[str, str | int]:
    told = {
        "id": sms.id,
        "status": "created",
        "direction": "outgoing",
        "from": sms.sender,
        "to": sms.to,
        "created": datetime.now(UTC).strftime(ELKS_TIME),  # noqa: TID251  # the operator's clock
        "message": sms.message,
        "cost": 5200,
    }
    if sms.form.get("dontlog") == "message":
        del told["message"]
    return told


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--smtp-port", type=int, default=2525)
    asked.add_argument("--sms-port", type=int, default=2580)
    asked.add_argument("--out", type=Path, help="folder for mail/*.eml and sms/*.json")
    asked.add_argument("--receipts", action="store_true", help="report every SMS as delivered")
    given = asked.parse_args()
    mail_folder, sms_folder = (given.out and given.out / name for name in ("mail", "sms"))
    receipts = ("sent", "delivered") if given.receipts else ()
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with (
        MailSink(given.smtp_port, mail_folder) as mail,
        SmsGateway(given.sms_port, sms_folder, receipts=receipts) as sms,
    ):
        print(f"listening: {mail.url} {sms.url}", flush=True)  # noqa: T201
        ended.wait()
        print(f"kept: {len(mail.mails)} mails, {len(sms.messages)} sms", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
