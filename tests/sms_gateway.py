"""A gateway on loopback that speaks the protocol of 46elks and can be told to misbehave."""

import base64
import itertools
import json
import re
import threading
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl
from urllib.request import Request, urlopen

from tests.kept import LOOPBACK, Kept, Script

ELKS_TIME = "%Y-%m-%dT%H:%M:%S.%f"


@dataclass(frozen=True)
class Sms:
    id: str
    sender: str
    to: str
    message: str
    form: dict[str, str] = field(repr=False)


class SmsGateway(Script):
    """POST /a1/sms as 46elks documents it. An answer is `200`, `500`, `401`, `429 7` (with
    Retry-After), `garbage` (200, but not JSON), `hang`, `drip` (headers, a byte now and
    then), `drop` (hangs up) or `keep drop`.
    """

    def __init__(
        self,
        port: int = 0,
        folder: Path | None = None,
        *,
        user: str = "u1234",
        password: str = "p1234",
        receipts: tuple[str, ...] = (),
    ) -> None:
        super().__init__("200")
        self._kept: Kept[Sms] = Kept(folder, ".json")
        self.receipts = receipts
        self.receipts_answered: list[int] = []
        self._user, self._password = user, password
        self.ids = map("s{:032x}".format, itertools.count(1))
        self.released = threading.Event()
        self._server = _Server((LOOPBACK, port), _Elks)
        self._server.gateway = self  # type: ignore[attr-defined]  # how a handler finds its gateway
        self._threads = [threading.Thread(target=self._server.serve_forever, args=(0.02,))]

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    @property
    def url(self) -> str:
        return f"46elks+http://{self._user}:{self._password}@{LOOPBACK}:{self.port}"

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
                with urlopen(Request(url, report.encode()), timeout=10) as answer:
                    self.receipts_answered.append(answer.status)
            except OSError as error:
                self.receipts_answered.append(getattr(error, "code", 0))


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever called was killed in the middle of a word: a test's business, not ours."""


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
        if code == "drip":
            self._drip(gateway)
        if code == "keep":
            gateway.keep(form)
        if code.isdigit():
            return self._say(int(code), "no", headers={"Retry-After": wait} if wait else {})
        self.close_connection = True
        return None

    def _drip(self, gateway: SmsGateway) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(40):
            gateway.released.wait(0.02)
            self.wfile.write(b".")
        self.wfile.write(b'\r\nContent-Length: 14\r\n\r\n{"id": "slow"}')

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
    told: dict[str, str | int] = {
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
