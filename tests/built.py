"""A town that takes seconds to build is built once by each test process, and copied for each test."""

import copy
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tests.keeping import Kept, keep

T = TypeVar("T")

YOUNG_SECONDS = 240.0
"""A copy is no older: codes, claims and fresh proofs of who somebody is last ten minutes or more."""

_DATABASE = shutil.ignore_patterns("*.sqlite3*")


@dataclass
class _Built:
    at: float
    made: Any
    rows: Kept
    files: Path


_built: dict[str, _Built] = {}


def once(build: Callable[[], T], data: Path) -> T:
    """What `build` returned, in the configured database as it left it: built now, or not long ago.

    `data` is the folder of the town.
    """
    name = f"{build.__module__}.{build.__qualname__}"
    known = _built.get(name)
    if known is None or time.monotonic() - known.at > YOUNG_SECONDS:
        _forget(name)
        made = build()
        files = Path(tempfile.mkdtemp(prefix="torget-built-"))
        shutil.copytree(data, files, ignore=_DATABASE, dirs_exist_ok=True)
        _built[name] = _Built(time.monotonic(), copy.deepcopy(made), keep(), files)
        return made
    known.rows.restore()
    shutil.copytree(known.files, data, dirs_exist_ok=True)
    found: T = copy.deepcopy(known.made)
    return found


def forget() -> None:
    """Let go of everything that was kept."""
    for name in list(_built):
        _forget(name)


def _forget(name: str) -> None:
    if name in _built:
        one = _built.pop(name)
        one.rows.close()
        shutil.rmtree(one.files, ignore_errors=True)
