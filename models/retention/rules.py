"""The rules in force: those of the profile, and the presets for all it does not name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator
from sqlalchemy import Boolean, Column, Integer, String, delete, insert, select
from sqlmodel import Field, Session, SQLModel

from models.calendar import DAY, Moment, now
from models.database import enum_column, table_of
from models.misfit import Misfit
from models.retention.what import PRESETS, RECORDS, What

LONGEST = 36_500
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class RuleRow(BaseModel):
    """A rule as the profile's file says it.

    `basis_sv` and `basis_en` name the law or the municipality's own decision, as residents read it
    on the page of what was disposed of: "gallringsbeslut KS 2026/14".
    """

    model_config = ConfigDict(extra="forbid")

    what: What
    days: int
    applies: bool = True
    basis_sv: Words = ""
    basis_en: Words = ""

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        least = PRESETS[self.what].least
        if not least <= self.days <= LONGEST:
            said = f"retention of {self.what}: {least} to {LONGEST} days"
            raise Misfit("not_number", said, "days", least=least, most=LONGEST)
        if self.what in RECORDS and self.applies and not (self.basis_sv and self.basis_en):
            said = f"retention of {self.what}: public records need a decision (basis)"
            raise Misfit("no_decision", said, "basis_sv")
        return self


class RetentionRule(SQLModel, table=True):
    """A rule that the profile in force names."""

    __tablename__ = "retention_rule"

    what: What = Field(
        sa_column=Column(enum_column(What, guarded=False).type, primary_key=True, nullable=False)
    )
    days: int = Field(sa_column=Column(Integer, nullable=False))
    applies: bool = Field(sa_column=Column(Boolean, nullable=False))
    basis_sv: str = Field(sa_column=Column(String(200), nullable=False))
    basis_en: str = Field(sa_column=Column(String(200), nullable=False))


_rules = table_of(RetentionRule)


@dataclass(frozen=True)
class Rule:
    """One rule in force. Without a basis of the municipality's own, ours is said (templates)."""

    what: What
    days: int
    applies: bool
    basis_sv: str = ""
    basis_en: str = ""

    def before(self, at: Moment | None = None) -> Moment:
        """What is older than this goes."""
        return (now() if at is None else at) - self.days * DAY


def check(rows: Sequence[RuleRow]) -> None:
    """Raises Misfit where a profile says two things of one."""
    named = [row.what for row in rows]
    if len(set(named)) < len(named):
        raise Misfit("line_twice", "retention: each what at most once", "retention")


def put(session: Session, rows: Sequence[RuleRow]) -> None:
    """The rules of the profile are these from now on; all others are the presets."""
    session.execute(delete(_rules))
    if rows:
        session.execute(insert(_rules), [row.model_dump() for row in rows])


def told(session: Session) -> tuple[RuleRow, ...]:
    """What `put` was given last, in the order of the list."""
    rows = {row.what: row for row in session.execute(select(_rules))}
    return tuple(
        RuleRow(**{name: getattr(rows[what], name) for name in RuleRow.model_fields})
        for what in What
        if what in rows
    )


def in_force(session: Session) -> dict[What, Rule]:
    """Every rule there can be, in the order in which they are applied."""
    own = {row.what: row for row in told(session)}
    found: dict[What, Rule] = {}
    for what, preset in PRESETS.items():
        row = own.get(what)
        found[what] = (
            Rule(what, preset.days, preset.applies)
            if row is None
            else Rule(what, row.days, row.applies, row.basis_sv, row.basis_en)
        )
    return found
