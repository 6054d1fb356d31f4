"""The frame of the process: limits before anything is read, one line about what came of it.

`python -m models.attachment.worker.pictures MEDIA BIG SMALL MEMORY SECONDS MOST` reads the file
that is its standard input and writes to the open files of those two numbers. `MEMORY` and `MOST`
(of one file) are in bytes, `SECONDS` of the processor. What comes after them is the maker's own.
"""

import errno
import json
import os
import resource
import sys
from collections.abc import Callable, Mapping
from typing import BinaryIO

from models.attachment.kinds import Media, Unfit

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO})
Report = Mapping[str, str | int | None]
Make = Callable[[BinaryIO, Media, BinaryIO, BinaryIO], Report]


def run(make: Make) -> None:
    """Do the one thing this process is there for, and end it."""
    media, big, small, memory, seconds, most = sys.argv[1:7]
    _limit(int(memory), int(seconds), int(most))
    try:
        with (
            os.fdopen(sys.stdin.fileno(), "rb", closefd=False) as source,
            os.fdopen(int(big), "wb") as large,
            os.fdopen(int(small), "wb") as little,
        ):
            source.seek(0)
            report = make(source, Media(media), large, little)
    except Unfit as error:
        report = {"unfit": error.code}
    except OSError as error:
        # Decoders raise it too, without a number.
        report = {"full": True} if error.errno in FULL else {"unfit": "unreadable"}
    except Exception:  # noqa: BLE001  # whatever a decoder says of a stranger's file, it is unfit
        report = {"unfit": "unreadable"}
    sys.stdout.write(json.dumps(report))
    sys.stdout.flush()
    # Nothing is left to tidy up: an interpreter that ends politely frees every pixel first.
    os._exit(0)


def _limit(memory: int, seconds: int, most: int) -> None:
    for which, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, most),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(which, (limit, limit))
    # Whoever reads a page goes before whoever has sent a picture.
    os.nice(5)
