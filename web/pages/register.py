"""The public register of what was not published, and why; as a page, and what its files share."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Row

from models import organisation, rule_pause
from models.calendar import DAY, end_of, now, start_of
from models.errors import Invalid
from models.keeping import DAYS
from models.states import Kind
from moderation import figures, record, transparency_counts
from moderation.reasons import Reason
from moderation.register_entries import Chosen, Entry, Place, What
from web import town
from web.answers import Answer, Shown
from web.pages.admin_log import day_of
from web.pages.naming import named
from web.pages.paging import integers
from web.visit import Visit

HERE = "/moderation-log"
FILTERS = ("what", "kind", "reason", "subject", "unit", "first", "last")
LONGEST = 60
FEW = 5
"""Fewer people than this are not counted out loud: it could tell who."""


@dataclass(frozen=True)
class Asked:
    """What a reader chose, as it stands in the address, and what that means."""

    values: dict[str, str]
    chosen: Chosen
    after: Place | None
    wrong: tuple[str, ...]
    """Fields that hold no day."""

    def address(self, path: str, after: Place | None = None) -> str:
        asked = {name: value for name, value in self.values.items() if value}
        if after is not None:
            asked["after"] = "-".join(str(part) for part in after)
        return f"{path}?{urlencode(asked)}" if asked else path


def asked(visit: Visit) -> Asked:
    """What was chosen; a code that we do not know chooses nothing."""
    values = {name: visit.query.get(name, "").strip()[:LONGEST] for name in FILTERS}
    first, last = day_of(values["first"]), day_of(values["last"])
    place = integers(visit.query.get("after", ""), 3)
    return Asked(
        values=values,
        chosen=Chosen(
            what=next((one for one in What if one == values["what"]), None),
            kind=next((one for one in Kind if one == values["kind"]), None),
            reason=next((one for one in Reason if one == values["reason"]), None),
            category_id=_id(organisation.every_category(visit.session), values["subject"]),
            unit_id=_id(town.units(visit.session), values["unit"]),
            since=start_of(first) if first else None,
            until=end_of(last) if last else None,
        ),
        after=Place(*place) if place else None,
        wrong=tuple(
            name for name in ("first", "last") if values[name] and day_of(values[name]) is None
        ),
    )


def _id(rows: Any, slug: str) -> int | None:
    return next((row.id for row in rows if row.slug == slug), None)


def entries(visit: Visit, wanted: Asked, *, most: int = record.PAGE) -> list[Entry]:
    """One more than a page holds, so that it is known whether there is another one."""
    return record.entries(
        visit.session,
        wanted.chosen,
        limit=most + 1,
        after=wanted.after,
        police_days=visit.site.reviewing.police_days,
    )


@dataclass(frozen=True)
class Places:
    """Subjects and units by their ids, retired ones too."""

    subjects: dict[int, Row[Any]]
    units: dict[int, Row[Any]]


def places(visit: Visit) -> Places:
    return Places(
        {row.id: row for row in organisation.every_category(visit.session)},
        {row.id: row for row in town.units(visit.session)},
    )


def index(visit: Visit) -> Answer:
    """Every restriction, newest first; nobody's words and nobody's name."""
    wanted = asked(visit)
    found = [] if wanted.wrong else entries(visit, wanted)
    shown = found[: record.PAGE]
    known = places(visit)
    session, site = visit.session, visit.site
    pause = rule_pause.present(session) if site.reviewing.publish_late else None
    return Shown(
        "moderation_log/list.html",
        {
            "rows": [_row(entry, known, visit.language) for entry in shown],
            "held_back": record.held_back(session, site.reviewing.police_days),
            "kept": figures.lately(session),
            "days": DAYS,
            "paused": counted_people(visit),
            "few": FEW,
            "rule_pause": pause.reason if pause else "",
            "values": wanted.values,
            "errors": [Invalid(name, "bad") for name in wanted.wrong],
            "filtered": any(wanted.values.values()),
            "whats": [one.value for one in What],
            "kinds": [one.value for one in site.kinds],
            "reasons": [one.value for one in Reason],
            "subjects": _choices(known.subjects.values(), visit.language),
            "units": _choices(known.units.values(), visit.language),
            "next_url": wanted.address(HERE, shown[-1].place) if len(found) > len(shown) else "",
            "first_url": wanted.address(HERE) if wanted.after else "",
            "files": {form: wanted.address(f"{HERE}.{form}") for form in ("atom", "json", "csv")},
        },
        lasting=1.0,
    )


def _row(entry: Entry, known: Places, language: str) -> dict[str, Any]:
    subject = known.subjects.get(entry.category_id or 0)
    return {
        **entry._asdict(),
        "key": entry.key,
        "at": entry.at,
        "what": entry.what.value,
        "kind": entry.kind.value if entry.kind else "",
        "section": entry.section,
        "reason": entry.reason.value if entry.reason else "",
        "subject": named(subject, language) if subject else "",
    }


def _choices(rows: Any, language: str) -> list[tuple[str, str]]:
    return [(row.slug, named(row, language)) for row in rows]


def counted_people(visit: Visit) -> list[dict[str, Any]]:
    """Measures against people lately: kind and number, and no number where it could tell who."""
    until = now()
    counted: dict[str, int] = {}
    for one in transparency_counts.paused(visit.session, until - DAYS * DAY, until):
        counted[one.kind.value] = counted.get(one.kind.value, 0) + one.number
    return [
        {"kind": kind, "number": number if number >= FEW else None}
        for kind, number in counted.items()
    ]
