"""What a reader asks the list of cases for: words, and what she chose beside them."""

from dataclasses import dataclass
from enum import StrEnum

from models.search.words import Term
from models.states import Kind, Status


class Stage(StrEnum):
    """Where cases stand, in as few words as residents need to find one again."""

    OPEN = "open"
    SUPPORT = "support"
    BOARD = "board"
    ANSWERED = "answered"
    DECIDED = "decided"
    CLOSED = "closed"


STATUSES: dict[Stage, tuple[Status, ...]] = {
    Stage.OPEN: (Status.RECEIVED, Status.IN_PROGRESS, Status.WAITING_RESIDENT, Status.PLANNED),
    Stage.SUPPORT: (Status.VOTING,),
    Stage.BOARD: (Status.VOTING_ENDED, Status.REFERRED, Status.PREPARING),
    Stage.ANSWERED: (Status.ANSWERED, Status.FIXED),
    Stage.DECIDED: (Status.DECIDED, Status.IMPLEMENTING, Status.IMPLEMENTED),
    Stage.CLOSED: (Status.CLOSED,),
}


class Order(StrEnum):
    NEWEST = "newest"
    """With words: those that stand in the title first, and then the newest."""
    SUPPORTED = "supported"
    DUE = "due"
    """Only what still waits for an answer, the next promised day first."""


@dataclass(frozen=True)
class Wanted:
    """Filters and order. `category_id` and `unit_id` are of rows that exist."""

    terms: tuple[Term, ...] = ()
    place: tuple[Term, ...] = ()
    kind: Kind | None = None
    category_id: int | None = None
    unit_id: int | None = None
    stage: Stage | None = None
    order: Order = Order.NEWEST

    @property
    def by_words(self) -> bool:
        """Whether the index is asked at all."""
        return bool(self.terms or self.place)


MOST_PARTS = 3


@dataclass(frozen=True)
class Key:
    """The place of the last row of a page: its part of the list, what that is sorted by, its id."""

    part: int
    value: int
    id: int
