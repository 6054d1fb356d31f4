"""The register of the law (OSL 5 kap. 1, 2 §§), for everyone, and what its files share."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from models.errors import Invalid
from models.face import face
from models.register import listing, unfinished
from models.register.listing import Entry, Wanted
from web import town
from web.answers import Answer, Shown
from web.pages.admin_log import day_of
from web.pages.naming import named
from web.pages.paging import integers
from web.pages.records_naming import boards_of
from web.visit import Visit

HERE = "/records"
FILTERS = ("number", "first", "last", "unit", "board")
LONGEST = 60


@dataclass(frozen=True)
class Asked:
    """What a reader chose, as it stands in the address, and what that means."""

    values: dict[str, str]
    wanted: Wanted
    after: tuple[int, int] | None
    wrong: tuple[str, ...]
    """Fields that hold no day."""

    def address(self, path: str, after: tuple[int, int] | None = None) -> str:
        given = {name: value for name, value in self.values.items() if value}
        if after is not None:
            given["after"] = f"{after[0]}-{after[1]}"
        return f"{path}?{urlencode(given)}" if given else path


def asked(visit: Visit) -> Asked:
    """What was chosen; a unit or a board that we do not know chooses nothing."""
    values = {name: visit.query.get(name, "").strip()[:LONGEST] for name in FILTERS}
    place = integers(visit.query.get("after", ""), 2)
    units = {row.slug: row.id for row in town.units(visit.session)}
    days = {name: day_of(values[name]) for name in ("first", "last")}
    return Asked(
        values=values,
        wanted=Wanted(
            first=days["first"],
            last=days["last"],
            number=values["number"],
            unit_id=units.get(values["unit"]),
            board=values["board"] if values["board"] in boards_of(visit) else "",
        ),
        after=(place[0], place[1]) if place else None,
        wrong=tuple(name for name, day in days.items() if values[name] and day is None),
    )


def index(visit: Visit) -> Answer:
    """A page of the register, the newest first."""
    given = asked(visit)
    found = [] if given.wrong else listing.page(visit.session, given.wanted, after=given.after)
    shown = found[: listing.PAGE]
    half = unfinished.present()
    return Shown(
        "records/list.html",
        {
            "rows": [told(entry, visit.language) for entry in shown],
            "values": given.values,
            "errors": [Invalid(name, "bad") for name in given.wrong],
            "filtered": any(given.values.values()),
            "units": [(row.slug, named(row, visit.language)) for row in town.units(visit.session)],
            "boards": list(boards_of(visit).items()),
            "reports": [one.code for one in (half, half.before)]
            if visit.site.modules.proposals
            else [],
            "next_url": given.address(HERE, shown[-1].place) if len(found) > len(shown) else "",
            "first_url": given.address(HERE) if given.after else "",
            "files": {form: given.address(f"{HERE}.{form}") for form in ("csv", "json")},
        },
        lasting=1.0,
    )


def told(entry: Entry, language: str) -> dict[str, Any]:
    """A line as page and files show it."""
    return {
        "reference": entry.reference,
        "number": entry.number,
        "received_at": entry.received_at,
        "withheld": entry.withheld,
        "destroyed": entry.destroyed,
        "title": entry.title,
        "kind": entry.kind.value if entry.kind else "",
        "sender": entry.sender,
        "unit": named(entry.unit, language) if entry.unit else "",
        "face": face(entry.status, entry.outcome, entry.ruling) if entry.status else "",
        "body": entry.body,
        "decided_on": entry.decided_on,
    }
