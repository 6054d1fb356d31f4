"""The body of a POST: read with a limit, as the one or the other kind of form."""

import base64
from collections.abc import Mapping

from python_multipart.multipart import parse_options_header
from starlette.requests import Request

from models.profile_file import WRITTEN_OUT
from web import multipart
from web.forms import TooLarge, Unreadable, parse_urlencoded
from web.multipart import Upload

URLENCODED = b"application/x-www-form-urlencoded"
MULTIPART = b"multipart/form-data"


def check_address(request: Request) -> None:
    """Raises Unreadable for a NUL, which no text of ours has and one of our databases refuses."""
    if "\x00" in request.scope["path"] or any(
        "\x00" in text for text in request.query_params.values()
    ):
        raise Unreadable


Sent = tuple[Mapping[str, str], Mapping[str, Upload]]


async def fields(request: Request, limit: int, wanted: tuple[str, ...] = ()) -> Sent:
    """Every field as text, and the files of the fields that are `wanted`, for the caller to close.

    Raises TooLarge beyond `limit` bytes of words, Unreadable for another kind.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind == MULTIPART:
        if not options.get(b"boundary"):
            raise Unreadable
        return await multipart.parse(request, options[b"boundary"], wanted, limit)
    sent = await body(request, limit)
    if not sent:
        return {}, {}
    if kind != URLENCODED:
        raise Unreadable
    return parse_urlencoded(sent), {}


async def body(request: Request, limit: int) -> bytes:
    """The bytes of a body. Raises TooLarge beyond `limit`, before the rest of it is read."""
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > limit:
        raise TooLarge
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise TooLarge
        chunks.append(chunk)
    return b"".join(chunks)


def text_of(upload: Upload, most: int) -> str:
    """The words of a file; of what is no text, its bytes as base64, written out as in a profile.
    Raises TooLarge beyond `most` bytes.
    """
    try:
        if upload.problem or upload.size > most:
            raise TooLarge
        if upload.file is None:
            return ""
        upload.file.seek(0)
        content = upload.file.read()
    finally:
        upload.close()
    try:
        return content.decode("utf-8-sig")
    except UnicodeError:
        return f"data:{WRITTEN_OUT}{base64.b64encode(content).decode()}"
