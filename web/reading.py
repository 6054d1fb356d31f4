"""The body of a POST: read with a limit, as the one or the other kind of form."""

from starlette.requests import Request

from web.forms import NOT_TEXT, TooLarge, Unreadable, parse_urlencoded

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


def check_address(request: Request) -> None:
    """Raises Unreadable for a NUL, which no text of ours has and one of our databases refuses."""
    if "\x00" in request.scope["path"] or any(
        "\x00" in text for text in request.query_params.values()
    ):
        raise Unreadable


async def fields(request: Request, limit: int) -> dict[str, str]:
    """Every field as text. Raises TooLarge beyond `limit` bytes, Unreadable for another kind."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == MULTIPART:
        return await _multipart(request, limit)
    sent = await body(request, limit)
    if not sent:
        return {}
    if kind != URLENCODED:
        raise Unreadable
    return parse_urlencoded(sent)


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


async def _multipart(request: Request, limit: int) -> dict[str, str]:
    declared = request.headers.get("content-length", "")
    if not declared.isdigit() or int(declared) > limit:
        raise TooLarge
    # The parser answers 400 by itself for broken bodies and for too many parts.
    async with request.form(max_files=5, max_fields=200, max_part_size=limit) as form:
        found: dict[str, str] = {}
        for name, value in form.multi_items():
            found.setdefault(name, value if isinstance(value, str) else NOT_TEXT)
        return found
