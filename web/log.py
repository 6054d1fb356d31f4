"""One JSON line on stderr for every request and every failure, without a word of anybody's (T44).

The route's pattern stands for the address, where tokens and keys are; an error is told by its name
and its places in our code, because messages of databases repeat what people wrote.
"""

import json
import secrets
import sys
import traceback
from collections import Counter
from datetime import UTC, datetime
from functools import lru_cache
from itertools import count
from typing import Any

from starlette.types import Scope

from models.calendar import SECOND, now

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
PLACES = 12
"""The innermost places of a failure in our own code that are written down."""
OURS = ("models", "moderation", "notifications", "templates", "web")

_PROCESS = secrets.token_hex(3)
_numbers = count()

answered: Counter[tuple[str, int]] = Counter()
"""How many requests of this process were answered, by route and status; for /metrics."""


def fresh_id() -> str:
    """What ties a resident's report of an error to its line in the log."""
    return f"{_PROCESS}{next(_numbers):06x}"


def request(id: str, scope: Scope, status: int, seconds: float) -> None:
    """The line of one answered request."""
    route = scope.get("torget.route", "-")
    answered[route, status] += 1
    method = scope["method"] if scope["method"] in METHODS else "?"
    # Written out, because a cached page costs less than json.dumps would. Nothing in it is the
    # visitor's: the route is a row of our own table.
    _line(
        f'{{"at": "{_stamp()}", "event": "request", "id": "{id}", "method": "{method}",'
        f' "route": "{route}", "status": {status}, "ms": {seconds * 1000:.2f}}}\n'
    )


def failure(id: str, error: BaseException) -> None:
    """The line of an error that nobody expected."""
    places = [
        f"{frame.f_globals.get('__name__', '?')}:{line}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    ours = [place for place in places[:-1] if place.partition(".")[0] in OURS]
    kind = type(error)
    write(
        "failure",
        id=id,
        error=f"{kind.__module__}.{kind.__name__}",
        places=[*ours[-PLACES:], *places[-1:]],
    )


def write(event: str, **facts: Any) -> None:
    """Any line: codes and numbers only."""
    _line(json.dumps({"at": _stamp(), "event": event, **facts}) + "\n")


@lru_cache(maxsize=2)
def _second(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).isoformat()[: -len("+00:00")]


def _stamp() -> str:
    """This moment in UTC, to the millisecond."""
    second, rest = divmod(now(), SECOND)
    return f"{_second(second)}.{rest // 1000:03d}+00:00"


def _line(line: str) -> None:
    try:
        sys.stderr.write(line)
    except (OSError, ValueError):
        # A full or closed log must not take the site down (faults F34).
        return
