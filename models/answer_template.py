"""Sentences that officials write again and again, with places for what differs from case to case.

The list of variables is closed: a template with any other is refused when it is saved, never found
out when it is used, and so are steps that fit no case (ST-23, models.macro).
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Column, Integer, Row, String, bindparam, or_, select
from sqlalchemy import Text as LongText
from sqlmodel import Field, Session, SQLModel

from models import macro
from models.calendar import Moment, now
from models.database import id_column, moment_column, reference_column, table_of
from models.errors import Invalid, NotFound, Stale

VARIABLES = ("reference", "title", "place", "unit", "phone", "answer_by", "received", "name")
"""What may stand in braces. `name` is the one the sender lets everyone see, and else nothing: an
answer may be read by all. `phone` is the unit's.
"""
SHOWN = 200
LONGEST_NAME = 80
LONGEST = 8_000

_BRACES = re.compile(r"( ?)\{([^{}\n]*)\}")


class AnswerTemplate(SQLModel, table=True):
    """One template, for a unit or for all, for a subject or for all. `version` counts its wordings
    and the steps that go with them, which `steps` holds as models.macro writes them.
    """

    __tablename__ = "answer_template"

    id: int | None = Field(default=None, sa_column=id_column())
    name: str = Field(sa_column=Column(String(LONGEST_NAME), nullable=False))
    body: str = Field(sa_column=Column(LongText, nullable=False))
    unit_id: int | None = Field(
        default=None, sa_column=reference_column("unit.id", nullable=True, index=False)
    )
    category_id: int | None = Field(
        default=None, sa_column=reference_column("category.id", nullable=True, index=False)
    )
    steps: str = Field(default="", sa_column=Column(LongText, nullable=False, server_default=""))
    language: str = Field(default="sv", sa_column=Column(String(5), nullable=False))
    version: int = Field(default=1, sa_column=Column(Integer, nullable=False))
    updated_at: Moment = Field(sa_column=moment_column())
    retired_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))


templates = table_of(AnswerTemplate)
_t = templates.c


def check(body: str) -> str:
    """The body as it is. Raises Invalid for anything in braces that is no variable."""
    for match in _BRACES.finditer(body):
        if match[2] not in VARIABLES:
            raise Invalid("body", "unknown_variable", variable=match[2][:40])
    return body


def fill(body: str, values: Mapping[str, str]) -> str:
    """The words for one case. Where a value is empty, the space before it goes, too.

    Each place is filled once: what a resident wrote in braces stays as she wrote it.
    """

    def put(match: re.Match[str]) -> str:
        value = values.get(match[2])
        if value is None:
            return match[0]
        return match[1] + value if value else ""

    return _BRACES.sub(put, body)


def save(
    session: Session,
    *,
    name: str,
    body: str,
    unit_id: int | None,
    language: str,
    category_id: int | None = None,
    steps: macro.Steps = macro.NONE,
    template_id: int | None = None,
    version: int = 0,
) -> int:
    """Make a template, or give one another wording; returns its id.

    Raises Invalid for an unknown variable or steps that cannot be together, NotFound, and Stale
    when somebody changed it since `version`.
    """
    check(body)
    macro.check(steps, body)
    made = AnswerTemplate(name=name, body=body, language=language, updated_at=now())
    if template_id is not None:
        made = take(session, template_id)
        if made.version != version:
            raise Stale
        made.name, made.body, made.language = name, body, language
        made.version, made.updated_at = version + 1, now()
    made.unit_id, made.category_id, made.steps = unit_id, category_id, steps.written
    session.add(made)
    session.flush()
    return made.id or 0


def take(session: Session, template_id: int) -> AnswerTemplate:
    """A template in use. Raises NotFound for one that is retired or never was."""
    found = session.get(AnswerTemplate, template_id)
    if found is None or found.retired_at is not None:
        raise NotFound(str(template_id))
    return found


def retire(session: Session, template_id: int) -> None:
    """Offer it no more. Answers it was used in go on naming it."""
    take(session, template_id).retired_at = now()
    session.flush()


_ALL = (
    select(
        _t.id,
        _t.name,
        _t.body,
        _t.unit_id,
        _t.category_id,
        _t.steps,
        _t.language,
        _t.version,
        _t.updated_at,
    )
    .where(_t.retired_at.is_(None))
    .order_by(_t.name, _t.id)
    .limit(SHOWN)
)
_FITTING = _ALL.where(
    or_(_t.unit_id.is_(None), _t.unit_id == bindparam("unit")),
    or_(_t.category_id.is_(None), _t.category_id == bindparam("subject")),
)


def every(session: Session) -> list[Row[Any]]:
    """Every template in use, by name."""
    return list(session.execute(_ALL))


def fitting(session: Session, case: Any) -> list[Row[Any]]:
    """Those for the unit that has a case and for its subject, the ones in the sender's language
    first.
    """
    known = {"unit": case.unit_id, "subject": case.category_id}
    rows = session.execute(_FITTING, known).all()
    return sorted(rows, key=lambda row: row.language != case.language)


def answering(rows: Iterable[Row[Any]]) -> list[Row[Any]]:
    """Those of them whose words are an answer."""
    return [row for row in rows if macro.read(row.steps).say is macro.Say.ANSWER]


def suits(template: Any, case: Any) -> bool:
    """Whether a template is for the unit that has a case and for its subject."""
    units, subjects = {None, case.unit_id}, {None, case.category_id}
    return template.unit_id in units and template.category_id in subjects
