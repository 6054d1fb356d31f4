"""What is sent when inputs of a dialogue are sorted: a theme, and which inputs were ticked."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Self

from pydantic import PrivateAttr

from models.dialogue.heard import LONGEST_NAME
from models.dialogue.inputs import Input, Source
from web.forms import Form, Tick, choice, words
from web.pages.paging import integers

_BOX = "input-"


class ThemeForm(Form):
    name: Annotated[str, words(LONGEST_NAME, least=1)]
    main: Tick = False


class Act(StrEnum):
    PUT = "put"
    TAKE = "take"


class InputsForm(Form):
    """Which were ticked: each box is called by what it is and its id, `input-note-12`."""

    act: Annotated[Act, choice(Act)]
    into: Annotated[str, words(18)] = ""
    new: Annotated[str, words(LONGEST_NAME)] = ""
    """The name of a theme that is made for them."""
    _inputs: tuple[Input, ...] = PrivateAttr(())

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        return super().read(values).holding(values)

    def holding(self, values: Mapping[str, str]) -> Self:
        """With what was ticked."""
        self._inputs = tuple(one for name in values if (one := _ticked(name)) is not None)
        return self

    @property
    def inputs(self) -> tuple[Input, ...]:
        return self._inputs


def _ticked(name: str) -> Input | None:
    source, _, number = name.removeprefix(_BOX).partition("-")
    if not name.startswith(_BOX) or source not in set(Source):
        return None
    found = integers(number, 1)
    return Input(Source(source), found[0]) if found else None
