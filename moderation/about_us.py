"""Whether a text speaks of the municipality: a plain rule of words, the same for everybody.

Nothing follows from it for a text. It is asked so that we can show that texts which speak of us are
not refused more often than others (spec MQ-16), and so that two look where one might judge what is
said of the house she works in (MQ-7).
"""

import re
from collections.abc import Iterable

_WORD = re.compile(r"\w+")
_LONGEST = 60
"""Letters of a word: a longer one is no word, and is not looked at."""

_OURS = re.compile(
    r"kommun(?:s|en|ens|er|ers|erna|ernas|al|ala|alt)?"
    r"|kommun(?:styrelse|fullmäktige|råd|alråd|direktör|ledning|hus|politik|tjänste)\w*"
    # A board in its own forms: "nämnd" and "nämnda" mostly mean "mentioned".
    r"|\w*nämnd(?:en|ens|er|ers|erna|ernas)"
    r"|\w*förvaltning(?:s|en|ens|ar|ars|arna|arnas)?"
    r"|\w*fullmäktige\w{0,2}|borgmästar\w*|stadshus\w*"
    r"|\w*tjänstem(?:an|än|annen|ännen|ans|äns|annens|ännens)|tjänsteperson\w*"
    r"|\w*politiker(?:s|n|ns|na|nas)?|handläggar\w*|myndighet\w*"
    r"|municipal\w*|councils?|councillors?|officials?|politicians?|authorit(?:y|ies)"
)
"""Words for the municipality, its boards, offices and people, in either language of the site."""


def speaks_of_us(text: str, names: Iterable[str]) -> bool:
    """Whether a text names the municipality. `names` are its own: the long one and the short one.

    Takes time in proportion to the text, whatever it holds.
    """
    said = text.casefold()
    if any(_OURS.fullmatch(word) for word in _words(said)):
        return True
    return any(_named(said, name.casefold()) for name in names if name)


def _words(said: str) -> Iterable[str]:
    return (found[0] for found in _WORD.finditer(said) if found.end() - found.start() <= _LONGEST)


def _named(said: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}s?(?!\w)", said) is not None
