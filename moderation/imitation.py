"""Names that would pass for the municipality's own: no resident may stand there as one (T27)."""

import re
import unicodedata
from collections.abc import Iterable

from models.folding import fold

# Letters of other scripts, and signs, that are read as a Latin letter.
_LOOKS_LIKE = str.maketrans(
    "авеѕіјкмнорсԁтухьԝαβεικνορτυχ013457@$|ł",  # noqa: RUF001  (what is looked for)
    "abesijkmhopcdtyxbwabeikvoptuxoieastasll",
)
_OFFICES = frozenset(
    {
        *("admin", "administrator", "administratoren", "chef", "council", "direktor"),
        *("forvaltning", "forvaltningen", "handlaggare", "handlaggaren", "kansliet"),
        *("kommun", "kommunalrad", "kommundirektor", "kommunen", "kommunfullmaktige"),
        *("kommunledningen", "kommunstyrelsen", "kontaktcenter", "kundtjanst", "moderator"),
        *("moderatorn", "moderatorer", "municipality", "myndighet", "myndigheten", "namnden"),
        *("official", "ordforande", "redaktion", "redaktionen", "registrator", "reviewer"),
        *("servicecenter", "staff", "support", "tjansteman", "tjanstemannen", "tjansteperson"),
    }
)
"""What only whoever works here is called, in plain small letters."""


def imitates(name: str, *, town: str, bodies: Iterable[str]) -> bool:
    """Whether a name says or looks like the town, like one of its bodies (the municipality by its
    full name, its site, its units), or like an office held here. Letters that look alike, marks,
    case, spaces and dots are no disguise. The town's bare name may stand within a longer one:
    "Farmor i Exempelby".
    """
    words = _words(name)
    whole = "".join(words)
    if not whole:
        return False
    if _OFFICES & {*words, whole} or whole == "".join(_words(town)):
        return True
    for body in map(_words, bodies):
        ours = "".join(body)
        if ours in {*words, whole} or (len(body) > 1 and ours in whole):
            return True
    return False


def _words(name: str) -> list[str]:
    """Small Latin letters without marks, as they are read."""
    bare = unicodedata.normalize("NFKD", fold(name).text.casefold())
    plain = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return re.findall(r"[a-z]+", plain.translate(_LOOKS_LIKE))
