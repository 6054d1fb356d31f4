"""Settings of the second factor that staff sign in with."""

from typing import TYPE_CHECKING, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, model_validator

from models.settings.pieces import PREFIX, setting
from models.settings.providers import is_loopback


class SecondFactor(BaseModel):
    """A part of the settings; `off` is refused where the world could reach the town."""

    if TYPE_CHECKING:
        base_url: str
        host: str
        demo: bool

    second_factor: Literal["required", "off"] = setting(
        "required",
        "`off` lets staff work without a second factor; only on this machine or in a demo.",
    )

    @model_validator(mode="after")
    def _stays_here(self) -> Self:
        reached = (self.host, urlsplit(self.base_url).hostname or "")
        if self.second_factor == "off" and not self.demo and not all(map(is_loopback, reached)):
            raise ValueError(
                f"{PREFIX}SECOND_FACTOR: is `off`, and the world can reach this site; staff sign"
                " in with a second factor there"
            )
        return self
