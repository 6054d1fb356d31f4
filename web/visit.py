"""One request as a handler sees it: who, in which language, with which words, with what open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from models.actor import Actor, Role
from models.attachment.workshop import Stored
from models.errors import Invalid, NotFound, Refusal
from models.person import contacts_of
from models.profile import Site
from models.viewer import NOBODY, Viewer


@dataclass
class Visit:
    """Everything a handler may use. `form` is the checked form of a POST; `values`, `errors` and
    `problem` are what a page shows again when it was not accepted.
    """

    session: Session
    site: Site
    language: str
    path: str
    viewer: Viewer = NOBODY
    params: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    form: Any = None
    values: Mapping[str, str] = field(default_factory=dict)
    raw: bytes = b""
    """The body of a POST that is no form."""
    files: Mapping[str, Stored | str] = field(default_factory=dict)
    errors: list[Invalid] = field(default_factory=list)
    problem: Refusal | None = None
    version: int | None = None
    network: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    """What a program said of its request; empty for people."""
    learned: Any = None
    """What was asked of others before this visit began (web.entry.abroad)."""
    _contacts: list[int] | None = None

    @property
    def contacts(self) -> list[int]:
        """The ids of the viewer's confirmed addresses."""
        if self._contacts is None:
            person = self.viewer.person_id
            self._contacts = contacts_of(self.session, person) if person else []
        return self._contacts

    @property
    def status(self) -> int:
        """The status of a page shown again: of the refusal, or 422 for fields, or 200."""
        if self.problem is not None:
            return self.problem.status
        return 422 if self.errors else 200

    def acting(self, *roles: Role) -> Actor:
        return self.viewer.acting(*roles)

    def file(self, name: str) -> Stored | None:
        """What a field of the form brought, if anything. Raises Invalid for what was unfit."""
        arrived = self.files.get(name)
        if isinstance(arrived, str):
            raise Invalid(name, arrived)
        return arrived

    def number(self, name: str) -> int:
        """A whole number from the address. Raises NotFound for anything else (T07)."""
        given = self.params[name]
        if not (given.isascii() and given.isdigit() and len(given) < 19):
            raise NotFound(given)
        return int(given)
