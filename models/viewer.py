"""Whoever reads or acts in one request, and what she may be taken for."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from models.actor import Actor, Role
from models.calendar import MINUTE, Moment, now
from models.errors import NotFound

FRESH = 15 * MINUTE
"""How long after she proved who she is a person may change what opens her account (ASVS 7.5.1)."""


class EnteredBy(StrEnum):
    """How a browser was signed in."""

    LETTER = "letter"
    PROVIDER = "provider"
    DEMO = "demo"


@dataclass(frozen=True)
class Post:
    """One appointment that holds today: a role, for one unit or (None) for all of them."""

    role: Role
    unit_id: int | None = None
    lead: bool = False
    trusted: bool = False
    """With the cases of people whose identity is protected (offentlighets- och sekretesslagen
    22:1, spec L17).
    """
    centre: bool = False
    """For the service centre, which gets what has no owner and answers for everybody."""


@dataclass(frozen=True)
class Viewer:
    """Whoever reads or acts in one request: nobody, a person, with the roles held today."""

    person_id: int | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    session_id: int | None = None
    last_seen_at: Moment = 0
    keys: dict[str, str] = field(default_factory=dict)
    """Tracking keys of this browser, by reference; each is checked where it is used."""
    posts: frozenset[Post] = frozenset()
    """The appointments behind `roles`."""
    held_back: frozenset[Post] = frozenset()
    """Appointments that count only once this browser has shown a second factor."""
    protected: bool = False
    """Her identity is protected (spec L17)."""
    entered_by: EnteredBy = EnteredBy.LETTER
    provider: str = ""
    strong_at: Moment | None = None
    begun_at: Moment = 0

    @property
    def is_fresh(self) -> bool:
        """Whether she showed who she is a moment ago, by signing in or by a second factor; whoever
        needs the factor, by that.
        """
        shown = max(self.begun_at, self.strong_at or 0)
        return not self.waits_for_factor and shown > now() - FRESH

    @property
    def waits_for_factor(self) -> bool:
        """Whether she has a role that she must show a second factor for; a resident until then."""
        return bool(self.held_back)

    @property
    def works_here(self) -> bool:
        """Whether she has a role, held in this browser or not."""
        return bool(self.posts or self.held_back)

    @property
    def showed_factor(self) -> bool:
        """Whether she showed her second factor a moment ago."""
        return self.strong_at is not None and self.strong_at > now() - FRESH

    @property
    def lapsed(self) -> bool:
        """Whether she did show it in this browser, and too long ago."""
        return self.waits_for_factor and self.strong_at is not None

    def as_strong(self) -> "Viewer":
        """Who she would be with her second factor shown: to say where that would lead."""
        posts = self.posts | self.held_back
        roles = frozenset(post.role for post in posts)
        return replace(self, posts=posts, roles=roles, held_back=frozenset())

    @property
    def is_staff(self) -> bool:
        return bool(self.roles)

    def acting(self, *roles: Role) -> Actor:
        """The actor of a verb in the first of `roles` that is held; a resident without any.

        Raises NotFound when roles are asked for and none is held: strangers learn nothing.
        """
        for role in roles:
            if role in self.roles:
                return Actor(role, self.person_id)
        if roles:
            raise NotFound
        return Actor(Role.RESIDENT, self.person_id)

    def with_key(self, reference: str, key: str) -> "Viewer":
        """The same viewer, holding the tracking key of one case."""
        return replace(self, keys={**self.keys, reference: key})


NOBODY = Viewer()
