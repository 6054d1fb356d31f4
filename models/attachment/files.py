"""Where the bytes lie: a folder of our own, under names of our own, each file whole or not there.

A file is written beside its place, forced to the disk and then moved into it; only then is there a
row that names it. So whatever breaks in between leaves a file that nobody names, never a row
without its file.
"""

import hashlib
import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, BinaryIO, cast

from models.errors import Busy, NotFound
from models.settings import settings

NAME = re.compile(r"[0-9a-f]{32}")
SMALL = ".small"
_INCOMING = "incoming"


@dataclass(frozen=True)
class Found:
    """A file as it lies there, and the name that its row would have."""

    path: Path
    name: str


def fresh_name() -> str:
    """An unguessable name (128 bits): whoever does not know it cannot ask for it."""
    return secrets.token_hex(16)


@contextmanager
def full_disk_is_busy() -> Iterator[None]:
    """Turns what the disk says into Busy: the same try may succeed a little later."""
    try:
        yield
    except OSError as error:
        raise Busy from error


def incoming() -> BinaryIO:
    """A file without a name, for what is being sent: gone whatever happens. Raises Busy."""
    with full_disk_is_busy():
        return tempfile.TemporaryFile(dir=_folder(_INCOMING))


@contextmanager
def drafts() -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Two files beside their places, big and small; gone unless `keep` has moved them."""
    folder = _folder(_INCOMING)
    with (
        tempfile.NamedTemporaryFile(dir=folder, delete=False) as big,
        tempfile.NamedTemporaryFile(dir=folder, delete=False) as small,
    ):
        try:
            yield big, small
        finally:
            for draft in (big, small):
                Path(draft.name).unlink(missing_ok=True)


def keep(name: str, big: IO[bytes], small: IO[bytes] | None) -> None:
    """Move finished drafts into their places, on the disk for good."""
    folder = _folder(name[:2])
    for draft, suffix in ((small, SMALL), (big, "")):
        if draft is not None:
            os.fsync(draft.fileno())
            Path(draft.name).replace(folder / f"{name}{suffix}")
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest(file: IO[bytes]) -> str:
    """SHA-256 of an open file from where it stands, a piece in memory at a time."""
    return hashlib.file_digest(cast("BytesIO", file), "sha256").hexdigest()


def opened(name: str, *, small: bool) -> BinaryIO:
    """A kept file, open for reading. Raises NotFound when it is not there."""
    try:
        return _place(name, small=small).open("rb")
    except FileNotFoundError:
        raise NotFound(name) from None


def remove(name: str) -> None:
    """Take away the files of one name; those that are gone already are no fault."""
    for small in (True, False):
        _place(name, small=small).unlink(missing_ok=True)


def paths(name: str) -> list[Path]:
    """Where the sizes of one attachment lie, the large one first: a document has only that."""
    large, small = _place(name, small=False), _place(name, small=True)
    return [large, small] if small.exists() else [large]


def found(before: float) -> Iterator[Found]:
    """Every file last written before a time (seconds since the epoch), the unfinished too."""
    for path in settings().files.glob("*/*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                yield Found(path, path.name.removesuffix(SMALL))


def _place(name: str, *, small: bool) -> Path:
    if NAME.fullmatch(name) is None:
        raise NotFound(name)
    return settings().files / name[:2] / f"{name}{SMALL if small else ''}"


def _folder(name: str) -> Path:
    folder = settings().files / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
