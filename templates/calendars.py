"""iCalendar (RFC 5545): escaped text, lines of at most 75 octets, CRLF (3.1, 3.3.11)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

LONGEST = 75
"""Octets of a line, without its end."""


def text(value: str) -> str:
    """A text as the value of a property: what ends or parts values is escaped."""
    for sign in ("\\", ";", ","):
        value = value.replace(sign, f"\\{sign}")
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\\n".join("".join(sign for sign in line if sign.isprintable()) for line in lines)


def day(value: date) -> str:
    """A whole day, as DTSTART;VALUE=DATE has it."""
    return f"{value:%Y%m%d}"


def stamp(value: int) -> str:
    """A moment (microseconds since the epoch) in UTC, to the second."""
    return f"{datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=value):%Y%m%dT%H%M%SZ}"


def folded(value: str) -> str:
    """The lines of a calendar, none too long: a longer one goes on behind a space."""
    return "".join(f"{part}\r\n" for line in value.splitlines() if line for part in _parts(line))


def _parts(line: str) -> Iterator[str]:
    part, size = "", 0
    for sign in line:
        # A sign is never cut in two, whatever its octets.
        octets = len(sign.encode())
        if size + octets > LONGEST:
            yield part
            part, size = " ", 1
        part, size = part + sign, size + octets
    yield part
