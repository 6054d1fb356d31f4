"""Frequent questions as officials find them: what to look over, what stands, what is asked."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from models import at_once, organisation
from models.calendar import today
from models.frequent import listing, views
from models.permissions import Action, Thing, may
from web import town
from web.answers import Answer, Shown
from web.pages.naming import named
from web.visit import Visit

HOME = "/casework/questions"
SPANS = {"week": 7, "90": 90}
"""What the list of what is asked most looks back at, in days; a week unless somebody chooses."""


def index(visit: Visit) -> Answer:
    """What is to be looked over, drafts, what stands there, and what is asked most."""
    span = visit.query.get("span", "")
    span = span if span in SPANS else "week"
    since = today() - timedelta(days=SPANS[span] - 1)
    units = dict(all_units(visit))
    subjects = {
        row.id: named(row, visit.language) for row in organisation.every_category(visit.session)
    }
    in_use = [_told(visit, row, units) for row in listing.in_use(visit.session)]
    return Shown(
        "casework/questions/list.html",
        {
            "due": [row for row in in_use if row["due"]],
            "drafts": _hers(visit, listing.drafts(visit.session), units),
            "in_use": [row for row in in_use if not row["due"]],
            "retired": _hers(visit, listing.retired(visit.session), units),
            "span": span,
            "direct": at_once.direct_answers(visit.session, since, today() + timedelta(days=1)),
            "aim": at_once.AIM,
            "top": views.top(visit.session, since),
            "behind": [
                {"subject": subjects.get(row.category_id, ""), "tag": row.tag, "count": row.count}
                for row in views.behind(visit.session, since)
            ],
        },
    )


def _hers(visit: Visit, rows: Sequence[Any], units: dict[int, str]) -> list[dict[str, Any]]:
    """Of what not everyone reads, what she words herself."""
    return [_told(visit, row, units) for row in rows if is_hers(visit, row.unit_id)]


def _told(visit: Visit, row: Any, units: dict[int, str]) -> dict[str, Any]:
    return {
        **row._asdict(),
        "unit": units.get(row.unit_id, ""),
        "hers": is_hers(visit, row.unit_id),
        "due": listing.is_due(row),
    }


def is_hers(visit: Visit, unit_id: int | None) -> bool:
    """Whether she may word the questions of a unit; of None, those that are for all."""
    return may(visit.viewer, Action.TEMPLATES, Thing(unit_id=unit_id))


def all_units(visit: Visit) -> list[tuple[int, str]]:
    """Every unit by its name, retired ones too: what they wrote still says whose it is."""
    return [(unit.id, named(unit, visit.language)) for unit in town.units(visit.session)]
