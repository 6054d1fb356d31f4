"""Gateways on loopback that speak the protocols of 46elks and Twilio and can be told to misbehave."""

import base64
import hashlib
import hmac
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
from urllib.parse import parse_qsl, urlencode
from urllib.request import Request, urlopen

from tests.kept import LOOPBACK, Kept, Script

ELKS_TIME = "%Y-%m-%dT%H:%M:%S.%f"
ACCOUNT = "AC" + "0123456789abcdef" * 2


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

    scheme = "46elks+http"
    path = "/a1/sms"
    names = ("from", "to", "message", "whendelivered")
    """What the fields are called: sender, receiver, words, and where receipts go."""
    extra = frozenset({"dontlog"})
    unsigned = "API access requires Basic HTTP authentication"

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
        self._server = _Server((LOOPBACK, port), _Handler)
        self._server.gateway = self  # type: ignore[attr-defined]  # how a handler finds its gateway
        self._threads = [threading.Thread(target=self._server.serve_forever, args=(0.02,))]

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self._user}:{self._password}@{LOOPBACK}:{self.port}"

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
        sender, to, message, receipts = self.names
        sms = Sms(next(self.ids), form[sender], form[to], form[message], form)
        self._kept.add(sms, lambda: json.dumps(asdict(sms), ensure_ascii=False).encode())
        if self.receipts and form.get(receipts):
            thread = threading.Thread(target=self._report, args=(sms, form[receipts]))
            self._threads.append(thread)
            thread.start()
        return sms

    def _report(self, sms: Sms, url: str) -> None:
        for status in self.receipts:
            try:
                with urlopen(self.called(url, self.receipt(sms, status)), timeout=10) as answer:
                    self.receipts_answered.append(answer.status)
            except OSError as error:
                self.receipts_answered.append(getattr(error, "code", 0))

    def called(self, url: str, form: dict[str, str]) -> Request:
        """What the operator posts to us, as it posts it."""
        return Request(url, urlencode(form).encode())

    def receipt(self, sms: Sms, status: str) -> dict[str, str]:
        report = {"id": sms.id, "status": status}
        if status == "delivered":
            report["delivered"] = datetime.now(UTC).strftime(ELKS_TIME)  # noqa: TID251  # theirs
        return report

    def reply(self, number: str, words: str) -> dict[str, str]:
        """The form of a text message that somebody sends to us."""
        return {"from": number, "to": "+46766861004", "message": words, "direction": "incoming"}

    def created(self, sms: Sms) -> tuple[int, dict[str, str | int]]:
        """The answer to a message that was taken."""
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
        return 200, told


class TwilioGateway(SmsGateway):
    """POST of a message as Twilio documents it. Also answers `400 21610` and the like: the status
    with an error code of Twilio's.
    """

    scheme = "twilio+http"
    names = ("From", "To", "Body", "StatusCallback")
    extra = frozenset()
    unsigned = "Authenticate"
    path = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"

    def __init__(self, port: int = 0, **given: Any) -> None:
        super().__init__(port, **{"user": ACCOUNT, "password": "t0ken1234"} | given)
        self.ids = map("SM{:032x}".format, itertools.count(1))

    def called(self, url: str, form: dict[str, str]) -> Request:
        signed = url + "".join(name + form[name] for name in sorted(form))
        mac = hmac.new(self._password.encode(), signed.encode(), hashlib.sha1).digest()
        request = super().called(url, form)
        request.add_header("X-Twilio-Signature", base64.b64encode(mac).decode())
        return request

    def receipt(self, sms: Sms, status: str) -> dict[str, str]:
        """A status, or an error code such as `30003`, with which it was not delivered."""
        report = {"MessageSid": sms.id, "SmsSid": sms.id, "To": sms.to, "AccountSid": self._user}
        if status.isdigit():
            return report | {"MessageStatus": "undelivered", "ErrorCode": status}
        return report | {"MessageStatus": status}

    def reply(self, number: str, words: str) -> dict[str, str]:
        return {"From": number, "To": "+46766861004", "Body": words, "NumMedia": "0"}

    def created(self, sms: Sms) -> tuple[int, dict[str, str | int]]:
        return 201, {"sid": sms.id, "status": "queued", "to": sms.to, "num_segments": "1"}


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever called was killed in the middle of a word: a test's business, not ours."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_POST(self) -> None:
        gateway: SmsGateway = self.server.gateway  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        form = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=bool(body)))
        if self.path != gateway.path:
            return self._say(404, "Not found")
        if self.headers.get("Authorization") != gateway.credentials:
            return self._say(401, gateway.unsigned)
        if wrong := _complaint(gateway, form, self.headers.get("Content-Type", "")):
            return self._say(400, wrong)
        return self._act(gateway, gateway.choose(form[gateway.names[1]]), form)

    def _act(self, gateway: SmsGateway, answer: str, form: dict[str, str]) -> None:
        code, _, wait = answer.partition(" ")
        if code == "200":
            status, told = gateway.created(gateway.keep(form))
            return self._say(status, json.dumps(told), "application/json")
        if code == "400" and wait:
            told = {"code": int(wait), "status": 400, "message": "no"}
            return self._say(400, json.dumps(told), "application/json")
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


def _complaint(gateway: SmsGateway, form: dict[str, str], content_type: str) -> str:
    sender, to, message, receipts = gateway.names
    if content_type.partition(";")[0] != "application/x-www-form-urlencoded":
        return "Not a form"
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]{2,10}|\+[1-9][0-9]{6,14}", form.get(sender, "")):
        return "Invalid from"
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", form.get(to, "")):
        return "Invalid to"
    known = {sender, to, message, receipts} | gateway.extra
    return "" if form.get(message) and form.keys() <= known else "Invalid message"
