"""Ways to reach somebody, and links: addresses, telephone numbers, links that hide their end."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from moderation.hits import Hit, Rule, Said, every, hit

LINKS_ALLOWED = 3

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w@-])")
_LINK = re.compile(r"(?i:https?://|\bwww\.)[^\s<>\"]+")
_BETWEEN = r"\)?[-/ ]{0,3}[1-9]\d"
_PHONE = re.compile(
    r"(?<![\w+])(?:(?:\+|00)[1-9](?:[-()/ ]{0,2}\d){7,13}"  # +46 (0)70-174 06 05
    rf"|\(?08{_BETWEEN}(?:[- ]?\d){{4,6}}"  # 08-123 456 78
    rf"|\(?0[1-79]\d{_BETWEEN}(?:[- ]?\d){{3,5}}"  # 070-174 06 05
    rf"|\(?0[1-79]\d\d{_BETWEEN}(?:[- ]?\d){{3,4}})(?!\d)"  # 0910-12 34 56
)
# Services that give a long address a short name: nobody sees where it leads.
_SHORTENERS = (
    *("bit.ly", "bitly.com", "buff.ly", "cutt.ly", "goo.gl", "is.gd", "lnkd.in", "ow.ly", "rb.gy"),
    *("rebrand.ly", "s.id", "shorturl.at", "t.co", "t.ly", "tiny.cc", "tinyurl.com", "v.gd"),
)
_SHORT = re.compile(
    rf"(?i)(?:https?://)?(?<![\w.@-])(?:{'|'.join(map(re.escape, _SHORTENERS))})/[\w?=&%#-]+"
)


def contacts(said: Said, persons: Sequence[Hit]) -> Iterator[Hit]:
    """Addresses and telephone numbers, but for what is a personal number already; those are in
    order.
    """
    if "@" in said.small:
        yield from every(Rule.EMAIL, _EMAIL, said.folded)
    if said.digits:
        taken = [(person.start, person.end) for person in persons]
        for found in every(Rule.PHONE, _PHONE, said.folded):
            if not _within(found, taken):
                yield found


def links(said: Said) -> Iterator[Hit]:
    """The links after the first few, as one hit, and every link through a shortener."""
    if "/" in said.small:
        yield from every(Rule.SHORT_LINK, _SHORT, said.folded)
    if "://" in said.small or "www." in said.small:
        found = [match.span() for match in _LINK.finditer(said.folded.text)]
        if len(found) > LINKS_ALLOWED:
            yield hit(Rule.MANY_LINKS, said.folded, found[LINKS_ALLOWED][0], found[-1][1])


def _within(found: Hit, spans: list[tuple[int, int]]) -> bool:
    """Whether a hit shares a place with one of the spans, which are in order."""
    at = bisect_right(spans, (found.end, 0)) - 1
    return at >= 0 and spans[at][1] > found.start
