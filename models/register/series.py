"""How numbers of the register look, board by board: a part of the profile (spec L10).

A series counts by itself, anew each year. What is written is made so that it can be read back in
one way only: two series, or two years, never give the same number, however it is typed later.
"""

import re
from collections.abc import Collection, Sequence
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from models.misfit import Misfit
from models.states import HANDED_IN, Kind

LONGEST = 40
"""Characters of a number as it is written."""
FIELDS = ("year", "board", "number")
_PIECE = re.compile(r"\{(?P<name>[a-z]+)(?::0(?P<width>[2-6]))?\}|(?P<words>[^{}]+)")
_PART = re.compile(r"0*(\d+)|([^\W\d_]+)")
_SAMPLE_YEAR, _SAMPLE_NUMBER = 2026, 9_999_999


def plain(written: str) -> str:
    """A number without what people write differently: `KS 2026/0012` as `ks2026-12` is."""
    return "".join(digits or words for digits, words in _PART.findall(written)).upper()


def _in_order(kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """Which they are is all that a list of them says: it is kept in one way."""
    return tuple(sorted(set(kinds), key=list(Kind).index))


class Series(BaseModel):
    """The numbers of one board, or, without one, of everything that is before no board.

    `pattern` has {year} and {number} once, {board} where `code` shall stand, and a width where
    zeros shall lead: `{number:04}`. Cases of `kinds` get their number by themselves: as soon as
    they have come, or, where the series is a board's, when they are referred to it.
    """

    model_config = ConfigDict(extra="forbid")

    board: str = ""
    code: str = Field(default="KS", pattern=r"^[A-Za-zÅÄÖåäö]{1,12}$")
    pattern: str = "{board} {year}/{number}"
    kinds: Annotated[tuple[Kind, ...], AfterValidator(_in_order)] = ()

    @model_validator(mode="after")
    def _can_be_read_back(self) -> Self:
        pieces = list(_PIECE.finditer(self.pattern))
        names = [piece["name"] for piece in pieces if piece["name"]]
        if "".join(piece[0] for piece in pieces) != self.pattern or set(names) - set(FIELDS):
            raise _no_pattern("words, {year}, {board} and {number}, such as {number:04}")
        if names.count("year") != 1 or names.count("number") != 1 or names.count("board") > 1:
            raise _no_pattern("{year} and {number} once each, {board} at most once")
        if any(piece["width"] for piece in pieces if piece["name"] != "number"):
            raise _no_pattern("only {number} has a width")
        if any(re.search(r"\d", piece["words"] or "") for piece in pieces):
            raise _no_pattern("digits only from {year} and {number}")
        apart = re.sub(r"\{board\}", self.code, self.pattern)
        if re.search(r"\}\{", apart):
            raise _no_pattern("something must stand between {year} and {number}")
        if len(self.written(_SAMPLE_YEAR, _SAMPLE_NUMBER)) > LONGEST:
            raise _no_pattern(f"at most {LONGEST} characters")
        if any(kind not in HANDED_IN for kind in self.kinds):
            raise Misfit("not_handed_in", "kinds: only what is handed in", "kinds")
        return self

    def written(self, year: int, number: int) -> str:
        """The number of a year as it stands everywhere."""
        return self.pattern.format(year=year, board=self.code, number=number)

    @property
    def shape(self) -> str:
        """The same for all numbers that could be taken for each other."""
        return plain(re.sub(r"\{(year|number)[^}]*\}", "9", self.pattern).format(board=self.code))


def _no_pattern(said: str) -> Misfit:
    return Misfit("pattern", f"pattern: {said}", "pattern")


PRESET = (Series(),)
_PATH = ("site", "diaries")


def check(rows: Sequence[Series], boards: Collection[str]) -> None:
    """Raises Misfit where two series could give one number, or one is of no board."""
    if not rows:
        raise Misfit("no_series", "diaries: at least one series", *_PATH)
    named, shapes = [row.board for row in rows], [row.shape for row in rows]
    for number, row in enumerate(rows):
        if row.board in named[:number]:
            raise Misfit("line_twice", "diaries: each board at most once", *_PATH, number, "board")
        if row.board not in {"", *boards}:
            raise Misfit("no_board", f"diaries: no board {row.board}", *_PATH, number, "board")
        if row.shape in shapes[:number]:
            said = "diaries: two series would give the same numbers"
            raise Misfit("same_numbers", said, *_PATH, number, "pattern")


def of_board(rows: Sequence[Series], board: str) -> Series | None:
    """The series of a board; None where it has none of its own."""
    return next((row for row in rows if row.board == board), None)
