"""The published ballots of a vote: a file that anyone can check and count again.

A line `receipt,choices`, then one for each ballot, sorted by receipt, each ended by a line feed;
ASCII alone. Its SHA-256 stands in the history of the dialogue (the event `ballot_closed`), so that
whoever has the file can tell whether it is the one that was counted.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable

HEAD = "receipt,choices\n"


def written(ballots: Iterable[tuple[str, str]]) -> str:
    """The file, from receipts and choices in any order."""
    lines = (f"{grouped(receipt)},{choices}\n" for receipt, choices in sorted(ballots))
    return HEAD + "".join(lines)


def digest(file: str) -> str:
    return hashlib.sha256(file.encode("ascii")).hexdigest()


def read(file: str) -> Counter[str]:
    """How many ballots say what. Raises ValueError for a file that is none of these."""
    head, *lines = file.splitlines(keepends=True)
    if head != HEAD or lines != sorted(lines):
        raise ValueError("not a file of ballots")
    return Counter(line.removesuffix("\n").partition(",")[2] for line in lines)


def grouped(receipt: str) -> str:
    """A receipt as it is printed: capitals in groups of four, easy to read aloud."""
    return "-".join(receipt[at : at + 4] for at in range(0, len(receipt), 4)).upper()
