"""Names that the profile gives in two languages, and names that residents give themselves."""

from typing import Any

from moderation import imitation
from web import town
from web.visit import Visit


def named(row: Any, language: str) -> str:
    """The name of a unit or a subject in the reader's language."""
    name: str = row.name_sv if language == "sv" else row.name_en
    return name


def unit_of(row: Any, language: str) -> str:
    """The same of the unit that a row of something else names beside it."""
    name: str = row.unit_sv if language == "sv" else row.unit_en
    return name


def passes_for_ours(visit: Visit, name: str) -> bool:
    """Whether readers could take a name for the municipality's, a unit's or an official's."""
    site = visit.site
    bodies = [site.name, site.site_name]
    for unit in town.units(visit.session):
        bodies += [unit.name_sv, unit.name_en]
    return imitation.imitates(name, town=site.short_name, bodies=bodies)
