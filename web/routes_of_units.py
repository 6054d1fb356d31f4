"""The part of the site map about the organisation: who does what, and how that changes."""

from web.entry import Entry, administrators, get, post
from web.pages import reorganisations, units

_CHANGES = "/admin/reorganisations"

UNITS: tuple[Entry, ...] = (
    get("/units", units.index, cached=True),
    get("/units/{slug}", units.show, cached=True),
    get(_CHANGES, reorganisations.index, allow=administrators),
    post(
        f"{_CHANGES}/preview",
        reorganisations.preview,
        form=reorganisations.Plan,
        again=reorganisations.index,
        allow=administrators,
        writes=False,
    ),
    post(
        _CHANGES,
        reorganisations.create,
        form=reorganisations.Plan,
        again=reorganisations.index,
        allow=administrators,
    ),
    post(
        f"{_CHANGES}/{{id}}/undo",
        reorganisations.undo,
        form=reorganisations.Version,
        again=reorganisations.index,
        allow=administrators,
    ),
)
