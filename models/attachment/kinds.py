"""What a file is, by its content alone: names and declared types are anybody's to choose (T24)."""

from enum import StrEnum

MOST_BYTES = 10 * 1024 * 1024
HEAD_BYTES = 32
"""As much of a file as tells what it is."""
LONGEST, LONGEST_SMALL = 2400, 800
"""Pixels of the long edge: of what is kept, and of what stands on a page."""

SQUARES = 6
"""On each side of the grid in which a part of a picture is hidden: numbered row by row, from 1."""


class Media(StrEnum):
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    PDF = "application/pdf"


class Unfit(Exception):
    """A file that cannot be taken; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


_HEIF = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def sniff(head: bytes) -> Media:
    """What begins like this. Raises Unfit: `heic` for what telephones make, else `unreadable`.

    Only the very first byte counts: a signature further in is how one file is made to be two.
    """
    if head.startswith(b"\xff\xd8\xff"):
        return Media.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Media.PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Media.WEBP
    if head.startswith(b"%PDF-"):
        return Media.PDF
    raise Unfit("heic" if head[4:8] == b"ftyp" and head[8:12] in _HEIF else "unreadable")


def scaled(width: int, height: int, longest: int) -> tuple[int, int]:
    """The size of a picture whose long edge is at most `longest` pixels."""
    most = max(width, height)
    if most <= longest:
        return width, height
    return max(1, round(width * longest / most)), max(1, round(height * longest / most))
