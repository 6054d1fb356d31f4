"""Our few static files: in memory, compressed, with a fingerprint in the address."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from templates import colour
from web.compress import Body, body

FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
A_YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class File:
    body: Body
    media: str


class StaticFiles:
    """Every file of web/static, read once at the start."""

    def __init__(self, brand: str) -> None:
        self._files: dict[str, File] = {}
        self._addresses: dict[str, str] = {}
        for path in sorted(FOLDER.iterdir()):
            content = path.read_bytes()
            if path.name == "site.css":
                content = colour.stylesheet(content.decode(), brand).encode()
            mark = hashlib.sha256(content).hexdigest()[:8]
            address = f"{path.stem}.{mark}{path.suffix}"
            self._files[address] = File(body(content, quality=9), TYPES[path.suffix])
            self._addresses[path.name] = f"/static/{address}"

    def address(self, name: str) -> str:
        """The address of a file by its plain name. KeyError for a file that is not there."""
        return self._addresses[name]

    async def serve(self, request: Request) -> Response:
        request.scope["torget.route"] = "/static/{name}"
        found = self._files.get(request.path_params["name"])
        if found is None:
            raise HTTPException(404)
        content, encoding = found.body.best(request.headers.get("accept-encoding", "").encode())
        response = Response(content, media_type=found.media)
        response.headers["Cache-Control"] = A_YEAR
        response.headers["Vary"] = "Accept-Encoding"
        if encoding is not None:
            response.headers["Content-Encoding"] = encoding.decode()
        return response
