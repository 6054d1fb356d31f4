"""The file that holds a copy: a tar of the database, every photo and document, and a list of both.

The list comes last. An archive without one was cut off, and is refused.
"""

import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

FORMAT = 1
DATABASE = "town.sqlite3"
LIST = "contents.json"
_NAME = re.compile(r"files/[0-9a-z.]+(/[0-9a-z.]+)*")
_PIECE = 1 << 20


class Broken(Exception):
    """The archive is not one of ours, is cut off, or was changed; the message says which."""


@dataclass
class Contents:
    """What an archive says of itself. `sha256` is by name of member; `made_at` is ISO 8601, UTC."""

    schema: str
    made_at: str
    format: int = FORMAT
    sha256: dict[str, str] = field(default_factory=dict)


@contextmanager
def written(target: Path, contents: Contents) -> Iterator["Writer"]:
    """A new archive; at its place only when it is whole and on the disk. Others cannot read it."""
    unfinished = target.with_name(f".{target.name}.part")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as tar:
                writer = Writer(tar, contents)
                yield writer
                writer.finish()
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


class Writer:
    def __init__(self, tar: tarfile.TarFile, contents: Contents) -> None:
        self._tar = tar
        self._contents = contents

    def add(self, file: Path, name: str) -> None:
        """Add a file under a name. Raises FileNotFoundError."""
        with file.open("rb") as opened:
            self._contents.sha256[name] = hashlib.file_digest(opened, "sha256").hexdigest()
            opened.seek(0)
            member = tarfile.TarInfo(name)
            member.size, member.mode = os.fstat(opened.fileno()).st_size, 0o600
            self._tar.addfile(member, opened)

    def finish(self) -> None:
        said = json.dumps(asdict(self._contents), indent=1, sort_keys=True).encode()
        member = tarfile.TarInfo(LIST)
        member.size, member.mode = len(said), 0o600
        self._tar.addfile(member, io.BytesIO(said))


def unpack(archive: Path, folder: Path) -> Contents:
    """Take an archive apart below a folder, and prove every byte of it. Raises Broken, OSError."""
    found: dict[str, str] = {}
    said: bytes | None = None
    try:
        with tarfile.open(archive, mode="r:") as tar:
            for member in tar:
                content = tar.extractfile(member)
                if content is None or not _is_ours(member.name):
                    raise Broken(f"{member.name} does not belong in a copy of a town")
                if member.name == LIST:
                    said = content.read()
                    continue
                place = folder / member.name
                place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                digest = hashlib.sha256()
                with place.open("xb") as file:
                    while piece := content.read(_PIECE):
                        digest.update(piece)
                        file.write(piece)
                    file.flush()
                    os.fsync(file.fileno())
                found[member.name] = digest.hexdigest()
    except tarfile.TarError as error:
        raise Broken("this is no archive, or it was cut off") from error
    return _proved(said, found)


def _is_ours(name: str) -> bool:
    return name in {DATABASE, LIST} or bool(_NAME.fullmatch(name) and ".." not in name)


def _proved(said: bytes | None, found: dict[str, str]) -> Contents:
    if said is None:
        raise Broken("the list of its contents is missing: it was cut off")
    try:
        contents = Contents(**json.loads(said))
    except (ValueError, TypeError) as error:
        raise Broken("the list of its contents cannot be read") from error
    if contents.format != FORMAT:
        raise Broken(f"it was made by another version of Torget (format {contents.format})")
    for name in sorted(contents.sha256.keys() | found.keys()):
        if found.get(name) != contents.sha256.get(name):
            raise Broken(f"{name} is missing or was changed")
    if DATABASE not in found:
        raise Broken("the database is missing")
    return contents
