"""The part of the site map where anyone sees how casework goes."""

from web.entry import Entry, get
from web.pages import statistics

STATISTICS: tuple[Entry, ...] = (
    # An ending comes before the address without one.
    get("/statistics.json", statistics.data, cached=True),
    get("/statistics.csv", statistics.table, cached=True),
    get("/statistics/{year}.json", statistics.data, cached=True),
    get("/statistics/{year}.csv", statistics.table, cached=True),
    get("/statistics/{period}", statistics.show, cached=True),
    get("/statistics", statistics.index, cached=True),
)
