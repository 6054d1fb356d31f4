"""What may stand in a header of our mail (RFC 5322, RFC 2047; spec: NT-12 to NT-15, T47).

Some CPython versions turn a title such as `=?utf-8?q?x=0d=0aReply-To:...?=` into real headers.
So nothing from outside reaches a header unless it went through a function of this module, and
the finished block is compared, name by name, with the one that was meant.
"""

import re
from email.header import Header
from functools import lru_cache

SUBJECT_LENGTH = 78
LINE_LENGTH = 998
"""RFC 5322, 2.1.1."""

# Control characters, line and paragraph separators, bidirectional controls, zero-width and
# invisible characters, halves of surrogate pairs. Joiners stay: emoji and some scripts need them.
_HIDDEN = "\u200b\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff"
_NOT_IN_HEADER = re.compile(f"[\x00-\x1f\x7f-\x9f{_HIDDEN}]+")
_NOT_IN_TEXT = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_HIDDEN}]+")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_TOKEN = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")
_LINK = re.compile(r"https?://[!#-;=?-~]+")
_LINE = re.compile(r"(?:(?P<name>[A-Za-z-]+):)? [\x20-\x7e]*")


class UnsafeHeader(ValueError):
    """Something from outside would have changed the shape of the message."""


def neutral(text: str) -> str:
    """One line without control characters, in which no reader finds an encoded word."""
    line = " ".join(_NOT_IN_HEADER.sub(" ", text).split())
    return line.replace("=?", "= ?")


def clean_text(text: str) -> str:
    """A body without control or bidirectional characters, every line ended by CRLF.

    No bare LF or CR is left, of which SMTP smuggling (`LF . CR LF`) is made.
    """
    lines = _NOT_IN_TEXT.sub("", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\r\n".join(lines).rstrip("\r\n") + "\r\n"


def subject_line(text: str, reference: str) -> str:
    """The news first, `[2026-00123]` last, 78 characters at most: the title is what gives way."""
    ending = f" [{neutral(reference)}]" if reference else ""
    line = neutral(text).removesuffix(ending)
    room = SUBJECT_LENGTH - len(ending)
    if len(line) > room:
        line = line[: room - 1].rstrip() + "…"
    return (line + ending).strip()


@lru_cache(maxsize=1024)
def encoded(name: str, text: str) -> str:
    """The value of an unstructured header, as encoded words where it is not ASCII.

    Cached, because all followers of one event get the same.
    """
    if text.isascii():
        return text
    return Header(text, "utf-8", header_name=name).encode(linesep="\r\n")


def address(given: str) -> str:
    """A bare address, its domain in ASCII. Raises UnsafeHeader if it is not exactly one."""
    local, _, domain = given.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise UnsafeHeader("domain") from error
    ours = f"{local}@{domain}"
    fits = _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)
    if not fits or len(local) > 64 or len(ours) > 254 or "=?" in ours:
        raise UnsafeHeader("address")
    return ours


def token(given: str) -> str:
    """A dot-separated name made of letters, digits, `_` and `-`."""
    if not _TOKEN.fullmatch(given):
        raise UnsafeHeader("token")
    return given


def link(given: str) -> str:
    """An http or https address that fits between angle brackets."""
    if not _LINK.fullmatch(given) or len(given) > 900 or "=?" in given:
        raise UnsafeHeader("link")
    return given


def block(fields: list[tuple[str, str]]) -> bytes:
    """The header block as it goes over the wire, empty line included.

    Raises UnsafeHeader unless it reads back as exactly these headers in this order.
    """
    raw = "".join(f"{name}: {value}\r\n" for name, value in fields)
    found = []
    for line in raw[:-2].split("\r\n"):
        read = _LINE.fullmatch(line)
        if read is None or len(line) > LINE_LENGTH:
            raise UnsafeHeader("line")
        if read["name"]:
            found.append(read["name"])
    if found != [name for name, _ in fields]:
        raise UnsafeHeader("names")
    return raw.encode("ascii") + b"\r\n"
