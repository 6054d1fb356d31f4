"""Registration plates of Swedish vehicles: ABC 123 and ABC 12D, and personal ones where the words
say so (Transportstyrelsen: no I, Q, V, Å, Ä or Ö among the letters, and no O at the end).

Precision comes first: without a word for a vehicle before it only capitals count, and never what
reads as a reference, a room, a law or a quantity.
"""

import re
from collections.abc import Iterator

from moderation.hits import Hit, Rule, Said, hit

_PLATE = re.compile(
    r"(?i)(?<![\w/.:@-])(?P<letters>[a-hj-pr-uw-z]{3})(?P<gap>[ -]?)\d\d[\da-hj-npr-uw-z]"
    r"(?![-/:.]?\w| ?(?:kr|kronor|sek|eur|euro|meter|m|km|cm|mm|kg|ton|procent|%|st|stycken|§)\b)"
)
# With a word for it, and of at least one letter: GULLAN, DR ODD.
_PERSONAL = re.compile(
    r"(?:[Pp]ersonlig\w{0,3} (?:reg\w{0,15})?skylt\w{0,3}|[Nn]ummerplåt\w{0,3}"
    r"|[Rr]eg(?:istrerings)?skylt\w{0,3})(?: (?:är|var|med|texten|där|det|står|som|lyder)){0,4}"
    r":? [\"'\u201d]?"
    r"(?P<plate>(?=[\dÅÄÖ ]{0,6}[A-Z])[A-ZÅÄÖ\d]{2,7}(?: [A-ZÅÄÖ\d]{1,4})?)(?![\w-])"
)
_VEHICLE = re.compile(
    r"(?i)(?:\b(?:reg(?:nr|nummer|istrerings\w{0,15})?|bil(?:en|ar|arna|s)?|nummerplåt\w{0,3}|skylt"
    r"\w{0,3}|moped\w{0,3}|mc|motorcykel\w{0,2}|lastbil\w{0,3}|skåpbil\w{0,3}|släp\w{0,3}|husvagn"
    r"\w{0,3}|taxi\w{0,2}|volvo|saab|bmw|audi|toyota|vw|volkswagen|ford|tesla|kia|skoda|mercedes"
    r"|opel|peugeot|renault|nissan|mazda|car|plates?)\b)[^.!?\n]{0,30}$"
)
_SAYS_OTHER = re.compile(
    r"(?i)(?:dnr|diarie\w{0,12}|ärende\w{0,8}|referens\w{0,8}|ref|kurs\w{0,5}|modell\w{0,3}|artikel"
    r"\w{0,8}|art|kod\w{0,4}|linje\w{0,2}|buss\w{0,4}|tåg\w{0,3}|flyg\w{0,5}|detaljplan\w{0,4}"
    r"|sal|rum)[.:]? ?$"
)
# Three capitals before a number that is no plate: rooms, posts, laws, measures, offices.
_WORDS = (
    "BOX RUM SAL HUS SMS TEL DNR REF LED ISO SFS SOU RFC PBL LGH DEL KAP ART KOD MAX MIN CEN"
    " USB DEN DET HAR OCH FEM SEX TRE TIO PER PAR GER FRA FÅR TAR CAN THE AND FOR ALL BUS LOK"
    " SBN KSN BYN TNK KFN UBN SEK EUR USD PLN KOM FAX SBF NPF SKR NJA RÅD HFD MAP PMT ADD AGA"
)
_NO_LETTERS = frozenset(_WORDS.split())
_SIGN = re.compile(r"skylt|plåt")
_LOOK_BACK = 50
_LOUD_BACK = re.compile(r"[A-ZÅÄÖ]{2,} ?$")


def plates(said: Said) -> Iterator[Hit]:
    """Every plate: the ordinary ones in order, then the personal ones."""
    folded, text = said.folded, said.folded.text
    for found in _PLATE.finditer(text) if said.digits else ():
        before = text[max(0, found.start() - _LOOK_BACK) : found.start()]
        if _SAYS_OTHER.search(before):
            continue
        if _VEHICLE.search(before) or _looks_so(found, before):
            yield hit(Rule.PLATE, folded, *found.span())
    for found in _PERSONAL.finditer(text) if _SIGN.search(said.small) else ():
        yield hit(Rule.PLATE, folded, *found.span("plate"))


def _looks_so(found: re.Match[str], before: str) -> bool:
    """Without a word for a vehicle: capitals, among words that are not all in capitals."""
    letters = found["letters"]
    return (
        found[0] == found[0].upper()
        and letters not in _NO_LETTERS
        and not (found["gap"] and _LOUD_BACK.search(before))
    )
