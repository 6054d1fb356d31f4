"""A row of the site map: which address, which method, who may enter, with what limits."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from models.permissions import Action, may
from models.profile import Modules
from models.viewer import Viewer
from web.answers import Answer
from web.networks import Limit
from web.visit import Visit

if TYPE_CHECKING:
    from web.forms import Form

Handler = Callable[[Visit], Answer]
Probe = Callable[[Request], Awaitable[Answer]]
"""Answers without database and session, in the event loop."""

First = Callable[[Request], Awaitable[Any]]
"""What is asked of others, in the event loop, before a transaction is opened."""

KIB = 1024
BODY = 64 * KIB


@dataclass(frozen=True)
class Allow:
    """Who may enter, by the table of permissions. Whoever may not gets 404: strangers learn nothing
    of what is there. What may be done there with a thing is asked of the table again, with it.
    """

    name: str
    action: Action | None = None
    """Something that one of her posts must let her do; None for what is everybody's."""
    monitors: bool = False
    """Only from the networks that the setting names for it."""

    def admits(self, viewer: Viewer) -> bool:
        return self.action is None or may(viewer, self.action)


anyone = Allow("anyone")
monitors = Allow("monitors", monitors=True)
staff = Allow("staff", Action.READ)
moderators = Allow("moderators", Action.JUDGE)
officials = Allow("officials", Action.DESK)
everywhere = Allow("everywhere", Action.TEXTS)
"""Officials of every unit, or of the service centre: for what belongs to no unit."""
secretaries = Allow("secretaries", Action.MEETINGS)
registrars = Allow("registrars", Action.REGISTER)
auditors = Allow("auditors", Action.LOG)
administrators = Allow("administrators", Action.APPOINT)


@dataclass(frozen=True)
class Entry:
    """One method of one address.

    `form` is what a POST is read as, before any lock is taken; `again` is the page shown when the
    form is not accepted, with everything typed still in it. `machine` entries are called by
    programs: they carry no cookie and no origin and never read the session. `cached` pages may
    be kept for strangers. `writes` is False for a POST that only leads on to the next step.
    `probe` entries are answered in the event loop, whatever becomes of the database: their handler
    is a Probe. What `first` comes back with is the visit's `learned`.
    """

    method: str
    path: str
    handler: Callable[[Any], Any]
    allow: Allow = anyone
    form: "type[Form] | None" = None
    again: Handler | None = None
    machine: bool = False
    cached: bool = False
    writes: bool = False
    limit: Limit | None = None
    body: int = BODY
    probe: bool = False
    needs: tuple[str, ...] = ()
    """Modules of the profile; where one of them is off, nothing is here."""
    files: tuple[str, ...] = ()
    """Fields of a POST that may bring a file."""
    texts: tuple[str, ...] = ()
    """Fields of a POST whose words may come as a file of text."""
    keeps: bool = False
    """The page shown again keeps what was typed: a draft."""
    raw: bool = False
    """A POST that is no form: its body is handed over as it came."""
    first: First | None = None

    def is_open(self, modules: Modules) -> bool:
        return all(getattr(modules, name) for name in self.needs)


def get(
    path: str,
    handler: Handler,
    *,
    allow: Allow = anyone,
    machine: bool = False,
    cached: bool = False,
    limit: Limit | None = None,
    needs: tuple[str, ...] = (),
) -> Entry:
    return Entry(
        "GET",
        path,
        handler,
        allow=allow,
        machine=machine,
        cached=cached,
        limit=limit,
        needs=needs,
    )


def abroad(
    path: str,
    first: First,
    handler: Handler,
    *,
    again: Handler,
    writes: bool = False,
    limit: Limit | None = None,
) -> Entry:
    """A GET about which a provider is asked first; `again` is the page for when that fails.

    It `writes` where people come back from the provider with proof of who they are: nobody comes
    there by chance, because their own browser must have begun it.
    """
    return Entry("GET", path, handler, first=first, again=again, writes=writes, limit=limit)


def probe(
    method: str, path: str, handler: Probe, *, limit: Limit | None = None, body: int = BODY
) -> Entry:
    return Entry(method, path, handler, machine=True, probe=True, limit=limit, body=body)


def post(
    path: str,
    handler: Handler,
    *,
    allow: Allow = anyone,
    form: "type[Form] | None" = None,
    again: Handler | None = None,
    machine: bool = False,
    writes: bool = True,
    limit: Limit | None = None,
    body: int = BODY,
    needs: tuple[str, ...] = (),
    files: tuple[str, ...] = (),
    texts: tuple[str, ...] = (),
    keeps: bool = False,
    raw: bool = False,
    first: First | None = None,
) -> Entry:
    return Entry(
        "POST",
        path,
        handler,
        allow=allow,
        form=form,
        again=again,
        machine=machine,
        writes=writes,
        limit=limit,
        body=body,
        needs=needs,
        files=files,
        texts=texts,
        keeps=keeps,
        raw=raw,
        first=first,
    )


def allowed(entries: Sequence[Entry]) -> str:
    """The methods of one address, as the header Allow has them."""
    known = [entry.method for entry in entries]
    return ", ".join(["HEAD", *known] if "GET" in known else known)
