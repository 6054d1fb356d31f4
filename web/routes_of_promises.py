"""The part of the site map where anyone sees what we promise, and what is late."""

from web.entry import Entry, get
from web.pages import promises, promises_open

PROMISES: tuple[Entry, ...] = (
    get("/promises", promises.index, cached=True),
    get("/promises.json", promises_open.data, cached=True),
    get("/promises/overdue", promises_open.late, cached=True),
    get("/promises/overdue.json", promises_open.late_data, cached=True),
    get("/feeds/promises.atom", promises_open.feed, cached=True, needs=("feeds",)),
    get("/feeds/promises.json", promises_open.feed, cached=True, needs=("feeds",)),
)
