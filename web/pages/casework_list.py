"""The desk of officials: open cases in groups by promised day, and any case that is asked for."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from models import consulted, reading
from models.calendar import now
from models.desk import finding, groups, whose
from models.desk.groups import MANY, Group, Key
from models.desk.whose import Desk, Whose
from models.face import face, is_delayed
from models.permissions import Action
from models.permissions_of_cases import among
from web import town
from web.answers import Answer, Seen, Shown, What
from web.pages import awaited
from web.pages.naming import named
from web.pages.paging import day_and_id, integers
from web.pages.ticked import MOST
from web.visit import Visit

SHOWN = 25
"""Of each group where all are shown; of one alone twice as many."""
LONGEST = 200
DONE = frozenset({"delays", "handovers", "answers", "macros", "given", "remarks"})
"""What is said once above the list: several cases at once, or one that is not hers any more."""


def index(visit: Visit) -> Answer:
    """What waits: mine, my unit's or everybody's; or what was found."""
    session = visit.session
    asked = visit.query.get("q", "").strip()[:LONGEST]
    desk = whose.desk_of(visit.viewer)
    chosen = desk.chosen(visit.query.get("whose", ""))
    if asked:
        found = _found(visit, asked) | _choices(desk, None)
        # That somebody searched is written down, and not for what.
        return Shown("casework/list.html", found, seen=Seen(What.SEARCH))
    only = whose.only(session, chosen, desk)
    allowed = whose.only(session, Whose.ALL, desk)
    group = next((one for one in Group if one == visit.query.get("group")), None)
    after = _key(visit.query.get("after", "")) if group else None
    ticked = group is not None and visit.query.get("all") == "yes"
    size = MOST if ticked else 2 * SHOWN if group else SHOWN
    places = {
        one: groups.keys(
            session,
            one,
            allowed if one is Group.APPEALS else only,
            most=size + 1,
            after=after,
        )
        # An appeal is nobody's to choose; on her own desk stands what is hers.
        for one in ([group] if group else Group)
        if not (one is Group.APPEALS and chosen is Whose.MINE)
    }
    rows = groups.rows(session, [key.id for keys in places.values() for key in keys[:size]])
    # Of what her unit is asked about, by when.
    asked_by = consulted.days_for(session, desk.units) if desk.units else {}
    shown = []
    for one, keys in places.items():
        lines = [
            _line(visit, rows[key.id]) | {"asked_by": asked_by.get(key.id)}
            for key in keys[:size]
            if key.id in rows
        ]
        cut = len(keys) > size
        counted = allowed if one is Group.APPEALS else only
        count = groups.count(session, one, counted) if cut or after else len(keys)
        if lines:
            more = _address(chosen, one, keys[size - 1]) if cut else ""
            every = f"{_address(chosen)}&group={one.value}&all=yes"
            line = {"code": one.value, "rows": lines, "count": count}
            shown.append(line | {"more_url": more, "all_url": every})
    return Shown(
        "casework/list.html",
        {
            "groups": shown,
            "many": MANY,
            "alone": group is not None,
            "ticked": ticked,
            "hits": None,
            "q": "",
            "next_url": "",
            "first_url": _address(chosen) if group else "",
            "done": _done(visit),
            "to_read": _to_read(visit),
            "silent": awaited.silent(visit, only) if group is None else None,
            **_choices(desk, chosen),
        },
    )


def _to_read(visit: Visit) -> list[Any]:
    """Drafts that colleagues ask her to read, of cases that she may have before her."""
    rows = reading.waiting_for(visit.session, visit.viewer.person_id or 0)
    cases = [row.submission_id for row in rows]
    known = among(visit.session, visit.viewer, Action.DESK, cases)
    return [row for row in rows if row.submission_id in known]


def _choices(desk: Desk, chosen: Whose | None) -> dict[str, Any]:
    return {
        "choices": [(one.value, _address(one)) for one in desk.choices],
        "whose": chosen.value if chosen else "",
    }


def _found(visit: Visit, asked: str) -> dict[str, Any]:
    place = integers(visit.query.get("before", ""), 2)
    before = finding.Place(*place) if place else None
    hits, following = finding.find(
        visit.session, asked, visit.language, visit.viewer, before=before
    )
    address = f"/casework?{urlencode({'q': asked})}"
    return {
        "groups": [],
        "many": MANY,
        "alone": False,
        "ticked": False,
        "hits": [_line(visit, hit.row) | {"why": hit.why} for hit in hits],
        "q": asked,
        "next_url": f"{address}&before={following.second}-{following.id}" if following else "",
        "first_url": address if place else "",
        "done": None,
    }


def _address(chosen: Whose, group: Group | None = None, after: Key | None = None) -> str:
    asked = {"whose": chosen.value}
    if group is not None and after is not None:
        key = f"{after.part}-{after.day.isoformat()}-{after.id}"
        asked |= {"group": group.value, "after": key}
    return f"/casework?{urlencode(asked)}"


def _key(given: str) -> Key | None:
    part, _, rest = given.partition("-")
    place = day_and_id(rest)
    if place is None or part not in {"0", "1", "2"}:
        return None
    day: date = place[0]
    return Key(int(part), day, place[1])


def _done(visit: Visit) -> dict[str, Any] | None:
    """What was just done to several cases at once, said once above the list."""
    act, _, number = visit.query.get("done", "").partition("-")
    count = integers(number, 1)
    if act not in DONE or count is None:
        return None
    return {"act": act, "count": count[0]}


def _line(visit: Visit, row: Any) -> dict[str, Any]:
    units = {unit.id: named(unit, visit.language) for unit in town.units(visit.session)}
    return {
        **row._asdict(),
        "face": face(row.status, row.outcome, row.ruling),
        "late": is_delayed(row) or (row.decide_at is not None and row.decide_at < now()),
        "assignee": row.assignee or "",
        "unit": units.get(row.unit_id, ""),
    }
