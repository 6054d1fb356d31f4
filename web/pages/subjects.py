"""Subjects as the form offers them: in residents' words, with whose they are when not ours."""

from collections.abc import Mapping
from typing import Any

from models import organisation
from web import town
from web.pages.naming import named
from web.visit import Visit


def offered(visit: Visit, kind: str) -> list[dict[str, Any]]:
    """The subjects that suit a kind, in the order of the profile."""
    rows = organisation.suiting(town.categories(visit.session), kind)
    return [_told(visit, row) for row in rows]


def chosen(visit: Visit, values: Mapping[str, str]) -> dict[str, Any]:
    """The chosen subject; empty for "not sure", and while there is none."""
    wanted = values.get("subject")
    rows = (row for row in town.categories(visit.session) if row.slug == wanted)
    return next((_told(visit, row) for row in rows), {})


def has_place(visit: Visit, values: Mapping[str, str]) -> bool:
    """The place is asked for when the subject has one, and when we are to choose the subject."""
    return bool(chosen(visit, values).get("place", True))


def is_elsewhere(visit: Visit, values: Mapping[str, str]) -> bool:
    """Whether the subject is somebody else's, and she has not been told so yet."""
    told = values.get("anyway") == values.get("subject")
    return bool(chosen(visit, values).get("owner")) and not told


def _told(visit: Visit, row: Any) -> dict[str, Any]:
    swedish = visit.language == "sv"
    return {
        "slug": row.slug,
        "name": named(row, visit.language),
        "place": row.place,
        "hint": row.hint_sv if swedish else row.hint_en,
        "place_hint": row.place_hint_sv if swedish else row.place_hint_en,
        "urgent": row.urgent,
        "owner": row.owner_sv if swedish else row.owner_en,
        "owner_about": row.owner_about_sv if swedish else row.owner_about_en,
        "owner_phone": row.owner_phone,
        "owner_url": row.owner_url,
    }
