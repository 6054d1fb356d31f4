"""A provider of identities in this process that speaks the protocol, and lies on demand."""

import base64
import gzip
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from joserfc import jws, jwt
from joserfc.jwk import ECKey

from models.calendar import SECOND, now
from models.settings.identity import Provider

CLIENT, SECRET = "torget", "the secret of the tests"
HUGE = 10_000_000


class Hostile:
    """What it says can be bent: `claims` and `head` over its token's own (None takes one away),
    `sign` how the token is signed, `broken` which endpoint fails, and how.
    """

    def __init__(self, url: str) -> None:
        self.issuer = url
        self.key = ECKey.generate_key("P-256", {"kid": "one", "use": "sig", "alg": "ES256"})
        self.other = ECKey.generate_key("P-256", {"kid": "one"})
        self.claims: dict[str, object] = {}
        self.head: dict[str, object] = {}
        self.userinfo: dict[str, object] = {}
        self.says: dict[str, object] = {}
        self.sign = "own"
        self.broken: dict[str, str] = {}
        self.asked: list[str] = []
        """The paths that were fetched."""
        self.query: dict[str, str] = {}
        """What it was asked for last."""
        self._codes: dict[str, dict[str, str]] = {}

    def meet(self, location: str) -> dict[str, str]:
        """Somebody was sent here and signed in: what her browser is sent back with."""
        self.query = dict(parse_qsl(urlsplit(location).query))
        code = secrets.token_hex(8)
        self._codes[code] = self.query
        return {"code": code, "state": self.query["state"], "iss": self.issuer}

    def answer(self, path: str, form: dict[str, str], authorization: str) -> tuple[int, object]:
        if path == "/.well-known/openid-configuration":
            names = {
                "authorization": "auth",
                "token": "token",
                "userinfo": "me",
                "end_session": "end",
            }
            own = {f"{name}_endpoint": f"{self.issuer}/{at}" for name, at in names.items()}
            return 200, {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/jwks"} | own | self.says
        if path == "/jwks":
            return 200, {"keys": [self.key.as_dict(private=False)]}
        if path == "/me":
            return 200, _without_nones({"sub": self.claims.get("sub", "rosa")} | self.userinfo)
        return self._token(form, authorization)

    def _token(self, form: dict[str, str], authorization: str) -> tuple[int, object]:
        asked = self._codes.pop(form.get("code", ""), None)
        known = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '+')}".encode()).decode()
        if authorization != f"Basic {known}":
            return 401, {"error": "invalid_client"}
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (
            asked is None
            or asked.get("code_challenge_method") != "S256"
            or asked["code_challenge"] != challenge
            or asked["redirect_uri"] != form.get("redirect_uri")
        ):
            return 400, {"error": "invalid_grant", "error_description": "<b>no</b>"}
        access = secrets.token_hex(8)
        token = {"access_token": access, "token_type": "Bearer", "expires_in": 60}
        return 200, token | {"id_token": self._id_token(asked, access)}

    def _id_token(self, asked: dict[str, str], access: str) -> str:
        at = now() // SECOND
        half = hashlib.sha256(access.encode()).digest()[:16]
        said = {
            "iss": self.issuer,
            "sub": "rosa",
            "aud": CLIENT,
            "iat": at,
            "exp": at + 60,
            "auth_time": at,
            "nonce": asked["nonce"],
            "at_hash": base64.urlsafe_b64encode(half).decode().rstrip("="),
        }
        claims = _without_nones(said | self.claims)
        head = _without_nones({"alg": "ES256", "kid": "one"} | self.head)
        if self.sign == "none":
            return self._by_hand({**head, "alg": "none"}, claims, lambda _data: b"")
        if self.sign == "shared":
            # With our public key as the secret, which everybody knows.
            return self._by_hand({**head, "alg": "HS256"}, claims, self._keyed)
        if "crit" in head:
            # No library signs what it does not understand; a liar does.
            return self._by_hand(head, claims, self._signed)
        key = self.other if self.sign == "other" else self.key
        lax = jws.JWSRegistry(algorithms=["ES256"], strict_check_header=False)
        return jwt.encode(head, claims, key, registry=lax)

    def _by_hand(self, head: dict, claims: dict, sign: Callable[[bytes], bytes]) -> str:
        signing = ".".join(_b64(json.dumps(part).encode()) for part in (head, claims))
        return f"{signing}.{_b64(sign(signing.encode()))}"

    def _keyed(self, data: bytes) -> bytes:
        return hmac.digest(self.key.as_pem(private=False), data, "sha256")

    def _signed(self, data: bytes) -> bytes:
        der = self.key.private_key.sign(data, ec.ECDSA(hashes.SHA256()))
        return b"".join(part.to_bytes(32, "big") for part in utils.decode_dss_signature(der))


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _without_nones(said: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in said.items() if value is not None}


def provider(name: str, hostile: Hostile, **more) -> Provider:
    """How our settings name a hostile provider."""
    return Provider.model_validate(
        {
            "name": name,
            "issuer": hostile.issuer,
            "client_id": CLIENT,
            "client_secret": SECRET,
            "title": name.capitalize(),
            **more,
        }
    )


class _Handler(BaseHTTPRequestHandler):
    """One connection to a hostile provider, which is the server's `liar`."""

    server: "_Server"

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        self._answer(dict(parse_qsl(body)))

    def _answer(self, form: dict[str, str]) -> None:
        liar = self.server.liar
        liar.asked.append(self.path)
        with suppress(OSError):  # whoever asked has had enough
            self._say(liar, liar.broken.get(self.path, ""), form)

    def _say(self, liar: Hostile, how: str, form: dict[str, str]) -> None:
        if how in {"silent", "drips"}:
            self.send_response(200)
            self.end_headers()
            while not self.server.closing.wait(0.1):
                self.wfile.write(b" " if how == "drips" else b"")
                self.wfile.flush()
            return
        status, said = liar.answer(self.path, form, self.headers.get("authorization", ""))
        body = json.dumps(said).encode()
        if how == "huge":
            body = body[:-1] + b',"more":"' + b"x" * HUGE + b'"}'
        bodies = {"garbage": b"<html>we are rebuilding</html>", "list": b"[1]"}
        bodies |= dict.fromkeys(("404", "500"), b'{"message": "no"}')
        body = gzip.compress(body) if how == "packed" else bodies.get(how, body)
        self.send_response({"elsewhere": 302, "404": 404, "500": 500}.get(how, status))
        headers = {"packed": ("Content-Encoding", "gzip")}
        headers["elsewhere"] = ("Location", f"{liar.issuer}{self.path}/")
        if how in headers:
            self.send_header(*headers[how])
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_parts) -> None: ...


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.liar = Hostile(f"http://127.0.0.1:{self.server_port}")
        self.closing = threading.Event()


@contextmanager
def hostile() -> Iterator[Hostile]:
    """A provider on a free port of this machine."""
    server = _Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.liar
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
