"""Swedish personal identity numbers and coordination numbers in running text.

ÅÅMMDD-NNNK by folkbokföringslagen (1991:481) 18 §: a date, three digits, and a check digit over
the nine before it by the Luhn formula. A coordination number has 60 added to the day. An
organisation number has 20 or more where the month would be, so it is never one of these.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

PERSONAL = "personal_number"
COORDINATION = "coordination_number"

# Six or eight digits of a date, perhaps parted alike, and four digits, parted by what people put
# there: 811218-9876, 19811218 9876, 1981-12-18-9876, 81.12.18 - 9876. Each is looked for from
# where any digits begin, so that a number before it cannot swallow its first digits.
_GROUPED = re.compile(
    r"(?P<all>(?P<century>(?:18|19|20)?)"
    r"(?P<date>\d\d(?P<part>[-./ ]?)\d\d(?P=part)\d\d)"
    r"(?P<sign>[-+ /]{0,3})(?P<last>\d{4})(?!\d))"
)
# The same digits one by one: 8 1 1 2 1 8 9 8 7 6.
_SPACED = re.compile(
    r"(?P<all>(?P<century>(?:(?:1 8|1 9|2 0) )?)"
    r"(?P<date>\d(?P<part> )\d(?: \d){4})(?P<sign> (?:[-+] )?)(?P<last>\d(?: \d){3})(?! ?\d))"
)
_SAYS_PERSON = re.compile(r"(?i:person|pnr|p-nr|född|samordning)\D{0,20}$")
_SAYS_OTHER = re.compile(
    r"(?i:\b(?:ocr|tel|mobil|ring|sms|fax|växel)|telefon|faktura|bankgiro|plusgiro|referens|kundn)"
    r"\D{0,20}$"
)
_LOOK_BACK = 40
FEWEST_DIGITS = 10
_DIGITS = re.compile(r"\d+")


class Identifier(NamedTuple):
    """One number found: its place in the text, its kind, and the six digits of its date."""

    start: int
    end: int
    kind: str
    date: str


def identifiers(text: str) -> Iterator[Identifier]:
    """Every personal and coordination number in a folded text, from left to right."""
    begun = [digits.span() for digits in _DIGITS.finditer(text)]
    if sum(end - start for start, end in begun) < FEWEST_DIGITS:
        return
    done = 0
    for start, end in begun:
        match = (_SPACED if end - start == 1 else _GROUPED).match(text, start)
        if match is None:
            continue
        date, last = re.sub(r"\D", "", match["date"]), match["last"].replace(" ", "")
        kind = _kind(date + last)
        if kind and match.start() >= done and not _is_something_else(match, date):
            done = match.end("all")
            yield Identifier(match.start(), done, kind, date)


def _kind(digits: str) -> str | None:
    """The kind of number ten digits make; None if the date or the check digit is wrong."""
    month, day, birth_number = int(digits[2:4]), int(digits[4:6]), int(digits[6:9])
    if not (1 <= month <= 12 and birth_number and _luhn(digits)):
        return None
    if 1 <= day <= 31:
        return PERSONAL
    return COORDINATION if 61 <= day <= 91 else None


def _luhn(digits: str) -> bool:
    """Weights 2, 1, 2, 1 ... from the left of ten digits; sums of digits; a multiple of ten."""
    products = (int(digit) * (2 - at % 2) for at, digit in enumerate(digits))
    return sum(product // 10 + product % 10 for product in products) % 10 == 0


def _is_something_else(match: re.Match[str], date: str) -> bool:
    """Whether what could be a number of a person is a phone number or a payment reference.

    Only where it has neither century nor hyphen, which those never have. The words before it
    decide; without any, ten digits in the shape of a Swedish mobile number are one.
    """
    if match["century"] or match["sign"].strip():
        return False
    before = match.string[max(0, match.start() - _LOOK_BACK) : match.start()]
    if before.endswith("+"):
        return True
    in_one_piece = not match["sign"]
    if _SAYS_PERSON.search(before) or not (in_one_piece or match["part"]):
        return False
    phone = date.startswith("070") or (match["part"] == " " and date.startswith("0"))
    return phone or bool(_SAYS_OTHER.search(before))
