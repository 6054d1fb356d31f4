"""What an author can do in one press about what was found in her text, before anybody else reads
it: hide a number, take a passage out, write small instead of large (spec MQ-17).
"""

import re
from enum import StrEnum

from models.masking import mask
from moderation import wordlists
from moderation.screening import Rule, screen
from moderation.wordlists import Words


class Mend(StrEnum):
    HIDE = "hide"
    """The number is masked."""
    TAKE_OUT = "take_out"
    """The passage goes."""
    SMALL = "small"
    """Small letters, and a capital where a sentence begins."""


MENDS: dict[Rule, Mend] = {
    Rule.PERSONAL_NUMBER: Mend.HIDE,
    Rule.SHOUTING: Mend.SMALL,
    **dict.fromkeys(
        (
            *(Rule.EMAIL, Rule.PHONE, Rule.PLATE, Rule.HOME, Rule.THREAT, Rule.HARD_WORD),
            *(Rule.TOWN_WORD, Rule.MANY_LINKS, Rule.SHORT_LINK, Rule.REPEATED),
        ),
        Mend.TAKE_OUT,
    ),
}
"""A text in another language is none to be mended; signs that cannot be seen go by themselves."""

_SENTENCE = re.compile(r"(?:^|(?<=[.!?\n]))[\s\"'(]*\w")
_STOPS = frozenset(".!?")
_BEFORE_A_STOP = re.compile(r" +(?=[,.!?;:)])")


def mended(text: str, rule: Rule, town: Words = wordlists.NONE) -> str:
    """The text without what this rule found in it; all else is as it was."""
    way = MENDS.get(rule)
    if way is Mend.HIDE:
        return mask(text)
    spans = [(hit.start, hit.end) for hit in screen(text, town) if hit.rule is rule]
    if way is None or not spans:
        return text
    if way is Mend.SMALL:
        return _SENTENCE.sub(lambda found: found[0].upper(), text.lower())
    kept: list[str] = []
    done = 0
    for start, end in spans:
        if start >= done:
            kept.append(text[done:start])
        done = max(done, end)
    return _joined([*kept, text[done:]])


def _joined(kept: list[str]) -> str:
    """The pieces again as one text, with one space where a passage went from between two, and one
    stop where it ended as what stands before it did.
    """
    whole = kept[0]
    for piece in kept[1:]:
        stops = piece[:1] in _STOPS and whole.rstrip()[-1:] == piece[:1]
        rest = piece[1:] if stops else piece
        whole += rest.removeprefix(" ") if whole[-1:] in {"", " ", "\n"} else rest
    return _BEFORE_A_STOP.sub("", whole).strip()
