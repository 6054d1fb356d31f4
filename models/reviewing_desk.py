"""How the desk itself works: a part of the rules of review."""

from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from models.misfit import check_between


class Claims(StrEnum):
    """Whether moderators say that they are reading a text (MQ-6)."""

    DISABLED = "disabled"
    """Nobody does: for a town with one moderator."""
    OPTIONAL = "optional"
    """Whoever goes on to the next text has it; any other may judge what nobody has."""
    REQUIRED = "required"
    """Nobody judges a text that is not hers."""


class DeskRules(BaseModel):
    """Claims, and whose texts look fine."""

    model_config = ConfigDict(extra="forbid")

    claims: Claims = Claims.OPTIONAL
    known_after: int = 3
    """Texts of an author that people have approved, after which hers look fine where nothing is
    found in them; 0: no text ever does.
    """
    known_days: int = 365
    """And days in which none of hers was refused."""

    @model_validator(mode="after")
    def _in_reason(self) -> Self:
        for name, value, least, most in (
            ("known_after", self.known_after, 0, 1000),
            ("known_days", self.known_days, 1, 3650),
        ):
            check_between(f"reviewing.desk.{name}", value, least, most)
        return self
