"""Our few static files: in memory, compressed, with a fingerprint in the address."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Row
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from models.profile import Site
from templates import colour
from web import icons
from web.compress import Body, body

FOLDER = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
ENDINGS = {media: ending for ending, media in TYPES.items()}
A_YEAR = "public, max-age=31536000, immutable"
NOTHING_RUNS = "sandbox; default-src 'none'"
"""A logo came from outside: opened by itself it is a picture, and can do nothing (T36)."""


@dataclass(frozen=True)
class File:
    body: Body
    media: str
    policy: str = ""


class StaticFiles:
    """Every file of web/static in the colour of a town, and the town's own marks."""

    def __init__(self) -> None:
        self._files: dict[str, File] = {}
        self._names: dict[str, str] = {}
        self._sources = {path.name: path.read_bytes() for path in sorted(FOLDER.iterdir())}

    def dress(self, site: Site, logos: Sequence[Row[Any]]) -> None:
        """Put a profile's colour and logos on."""
        files, names = {}, {}
        for name, content in self._sources.items():
            plain = Path(name)
            made = _coloured(plain, content, site.colour)
            names[name] = _address(plain.stem, plain.suffix, made)
            files[names[name]] = File(_packed(made), TYPES[plain.suffix])
        for logo in logos:
            name = f"logo-{logo.mode}"
            names[name] = _address(name, ENDINGS[logo.media], logo.content)
            files[names[name]] = File(_packed(logo.content), logo.media, NOTHING_RUNS)
        self._files, self._names = files, names

    def address(self, name: str) -> str:
        """The address of a file by its plain name. KeyError for a file that is not there."""
        return f"/static/{self._names[name]}"

    def _former(self, address: str) -> File | None:
        """The present file in the place of one of another day: a page of before a change names it,
        or a page of another process that knows of the change already.
        """
        stem, _, rest = address.partition(".")
        _, dot, ending = rest.rpartition(".")
        present = self._names.get(f"{stem}.{ending}", self._names.get(stem, ""))
        return self._files.get(present) if dot else None

    async def serve(self, request: Request) -> Response:
        request.scope["torget.route"] = "/static/{name}"
        name = request.path_params["name"]
        found, lasting = self._files.get(name), A_YEAR
        if found is None:
            found, lasting = self._former(name), "no-cache"
        if found is None:
            raise HTTPException(404)
        content, encoding = found.body.best(request.headers.get("accept-encoding", "").encode())
        response = Response(content, media_type=found.media)
        response.headers["Cache-Control"] = lasting
        response.headers["Vary"] = "Accept-Encoding"
        if encoding is not None:
            response.headers["Content-Encoding"] = encoding.decode()
        if found.policy:
            response.headers["Content-Security-Policy"] = found.policy
        return response


@lru_cache(maxsize=64)
def _packed(content: bytes) -> Body:
    """Compressed as well as can be, which takes its time: a change of colour packs what it changes,
    and nothing else anew.
    """
    return body(content, quality=9)


def _address(stem: str, ending: str, content: bytes) -> str:
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:8]}{ending}"


def _coloured(name: Path, content: bytes, brand: str) -> bytes:
    if name.name == "site.css":
        return colour.stylesheet(content.decode(), brand).encode()
    light, _dark = colour.readable(brand)
    if name.suffix == ".png":
        return icons.painted(content, light, colour.WHITE)
    if name.suffix == ".svg":
        return colour.drawing(content.decode(), brand).encode()
    return content
