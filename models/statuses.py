"""What an enhanced status code says of an address (RFC 3463). Pure."""

import re

from models.bounce import BounceKind

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")

_FULL = frozenset({"2.2"})
# A final no to a letter that was late, or while a system was out of room: the address may be good.
_LATER = frozenset({"4.7", "4.1", "4.2", "4.5", "3.1", "3.2"})
# What can be true of an address alone. All other refusals may be of us, our relay, or this letter.
_GONE = frozenset({"0.0", "1.0", "1.1", "1.2", "1.3", "1.6", "1.10", "2.1", "4.4", "4.310"})


def status_in(text: str) -> str:
    """The first enhanced status code that stands in a text, such as `5.1.1`; or ''."""
    found = _STATUS.search(text)
    return found.group() if found else ""


def meaning(status: str) -> BounceKind | None:
    """What follows from it; None for 2.x.x, which is no failure, and for what is no status."""
    found = _STATUS.fullmatch(status)
    if found is None or found[1] == "2":
        return None
    detail = f"{found[2]}.{found[3]}"
    if detail in _FULL:
        return BounceKind.FULL
    if found[1] == "4" or detail in _LATER:
        return BounceKind.LATER
    return BounceKind.GONE if detail in _GONE else BounceKind.REFUSED
