"""Parts of the settings that are not typed as they stand in the profile."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from models.configuration import parts
from models.configuration.changing import Edit
from models.configuration.parts import Difference, Path, Plain
from models.errors import Invalid
from models.retention.rules import LONGEST
from models.retention.what import PRESETS, What
from web.configuration.fields import Field, Sort
from web.configuration.rooms import Part, Room
from web.forms import NotAccepted

_OWN = Field(("own",), Sort.TICK)


@dataclass(frozen=True)
class Centre(Room):
    """Which unit is the service centre: there is always one, and never two."""

    @property
    def paths(self) -> list[Path]:
        return [("units",)]

    def shown(self, data: Plain) -> dict[str, str]:
        return {self.code: next(row["slug"] for row in data["units"] if row["service_centre"])}

    def edit(self, values: Mapping[str, str]) -> Edit:
        try:
            chosen = self.fields[0].read(values)
        except Invalid as error:
            raise NotAccepted([error]) from None

        def edit(data: Plain) -> Plain:
            known = {row["slug"] for row in data["units"]}
            if chosen not in known:
                raise NotAccepted([Invalid(self.code, "no_unit")])
            units = [{**row, **_turned(row, row["slug"] == chosen)} for row in data["units"]]
            return {**data, "units": units}

        return edit

    def field_of(self, path: Path) -> str:
        return self.code


def _turned(row: Mapping[str, Any], is_centre: bool) -> dict[str, Any]:
    """What a unit is said to be, when the service centre is this one or another."""
    if is_centre == row["service_centre"]:
        return {}
    return {"service_centre": is_centre, "sort": "service_centre" if is_centre else "unit"}


@dataclass(frozen=True)
class UnitHours(Part):
    """When a unit is open, where that is not when the municipality is: typed as its calendar."""

    calendar: Room = field(default_factory=lambda: Room(""))

    def shown(self, data: Plain, row: Mapping[str, Any]) -> dict[str, str]:
        """Where it has none of its own, the municipality's week stands ready to be changed."""
        week = row["hours"] or {**data["site"]["calendar"], "closed": [], "short": []}
        return _OWN.shown(row["hours"]) | self.calendar.shown({"site": {"calendar": week}})

    def edit(self, key: str, values: Mapping[str, str], place: Field) -> Edit:
        week = self.calendar.edit(values) if _OWN.read(values) else None

        def edit(data: Plain) -> Plain:
            before = parts.at(data, (*self.path, key))
            hours = None
            if week is not None:
                begun = {"site": {"calendar": {"holidays": data["site"]["calendar"]["holidays"]}}}
                hours = week(begun)["site"]["calendar"]
            row = {**before["row"], "hours": hours}
            at = [one["slug"] for one in parts.at(data, self.path)].index(key)
            return parts.applied(
                data, [Difference((*self.path, key), None, {"at": at, "row": row})]
            )

        return edit

    def field_of(self, path: Path) -> str:
        is_hours = path[: len(self.path)] == self.path and path[2:3] == ("hours",)
        return self.calendar.field_of(("site", "calendar", *path[3:])) if is_hours else "form"


def unit_hours(calendar: Room) -> UnitHours:
    """The part whose rows are typed as this room is."""
    fields = (_OWN, *calendar.fields)
    bare = replace(calendar, fixed=())
    return UnitHours("hours", ("units",), fields, calendar.rows, fixed=True, calendar=bare)


class RetentionRules(Part):
    """Every rule of disposal there can be. What says no more than ours stands in no profile."""

    def names(self, data: Plain, language: str) -> list[tuple[str, str]]:
        """The name of each is its code, which has words of its own."""
        return [(what.value, what.value) for what in What]

    def found(self, data: Plain, key: str) -> dict[str, Any] | None:
        if key not in set(What):
            return None
        return super().found(data, key) or _preset(What(key))

    def usual(self, key: str) -> dict[str, Any] | None:
        preset = PRESETS[What(key)]
        return {"days": preset.days, "applies": preset.applies, "least": preset.least}

    def edit(self, key: str, values: Mapping[str, str], place: Field) -> Edit:
        errors: list[Invalid] = []
        typed: dict[str, Any] = {"what": key}
        for one in self.fields:
            try:
                typed[one.name] = one.read(values)
            except Invalid as error:
                errors.append(error)
        if errors:
            raise NotAccepted(errors)

        def edit(data: Plain) -> Plain:
            before = parts.at(data, (*self.path, key))
            turn = [what.value for what in What]
            rows = [row["what"] for row in parts.at(data, self.path)]
            at = sum(turn.index(one) < turn.index(key) for one in rows)
            after = None if typed == _preset(What(key)) else {"at": at, "row": typed}
            if before is None and after is None:
                return data
            return parts.applied(data, [Difference((*self.path, key), before, after)])

        return edit


def _preset(what: What) -> dict[str, Any]:
    preset = PRESETS[what]
    said = {"days": preset.days, "applies": preset.applies, "basis_sv": "", "basis_en": ""}
    return {"what": what.value, **said}


RETENTION = RetentionRules(
    "retention",
    ("retention",),
    (
        Field(("applies",), Sort.TICK),
        Field(("days",), Sort.NUMBER, most=LONGEST),
        *(Field((f"basis_{language}",), most=200) for language in ("sv", "en")),
    ),
    fixed=True,
)
CENTRE = Centre(
    "service_centre", (Field(("service_centre",), Sort.CHOICE, least=1, choices="every_unit"),)
)
