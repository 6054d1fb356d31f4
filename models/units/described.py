"""A unit as a profile names it, and what cannot be said of units."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.hours import Rules
from models.misfit import Misfit
from models.organisation import UnitSort


class UnitRow(BaseModel):
    """A unit, as the file names it. `parent` is the slug of what it is a part of."""

    model_config = ConfigDict(extra="forbid")

    slug: str
    name_sv: str
    name_en: str
    phone: str = ""
    service_centre: bool = False
    sort: UnitSort = UnitSort.UNIT
    parent: str | None = None
    email: str = Field(default="", max_length=254)
    address: str = Field(default="", max_length=200)
    run_by: str = Field(default="", max_length=120)
    about_sv: str = Field(default="", max_length=500)
    about_en: str = Field(default="", max_length=500)
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    hours: Rules | None = None
    """Its own calendar, as `[calendar]` of the profile, where it is open at other times."""

    @model_validator(mode="after")
    def _is_one_sort(self) -> Self:
        if self.service_centre:
            self.sort = UnitSort.SERVICE_CENTRE
        elif self.sort is UnitSort.SERVICE_CENTRE:
            said = f"units {self.slug}: say service_centre = true instead of its sort"
            raise Misfit("centre_sort", said, "sort")
        if self.valid_from and self.valid_until and self.valid_until <= self.valid_from:
            said = f"units {self.slug}: valid_until must come after valid_from"
            raise Misfit("until_before", said, "valid_until")
        return self

    def columns(self) -> dict[str, Any]:
        """The row of the table that says this; its parent is set when every unit has an id."""
        said = self.model_dump(exclude={"parent", "hours"})
        return said | {"hours": self.hours.model_dump_json() if self.hours else ""}


def told(row: Any, slugs: Mapping[int, str]) -> UnitRow:
    """A row of the table as a profile says it; `slugs` are those of units by id."""
    plain = set(UnitRow.model_fields) - {"parent", "hours"}
    return UnitRow(
        **{name: getattr(row, name) for name in plain},
        parent=slugs.get(row.parent_id),
        hours=rules_of(row),
    )


def rules_of(row: Any) -> Rules | None:
    """The calendar of a unit's own; None where it is open as the municipality is."""
    return Rules.model_validate_json(row.hours) if row.hours else None


def check(rows: Sequence[UnitRow]) -> None:
    """Misfit for a parent that is not there or no unit could be a part of, for units that are
    parts of each other, and for two service centres.
    """
    sorts = {row.slug: row.sort for row in rows}
    parents = {row.slug: row.parent for row in rows}
    for row in rows:
        parent = ("units", row.slug, "parent")
        if row.parent is not None and row.parent not in sorts:
            said = f"units {row.slug}: there is no unit {row.parent}"
            raise Misfit("no_unit", said, *parent, value=row.parent)
        if row.parent is not None and sorts[row.parent] in _LEAVES:
            said = f"units {row.slug}: {row.parent} has no units under it"
            raise Misfit("leaf", said, *parent)
        seen, at = {row.slug}, row.parent
        while at is not None:
            if at in seen:
                said = f"units {row.slug}: it is a part of itself, by way of {at}"
                raise Misfit("circle", said, *parent)
            seen.add(at)
            at = parents.get(at)
    centres = sum(row.service_centre for row in rows)
    if centres > 1:
        said = f"units: exactly one is the service centre, not {centres}"
        raise Misfit("centres", said, "units", n=centres)


_LEAVES = {UnitSort.SERVICE_CENTRE, UnitSort.EXTERNAL}
