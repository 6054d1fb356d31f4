"""Settings: where administrators begin."""

from collections.abc import Iterator

from models import invitation
from models.calendar import today
from models.configuration import changes
from models.hours import years_without_days
from models.organisation import units
from models.permissions import Action, may
from models.units import described
from web.answers import Answer, Shown
from web.pages.naming import named
from web.visit import Visit

Room = tuple[str, str, Action]
_MANAGE, _LOOK = Action.APPOINT, Action.LOG


def _settings(*codes: str) -> tuple[Room, ...]:
    return tuple((code, f"/admin/settings/{code}", _MANAGE) for code in codes)


GROUPS: tuple[tuple[str, tuple[Room, ...]], ...] = (
    (
        "people",
        (
            ("people", "/admin/people", _MANAGE),
            ("invitations", "/admin/invitations", _MANAGE),
            ("organisations", "/admin/organisations", _MANAGE),
            ("log", "/admin/log", _LOOK),
        ),
    ),
    (
        "shown",
        (
            *_settings("contact", "notice", "modules"),
            ("appearance", "/admin/appearance", _MANAGE),
            ("words", "/admin/words", _MANAGE),
            ("reasons", "/admin/words#reasons", _MANAGE),
            ("templates", "/casework/templates", _MANAGE),
            ("questions", "/casework/questions", _MANAGE),
        ),
    ),
    (
        "owners",
        (
            *_settings("subjects", "units", "service_centre", "routes", "areas", "boards", "place"),
            ("reorganisations", "/admin/reorganisations", _MANAGE),
        ),
    ),
    ("times", _settings("promises", "calendar", "hours")),
    (
        "rules",
        _settings("proposals", "participation", "review", "desk", "reports", "support"),
    ),
    (
        "kept",
        (*_settings("diaries", "retention"), ("gone", "/admin/retention", _LOOK)),
    ),
    (
        "whole",
        (("changes", "/admin/changes", _MANAGE), ("file", "/admin/configuration", _MANAGE)),
    ),
)
"""Groups of code, address, what lets one in. A new room is a line here and its words in
admin/home.html, or in admin/_setting_words.html where it holds values.
"""


def _unnamed(visit: Visit) -> Iterator[tuple[int, str, str]]:
    """Years that a calendar lacks days off of its own for: the year, whose calendar it is ("" for
    the municipality's), and where they are written down.
    """
    for year in years_without_days(visit.site.calendar, today().year):
        yield year, "", "/admin/settings/calendar"
    for row in units(visit.session):
        rules = described.rules_of(row) if row.retired_at is None else None
        if rules is not None:
            for year in years_without_days(rules, today().year):
                yield year, named(row, visit.language), f"/admin/settings/hours/rows/{row.slug}"


def show(visit: Visit) -> Answer:
    """What there is to settle: people, and everything that is data."""
    groups = [
        (name, found)
        for name, rooms in GROUPS
        if (found := [(code, path) for code, path, need in rooms if may(visit.viewer, need)])
    ]
    appoints = may(visit.viewer, Action.APPOINT)
    invited = len(invitation.still_open(visit.session)) if appoints else 0
    changed = changes.page(visit.session, most=1) if appoints else []
    return Shown(
        "admin/home.html",
        {
            "groups": groups,
            "invited": invited,
            "unnamed": list(_unnamed(visit)) if appoints else [],
            "changed": changed[0] if changed else None,
        },
    )
