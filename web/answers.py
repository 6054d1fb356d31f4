"""What a handler may answer with. Rendering comes after the commit, never in a transaction."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from models.access_log import Seen, What

__all__ = ["Answer", "Cookie", "Go", "Plain", "Seen", "Sheet", "Shown", "What"]


@dataclass(frozen=True)
class Cookie:
    """A necessary cookie. `value` None takes it away; `seconds` None ends with the browser."""

    name: str
    value: str | None
    path: str = "/"
    seconds: int | None = None


@dataclass(frozen=True)
class Shown:
    """A page. `stream` names the history it shows, so that the cache can tell when it is stale
    (`version` is its version where the handler has read it already);
    `lasting` is for lists, in seconds; with neither it is private and never stored.
    `kept` marks token pages, whose address must not travel as a referrer.
    `returns` lets a stranger's browser go back to the page as she left it; any other visit asks for
    it anew. `seen` is written to the access log before the page is sent.
    """

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    stream: str | None = None
    version: int | None = None
    lasting: float = 0.0
    kept: bool = False
    returns: bool = False
    media: str = "text/html"
    cookies: tuple[Cookie, ...] = ()
    seen: Seen | tuple[Seen, ...] | None = None


@dataclass(frozen=True)
class Go:
    """On to another address with GET: after every form that did something."""

    location: str
    cookies: tuple[Cookie, ...] = ()


@dataclass(frozen=True)
class Away:
    """On to a provider that the settings name, and that has given this address itself. A page of
    ours leads here by a link: browsers follow no form out of the site (CSP, form-action).
    """

    location: str
    cookies: tuple[Cookie, ...] = ()


@dataclass(frozen=True)
class Plain:
    """A short machine-readable answer, never stored."""

    body: str = ""
    status: int = 200
    media: str = "text/plain"


@dataclass(frozen=True)
class Sheet:
    """Bytes that somebody sent and we made anew: open for reading, closed once they are on the way.

    `mark` tells them from all others. With a `name` they are to be saved under it, never shown.
    `public` is whether everyone may see them now; `seen` is as of a page.
    """

    file: BinaryIO
    media: str
    size: int
    mark: str
    name: str
    public: bool
    seen: Seen | None = None


@dataclass(frozen=True)
class Bundle:
    """A file for one person alone, made when the answer is on its way: after the commit, so that
    nobody waits for it, and outside of the event loop.
    """

    make: Callable[[], BinaryIO]
    media: str
    name: str


Answer = Shown | Go | Away | Plain | Sheet | Bundle
