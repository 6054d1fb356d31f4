"""The part of the site map where anyone sees what we do not show, and how we judge."""

from web.entry import Entry, get
from web.pages import register, register_files

OPENNESS: tuple[Entry, ...] = (
    # An ending comes before the address without one.
    get("/moderation-log.atom", register_files.atom, cached=True, needs=("feeds",)),
    get("/moderation-log.json", register_files.data, cached=True),
    get("/moderation-log.csv", register_files.table, cached=True),
    get("/moderation-log", register.index, cached=True),
)
