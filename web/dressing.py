"""The site in its draft, for an administrator who asked to see it: never for anybody else, never
kept, and never for what is done, only for what is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from models import profile, reconfiguring
from models.configuration import draft, parts
from models.configuration.draft import Draft
from models.logo import Mark
from models.permissions import Action, may
from models.profile import Site
from models.viewer import Viewer
from web.answers import Cookie

COOKIE = "draft"
ON = Cookie(COOKIE, "1")
OFF = Cookie(COOKIE, None)
HOME = "/admin/appearance"


@dataclass(frozen=True)
class Dressing:
    """What a page of the draft is made with. `mark` differs whenever the draft does."""

    site: Site
    marks: Mapping[str, Mark]
    mark: str

    @property
    def stylesheet(self) -> str:
        """Where the colours of the draft are; asked for with its mark, so never an older one."""
        return f"{HOME}/site.css?of={self.mark}"

    @property
    def logo(self) -> Mark | None:
        return self.marks.get("light")

    def logo_at(self, mode: str) -> str:
        """Where the draft's logo is."""
        return f"{HOME}/logos/{mode}?of={self.mark}"


def asked_for(
    session: Session, viewer: Viewer, method: str, cookies: Mapping[str, str]
) -> Dressing | None:
    """The draft, where an administrator reads and asked for it; else None."""
    asks = method == "GET" and cookies.get(COOKIE) == ON.value
    return of(session) if asks and may(viewer, Action.APPOINT) else None


def of(session: Session) -> Dressing | None:
    """The draft as something to wear; None without a draft, or when it fits no more."""
    found = draft.read(session)
    if found is None:
        return None
    return _made(session, found, profile.version(session))


_last: dict[tuple[int, int], Dressing] = {}


def _made(session: Session, found: Draft, version: int) -> Dressing | None:
    known = (found.version, version)
    if known not in _last:
        try:
            whole = parts.whole(found.edit(parts.plain(reconfiguring.present(session))))
        except (ValueError, KeyError):
            # What it was drawn over has gone. The page of the draft says so; every other goes on.
            return None
        _last.clear()
        _last[known] = Dressing(whole.site, whole.marks, f"{found.version}-{version}")
    return _last[known]
