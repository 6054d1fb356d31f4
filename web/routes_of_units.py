"""The part of the site map about the organisation: who does what, and how that changes."""

from web.entry import Entry, get
from web.pages import units

UNITS: tuple[Entry, ...] = (
    get("/units", units.index, cached=True),
    get("/units/{slug}", units.show, cached=True),
)
