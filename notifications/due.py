"""What is known of a delivery in the moment before it goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Row

from models.calendar import Moment, now
from models.states import PUBLIC
from models.subscription import Topic
from models.token import Token
from notifications.gathering import DIGEST, GATHERED

STOP_CONFIRMED, TEXT_HELP = "stop_confirmed", "text_help"
"""The kinds of the messages that answer STOP and HELP: they go also to whoever said STOP."""


class Wish(NamedTuple):
    """A subscription that still stands."""

    id: int
    topic: Topic
    nonce: str


@dataclass(frozen=True)
class Due:
    """One delivery with everything around it, as it stood in one transaction."""

    row: Row[Any]
    """The columns of the statements above."""
    facts: Mapping[str, Any]
    comment: Row[Any] | None
    follows: bool
    """Whether it goes to her because she follows something, and not because it is hers."""
    wishes: tuple[Wish, ...]
    """The follower's wishes that still stand, oldest first; empty for everybody else."""
    token: Token | None
    parts: tuple["Due", ...] = ()
    """Of a letter that gathers: every event that may still be told, in the order they happened."""
    left_out: Mapping[int, str] | None = None
    """Why events of such a letter are not told any more, by event; None for all other letters."""

    superseded: bool = False
    """Whether the event was taken back at once, or told better since."""

    held_until: Moment | None = None
    """When it may go that may not go yet: a verdict can still be taken back."""

    work: dict[str, Any] | None = None
    """What a letter to staff, or about an account, says; None where nothing is left to say, and for
    all other letters.
    """

    @property
    def is_button(self) -> bool:
        """A letter that answers a form, and is no news of anything."""
        return self.row.event_id is None and self.token is not None

    @property
    def button(self) -> Token | None:
        """The token of the letter's button, while it can be pressed."""
        token = self.token
        return token if token and token.used_at is None and token.expires_at > now() else None

    @property
    def is_public(self) -> bool:
        return self.row.publication in PUBLIC

    @property
    def collects(self) -> bool:
        """Whether it is a letter that may carry several events."""
        return self.row.kind in {GATHERED, DIGEST}
