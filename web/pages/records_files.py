"""The register of the law for programs: JSON and CSV, with the same filters as the page.

What each field means stands in docs/openness.md; a field is added, never renamed.
"""

from typing import Any

from models.calendar import local
from models.register import listing
from models.register.listing import Entry
from models.settings import settings
from web.answers import Answer
from web.csv_files import csv_of
from web.pages.records import HERE, asked, told
from web.pages.register_files import as_csv, as_json
from web.visit import Visit

MOST_LINES = 5_000
"""Of a CSV: whoever wants older ones chooses a time."""
FIELDS = (
    *("received", "reference", "register_number", "kind", "subject", "sender", "unit"),
    *("status", "decided_by", "decided_on", "withheld", "destroyed", "url"),
)


def _facts(entry: Entry, language: str) -> dict[str, Any]:
    line = told(entry, language)
    return {
        "received": local(entry.received_at).date().isoformat(),
        "reference": entry.reference,
        "register_number": entry.number or None,
        "kind": line["kind"] or None,
        "subject": entry.title or None,
        "sender": entry.sender or None,
        "unit": line["unit"] or None,
        "status": line["face"] or None,
        "decided_by": entry.body or None,
        "decided_on": entry.decided_on.isoformat() if entry.decided_on else None,
        "withheld": entry.withheld,
        "destroyed": entry.destroyed,
        "url": None if entry.withheld else f"{settings().base_url}/submissions/{entry.reference}",
    }


def data(visit: Visit) -> Answer:
    """A page of it as JSON, with the address of the next one; what is no day chooses nothing."""
    given = asked(visit)
    found = listing.page(visit.session, given.wanted, after=given.after)
    base, shown = settings().base_url, found[: listing.PAGE]
    following = shown[-1].place if len(found) > len(shown) else None
    here = f"{HERE}.json"
    made = {
        "self_url": base + given.address(here, given.after),
        "page_url": base + given.address(HERE),
        "next_url": base + given.address(here, following) if following else None,
        "entries": [_facts(entry, visit.language) for entry in shown],
    }
    return as_json(made, lasting=1.0)


def table(visit: Visit) -> Answer:
    """The newest lines as CSV."""
    given = asked(visit)
    found = listing.page(visit.session, given.wanted, after=given.after, most=MOST_LINES)
    rows = [tuple(_facts(entry, visit.language).values()) for entry in found[:MOST_LINES]]
    return as_csv(csv_of(FIELDS, rows), lasting=1.0)
