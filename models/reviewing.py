"""How a town reviews what residents write: a part of its profile."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Mode(StrEnum):
    """When somebody looks at a text."""

    BEFORE = "before"
    """Nothing is shown that nobody has judged."""
    AFTER = "after"
    """Shown at once, and read as soon as there is time."""
    REACTIVE = "reactive"
    """Shown at once, and read when somebody says that it breaks the rules."""


class Reviewing(BaseModel):
    """The rules of review. A field that nobody sets keeps to the careful side."""

    model_config = ConfigDict(extra="forbid")

    submissions: Mode = Mode.BEFORE
    comments: Mode = Mode.BEFORE
