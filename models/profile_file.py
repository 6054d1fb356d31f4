"""A profile as a file: TOML with logos beside it. What is read here becomes the rows of a town."""

import base64
import binascii
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models import reviewing, routing
from models.errors import Invalid
from models.logo import Mark, read_mark
from models.misfit import Misfit
from models.organisation import Pillar
from models.profile import Site
from models.promise_line import Line, check
from models.register import series
from models.retention import rules as retention
from models.retention.rules import RuleRow
from models.routing import RouteRow
from models.units import described
from models.units.area import AreaRow
from models.units.described import UnitRow

ROWS = (
    *("units", "boards", "areas", "categories", "routes"),
    *("questions", "promises", "retention"),
)
"""Parts of the file that are rows of their own."""
ENDINGS = {"image/svg+xml": "svg", "image/png": "png"}
WRITTEN_OUT = ";base64,"


class BoardRow(BaseModel):
    """A board that meets and decides."""

    model_config = ConfigDict(extra="forbid")

    slug: str
    name_sv: str = Field(max_length=120)
    name_en: str = Field(max_length=120)


class SubjectRow(BaseModel):
    """A subject as the file names it: the columns of Category, and the slug of its unit."""

    model_config = ConfigDict(extra="forbid")

    slug: str
    name_sv: str
    name_en: str
    unit: str
    place: bool = True
    hint_sv: str = ""
    hint_en: str = ""
    place_hint_sv: str = ""
    place_hint_en: str = ""
    kinds: str = ""
    urgent: bool = False
    is_case: bool = False
    owner_sv: str = ""
    owner_en: str = ""
    owner_about_sv: str = ""
    owner_about_en: str = ""
    owner_phone: str = ""
    owner_url: str = ""
    pillar: Pillar = Pillar.SERVICE


class QuestionRow(BaseModel):
    """A frequent question with our answer; `subject` is the slug of a subject, or ''."""

    model_config = ConfigDict(extra="forbid")

    slug: str = Field(pattern=r"^[a-z0-9-]{1,60}$")
    question_sv: str = Field(max_length=200)
    question_en: str = Field(max_length=200)
    answer_sv: str
    answer_en: str
    subject: str = ""


class Logos(BaseModel):
    """File names beside the profile: on the coloured band by day, and at night."""

    model_config = ConfigDict(extra="forbid")

    light: str
    dark: str


class Whole(BaseModel):
    """Everything a profile file says."""

    model_config = ConfigDict(extra="forbid")

    site: Site
    units: tuple[UnitRow, ...]
    boards: tuple[BoardRow, ...] = ()
    areas: tuple[AreaRow, ...] = ()
    categories: tuple[SubjectRow, ...]
    routes: tuple[RouteRow, ...] = ()
    """Which unit gets what is not its subject's unit's: the first that fits."""
    promises: tuple[Line, ...]
    questions: tuple[QuestionRow, ...] = ()
    retention: tuple[RuleRow, ...] = ()
    """How long what is kept, where the municipality has decided otherwise than the presets."""
    logo: Logos | None = None
    marks: dict[str, Mark] = Field(default_factory=dict)
    """By mode; read from the files that `logo` names."""

    @model_validator(mode="after")
    def _promises_everybody_something(self) -> Self:
        subjects = {row.slug for row in self.categories}
        check(self.promises, subjects)
        reviewing.check(self.site.reviewing, subjects)
        series.check(self.site.diaries, {row.slug for row in self.boards})
        retention.check(self.retention)
        return self

    @model_validator(mode="after")
    def _gives_every_case_to_somebody(self) -> Self:
        described.check(self.units)
        areas = [row.slug for row in self.areas]
        if len(set(areas)) != len(areas):
            raise Misfit("slug_twice", "areas: two have the same slug", "areas")
        routing.check(
            self.routes,
            subjects={row.slug for row in self.categories},
            areas=areas,
            units={row.slug for row in self.units},
        )
        return self


def named(marks: Mapping[str, Mark]) -> Logos | None:
    """The names of the files that these marks are written to; None where there are none."""
    names = {mode: f"logo-{mode}.{ENDINGS[mark.media]}" for mode, mark in marks.items()}
    return Logos(**names) if names else None


def read(file: Path) -> Whole:
    """The profile in a file. Raises OSError, tomllib.TOMLDecodeError, pydantic.ValidationError when
    it lacks something or has something unknown, and Invalid for a logo that cannot be shown.
    """
    return parse(file.read_text(encoding="utf-8"), beside=file.parent)


def parse(text: str, *, beside: Path | None = None) -> Whole:
    """The profile in the text of a file, with logos in the folder `beside`, or in the text itself.
    Raises as `read`.
    """
    given: dict[str, Any] = tomllib.loads(text)
    rows = {name: given.pop(name) for name in ("logo", *ROWS) if name in given}
    made = Whole.model_validate({"site": given, **rows})
    if made.logo is not None:
        for mode, name in made.logo.model_dump().items():
            made.marks[mode] = _mark(beside, name)
    return made


def _mark(folder: Path | None, name: str) -> Mark:
    """A logo lies beside the profile or is written out in it; a path that leads away is none."""
    media, base64_follows, written = name.partition(WRITTEN_OUT)
    if base64_follows and media.startswith("data:"):
        try:
            return read_mark(base64.b64decode(written, validate=True))
        except binascii.Error:
            raise Invalid("logo", "unreadable") from None
    if folder is None or Path(name).name != name:
        raise Invalid("logo", "elsewhere")
    return read_mark((folder / name).read_bytes())


def in_one(whole: Whole) -> str:
    """The profile as the text of one file, with its logos written out in it."""
    written = {
        mode: f"data:{mark.media}{WRITTEN_OUT}{base64.b64encode(mark.content).decode()}"
        for mode, mark in whole.marks.items()
    }
    return write(whole.model_copy(update={"logo": Logos(**written) if written else None}))


def write(whole: Whole) -> str:
    """The profile as the text of a file that `read` reads; its logos are written by the caller."""
    site = whole.site.model_dump(mode="json", exclude_none=True)
    tables: dict[str, Any] = {"logo": whole.logo.model_dump() if whole.logo else None}
    tables |= {name: [row.model_dump(mode="json") for row in getattr(whole, name)] for name in ROWS}
    plain = {name: value for name, value in site.items() if not _is_table(value)}
    tables = {name: value for name, value in site.items() if _is_table(value)} | tables
    return "\n".join([*_pairs(plain), *_tables(tables)]) + "\n"


def _is_table(value: object) -> bool:
    rows = isinstance(value, list) and bool(value) and isinstance(value[0], dict)
    return isinstance(value, dict) or rows


def _tables(tables: Mapping[str, Any], above: str = "") -> Iterator[str]:
    for name, value in tables.items():
        if isinstance(value, Mapping):
            within = {key: one for key, one in value.items() if _is_table(one)}
            plain = {key: one for key, one in value.items() if key not in within}
            yield from ("", f"[{above}{name}]", *_pairs(plain))
            yield from _tables(within, f"{above}{name}.")
        for row in value if isinstance(value, Sequence) else ():
            within = {key: one for key, one in row.items() if _is_table(one)}
            plain = {key: one for key, one in row.items() if key not in within}
            yield from ("", f"[[{above}{name}]]", *_pairs(plain))
            yield from _tables(within, f"{above}{name}.")


def _pairs(values: Mapping[str, Any]) -> Iterator[str]:
    for name, value in values.items():
        if value is not None:
            # Strings, numbers, yes and no, and lists of these are written in JSON as in TOML.
            yield f"{name} = {json.dumps(value, ensure_ascii=False)}"
