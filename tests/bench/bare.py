"""Bare Starlette with the same bytes as our page: what the cached page is compared with."""

import os
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

BODY = Path(os.environ["BENCH_BODY"]).read_bytes() if "BENCH_BODY" in os.environ else b""


async def page(_request: Request) -> Response:
    return Response(BODY, media_type="text/html", headers={"Content-Encoding": "gzip"})


PATHS = ("/", "/submissions/{reference}", "/dialogues/{slug}/talk")
app = Starlette(routes=[Route(path, page) for path in PATHS])
