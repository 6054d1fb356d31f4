"""A form that brings a file: the words in memory, the file on the disk, each with a limit.

A file that is too large, or that the disk has no room for, costs nobody her words: the rest of it
is read and let go, and what came with it is kept. Names of files and the types they are said to
have are not even looked at (T24, T35).
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from models.attachment import files
from models.attachment.kinds import MOST_BYTES
from models.errors import Busy
from web.forms import MOST_FIELDS, NOT_TEXT, TooLarge, Unreadable

MOST_READ = 64 * 1024 * 1024
"""As much of what is too large is read to its end: a browser that is cut off shows no page."""
MOST_OF_A_HEADER = 16 * 1024
"""A long name of a file is nobody's fault."""
WRITTEN_AT_ONCE = 256 * 1024


@dataclass
class Upload:
    """A file as it came: open at its end, or None with the reason (`too_large`, `busy`)."""

    file: BinaryIO | None
    problem: str = ""
    size: int = 0

    def drop(self, problem: str) -> None:
        self.close()
        self.problem = problem

    def close(self) -> None:
        if self.file is not None:
            self.file.close()
        self.file = None


@dataclass
class _Parts:
    """What the parser calls while it reads. `text_left` is how many bytes of words are welcome."""

    wanted: tuple[str, ...]
    text_left: int
    values: dict[str, str] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    pending: list[tuple[Upload, bytes]] = field(default_factory=list)
    whole: bool = False
    _header: bytes = b""
    _value: bytes = b""
    _disposition: bytes = b""
    _name: str = ""
    _words: bytearray | None = None
    _upload: Upload | None = None
    _count: int = 0

    @property
    def calls(self) -> Any:
        """The callbacks by the names the parser has for them."""
        return {name: getattr(self, name) for name in dir(self) if name.startswith("on_")}

    def on_part_begin(self) -> None:
        self._header = self._value = self._disposition = b""
        self._words = self._upload = None
        self._count += 1
        if self._count > MOST_FIELDS:
            raise TooLarge

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def on_header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header = self._value = b""

    def on_headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        try:
            self._name = options[b"name"].decode("utf-8")
        except (KeyError, UnicodeError):
            raise Unreadable from None
        called = options.get(b"filename")
        if called is None:
            self._words = bytearray()
        elif self._name not in self.wanted:
            self.values.setdefault(self._name, NOT_TEXT)
        elif called and self._name not in self.uploads:
            # Without a name nothing was chosen; of two the first counts, as with words.
            self._upload = self.uploads[self._name] = Upload(None)

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._words is not None:
            self.text_left -= end - start
            if self.text_left < 0:
                raise TooLarge
            self._words += data[start:end]
        elif self._upload is not None and not self._upload.problem:
            self.pending.append((self._upload, data[start:end]))

    def on_part_end(self) -> None:
        if self._words is not None:
            try:
                self.values.setdefault(self._name, self._words.decode("utf-8"))
            except UnicodeError:
                raise Unreadable from None

    def on_end(self) -> None:
        self.whole = True

    def write(self) -> None:
        """Put what has come of the files on the disk. Not in the event loop: a disk can be slow."""
        for upload, some in self.pending:
            if upload.problem:
                continue
            upload.size += len(some)
            if upload.size > MOST_BYTES:
                upload.drop("too_large")
                continue
            try:
                if upload.file is None:
                    upload.file = files.incoming()
                with files.full_disk_is_busy():
                    upload.file.write(some)
            except Busy:
                upload.drop("busy")
        self.pending.clear()

    def finish(self) -> None:
        """The last bytes, too, or there is no room for them."""
        self.write()
        for upload in self.uploads.values():
            if upload.file is not None:
                try:
                    with files.full_disk_is_busy():
                        upload.file.flush()
                except Busy:
                    upload.drop("busy")

    def give_up(self) -> None:
        """Answer with the words that came before. Raises TooLarge when there can be no file."""
        if not self.uploads:
            raise TooLarge
        for upload in self.uploads.values():
            upload.drop("too_large")

    def close(self) -> None:
        for upload in self.uploads.values():
            upload.close()


async def parse(
    request: Request, boundary: bytes, wanted: tuple[str, ...], limit: int
) -> tuple[dict[str, str], dict[str, Upload]]:
    """Every field as text, and the files of the fields that are wanted. The caller closes these.

    Raises TooLarge for more than `limit` bytes of words or too many fields, Unreadable for what is
    no such form.
    """
    parts = _Parts(wanted, limit)
    try:
        await _read(
            request, MultipartParser(boundary, parts.calls, max_header_size=MOST_OF_A_HEADER), parts
        )
    except BaseException as error:
        parts.close()
        if isinstance(error, FormParserError):
            raise Unreadable from None
        raise
    return parts.values, parts.uploads


async def _read(request: Request, parser: MultipartParser, parts: _Parts) -> None:
    """Feed the parser until the end, or until nobody could have meant to send so much."""
    most = MOST_READ if parts.wanted else parts.text_left
    read = waiting = 0
    async for chunk in request.stream():
        parser.write(chunk[: most - read])
        read += len(chunk)
        if read > most:
            parts.give_up()
            return
        waiting += len(chunk)
        if waiting >= WRITTEN_AT_ONCE:
            await asyncio.to_thread(parts.write)
            waiting = 0
    if not parts.whole:
        raise Unreadable
    await asyncio.to_thread(parts.finish)
