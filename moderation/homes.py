"""Where a private person lives: a street with a number, and words before it that say that somebody
lives there. Precision comes first: a lamp, a hole or a shop at the same address is never meant.
"""

import re
from collections.abc import Iterator

from moderation.hits import Hit, Rule, Said, hit
from moderation.names import FIRST_NAMES

_KINDS = (
    *("gatan", "gata", "vägen", "väg", "stigen", "stig", "gränd", "gränden", "backen", "kroken"),
    *("ringen", "slingan", "stråket", "allén", "svängen", "liden", "brinken", "gången", "rundan"),
)
_STREET = re.compile(
    # Norra Kungsgatan 3 B; Karl Johans väg 12, lgh 1102, 123 45 Grönby
    r"(?<![\w-])(?:(?:[A-ZÅÄÖ][\w:]{1,20} ){0,2}?[A-ZÅÄÖ][\wé-]{0,30}?"
    rf"(?:{'|'.join(_KINDS)})|[A-ZÅÄÖ][\w:]{{1,20}}(?: [A-ZÅÄÖ][\w:]{{1,20}})?"
    r" (?:väg|gata|gränd|stig))"
    r" \d{1,4}(?: ?[A-Ha-h](?!\w))?(?![\w:/]|[.,]\d)"
    r"(?:,? (?:lgh|lägenhet|vån|våning|uppgång|port)\.? ?\w{1,5})?"
    r"(?:,? \d{3} ?\d\d [A-ZÅÄÖ][\w]{1,30})?"
)
_LIVES = re.compile(
    r"\b(?:(?:bor|bodde|bo|bott|hyr|flyttade?|flyttat|lives?|living)(?: \w{1,15}){0,3}?"
    r" (?:på|i|till|vid|at|on|in)"
    r"|hemma(?: hos(?: \w{1,20}){1,2}?)?(?: (?:på|vid|i))?"
    r"|(?:min|mitt|hans|hennes|hens|deras|dennes|sin|my|his|her|their|\w{2,20}s)"
    r" (?:hem|bostads)?(?:adress|address)(?:en)?(?: (?:är|is))?:?"
    r"|(?:hemadress|bostadsadress|folkbokförd|skriven|home address)(?:en)?"
    r"(?: (?:är|på|i|is|at))?:?"
    r"|(?:grannen?|grannar(?:na)?|familjen(?: \w{2,30})?|gubben|tanten|killen|tjejen|mannen|kvinnan"
    r"|damen|paret|hyresgästen|han|hon|hen) (?:hemma )?(?:på|vid|i)) $",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b((?:[A-ZÅÄÖ]\w{1,30} ){1,3})[A-ZÅÄÖ][\w-]{1,30}(?:,| (?:på|i|vid|som bor på))? $"
)
_LOOK_BACK = 60


def homes(said: Said) -> Iterator[Hit]:
    """Every address of somebody's home, in order."""
    folded, text = said.folded, said.folded.text
    if not said.digits:
        return
    for found in _STREET.finditer(text):
        before = text[max(0, found.start() - _LOOK_BACK) : found.start()]
        if _is_named(before) or _LIVES.search(before):
            yield hit(Rule.HOME, folded, *found.span())


def _is_named(before: str) -> bool:
    """Whether somebody's first name and surname stand just before."""
    named = _NAMED.search(before)
    return named is not None and not FIRST_NAMES.isdisjoint(named[1].split())
