"""The mapping file: which column of a source becomes what here. TOML, one file per source."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from models.errors import Invalid
from models.imported import check_status
from models.organisation import NOT_SURE
from models.states import Kind, Outcome, Status

Column = Annotated[str, Field(min_length=1)]
Shown = Literal["published", "queued"]
"""How what is imported is shown: at once, or after somebody here has looked at it."""


class Unmappable(Exception):
    """The mapping does not fit this town; the message is for the operator."""


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Stand(Part):
    """Where a submission stands here: a status, and an outcome if that is `closed`."""

    status: Status
    outcome: Outcome | None = None


class SubmissionColumns(Part):
    """Columns of a submission. The columns of `text` are put one below the other."""

    id: Column
    title: Column
    text: list[Column] = Field(min_length=1)
    date: Column
    time: str = ""
    status: str = ""
    supports: str = ""
    comments: str = ""


class CommentColumns(Part):
    """Columns of a comment. `parent` is the id of the comment that it replies to."""

    id: Column
    submission: Column
    parent: str = ""
    text: list[Column] = Field(min_length=1)
    date: Column
    time: str = ""
    supports: str = ""
    opposed: str = ""


class Submissions(Part):
    """A file of submissions of one kind. `otherwise` is for a status that is not listed."""

    file: str
    records: str = ""
    kind: Kind
    subject: str = NOT_SURE
    shown: Shown = "published"
    statuses: dict[str, Stand] = {}
    otherwise: Stand | None = None
    columns: SubmissionColumns

    @model_validator(mode="after")
    def _can_stand_there(self) -> Self:
        for named, stand in [*self.statuses.items(), ("otherwise", self.otherwise)]:
            try:
                if stand is not None:
                    check_status(self.kind, stand.status, stand.outcome)
            except Invalid as error:
                raise ValueError(
                    f"{named}: a {self.kind} is not imported with this {error.field}"
                ) from None
        return self


class Comments(Part):
    """A file of comments. `top` is what the source writes as the parent of none, beside nothing."""

    file: str
    records: str = ""
    top: str = ""
    shown: Shown = "published"
    columns: CommentColumns


class Mapping(Part):
    """One source. Its name tells its ids apart from those of every other, and stands on pages."""

    source: str = Field(pattern=r"^[^\W_][\w .-]{0,39}$")
    zone: str = "UTC"
    language: str = Field("sv", pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$", max_length=5)
    submissions: Submissions | None = None
    comments: Comments | None = None

    @field_validator("zone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("is the name of a time zone, such as Europe/Madrid") from None
        return value


def read(file: Path) -> Mapping:
    """The mapping in a file. ValueError with one line per thing that is wrong."""
    try:
        return Mapping.model_validate(tomllib.loads(file.read_text("utf-8")))
    except ValidationError as error:
        problems = error.errors(include_url=False)
        raise ValueError(
            "\n".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in problems)
        ) from None


def required(columns: SubmissionColumns | CommentColumns) -> list[str]:
    """The columns that a file must have, each once."""
    named = columns.model_dump().values()
    flat = [name for value in named for name in (value if isinstance(value, list) else [value])]
    return list(dict.fromkeys(filter(None, flat)))
