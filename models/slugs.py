"""What a thing is called in its address: made of its name, once, and its own."""

import re
import unicodedata
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

LENGTH = 48
_NO_LETTER = re.compile(r"[^a-z0-9]+")
_OURS = frozenset({"new", "feed"})
"""What stands in that place in addresses of our own."""


def slug_of(session: Session, column: Any, name: str, *, or_else: str) -> str:
    """The name in small letters without marks, and a number where another row of the `column` has
    that already; `or_else` where no letter is left.
    """
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    stem = _NO_LETTER.sub("-", plain).strip("-")[:LENGTH].strip("-") or or_else
    taken = set(session.scalars(select(column).where(column.startswith(stem)))) | _OURS
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
