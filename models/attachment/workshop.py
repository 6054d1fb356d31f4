"""From what was sent to what is kept: everything dangerous happens in a process of its own.

That process gets the open file and two open places to write to, no address, no environment and no
secret; limits on memory, processor and file size; and a clock. What it says of its work is checked.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO

from models.attachment import files
from models.attachment.kinds import HEAD_BYTES, MOST_BYTES, Media, Unfit, sniff
from models.errors import Busy

HOME = Path(__file__).resolve().parents[2]
MEMORY = 640 * 1024 * 1024
"""Address space of the process, its libraries included: 50 million pixels with transparency."""
PROCESSOR_SECONDS = 12
WALL_SECONDS = 25
MOST_WRITTEN = 2 * MOST_BYTES
MOST_SAID = 4096
KEPT = frozenset({Media.JPEG, Media.WEBP, Media.PDF})
TOLD = frozenset({"unreadable", "encrypted", "too_many_pixels"})
"""What a person can be told of a file that was read."""


@dataclass(frozen=True)
class Stored:
    """What now lies in the folder under `name`, and no row knows yet. Width and height are pixels,
    None for a document.
    """

    name: str
    media: Media
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None


def take_in(sent: BinaryIO) -> Stored:
    """Read what was sent and keep what is made of it.

    Raises Unfit with `unreadable`, `heic`, `encrypted`, `too_many_pixels` or `too_large`; Busy when
    it cannot be written or read just now.
    """
    return _made(sent)


def mask(name: str, squares: str) -> Stored:
    """Keep a picture of ours once more, with these squares covered in both sizes. It is read in
    the same way as what strangers send.

    Raises NotFound when it does not lie there, Unfit and Busy as `take_in`.
    """
    with files.opened(name, small=False) as whole:
        return _made(whole, squares)


def _made(sent: BinaryIO, squares: str = "") -> Stored:
    with files.full_disk_is_busy():
        sent.seek(0)
        media = sniff(sent.read(HEAD_BYTES))
        with files.drafts() as (big, small):
            said = _worked(sent, media, big, small, squares)
            made = _checked(said, big)
            files.keep(made.name, big, None if made.media is Media.PDF else small)
    return made


def _worked(
    sent: BinaryIO, media: Media, big: IO[bytes], small: IO[bytes], squares: str
) -> dict[str, Any]:
    """Run the process and return what it said; Unfit for one that died or said nothing."""
    kind = "documents" if media is Media.PDF else "pictures"
    kind = "masks" if squares else kind
    limits = (MEMORY, PROCESSOR_SECONDS, MOST_WRITTEN)
    more = [squares] if squares else []
    with subprocess.Popen(  # noqa: S603  # ourselves, with numbers
        [
            *(sys.executable, "-s", "-m", f"models.attachment.worker.{kind}"),
            *(media.value, str(big.fileno()), str(small.fileno()), *map(str, limits)),
            *more,
        ],
        stdin=sent.fileno(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=(big.fileno(), small.fileno()),
        cwd=HOME,
        # Not a word of ours: no setting, no secret, no path.
        env={},
        start_new_session=True,
    ) as process:
        try:
            process.wait(WALL_SECONDS)
        except subprocess.TimeoutExpired:
            raise Unfit("unreadable") from None
        finally:
            # Whatever it may have started ends with it.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        said = process.stdout.read(MOST_SAID) if process.stdout else b""
    try:
        found = json.loads(said)
    except ValueError:
        raise Unfit("unreadable") from None
    return found if isinstance(found, dict) else {}


def _checked(said: dict[str, Any], big: IO[bytes]) -> Stored:
    """What was made, looked at by ourselves: a broken process may say anything."""
    if said.get("full"):
        raise Busy
    if said.get("unfit") in TOLD:
        raise Unfit(said["unfit"])
    big.seek(0)
    try:
        media = Media(said["media"])
        sides = {} if media is Media.PDF else {s: int(said[s]) for s in ("width", "height")}
    except (KeyError, TypeError, ValueError):
        raise Unfit("unreadable") from None
    if media not in KEPT or sniff(big.read(HEAD_BYTES)) is not media:
        raise Unfit("unreadable")
    size = os.fstat(big.fileno()).st_size
    if size > MOST_BYTES:
        raise Unfit("too_large")
    big.seek(0)
    mark = files.digest(big)
    return Stored(files.fresh_name(), media, size, mark, **sides)
