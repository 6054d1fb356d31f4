"""What the rules did: one row for each rule and night in which something went (spec L13)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Integer, Row, String, UniqueConstraint, select, update
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment, now
from models.database import enum_column, id_column, lock_rows, moment_column, table_of, upsert
from models.retention.rules import Rule
from models.retention.what import What

SHOWN = 50


class DisposalRun(SQLModel, table=True):
    """How many went by which rule in one night, and by what right, as the rule was then."""

    __tablename__ = "disposal_run"
    __table_args__ = (UniqueConstraint("period", "what"),)

    id: int | None = Field(default=None, sa_column=id_column())
    period: str = Field(sa_column=Column(String(20), nullable=False))
    what: What = Field(sa_column=enum_column(What, guarded=False))
    days: int = Field(sa_column=Column(Integer, nullable=False))
    basis_sv: str = Field(sa_column=Column(String(200), nullable=False))
    basis_en: str = Field(sa_column=Column(String(200), nullable=False))
    at: Moment = Field(sa_column=moment_column())
    count: int = Field(sa_column=Column(Integer, nullable=False))


runs = table_of(DisposalRun)


def opened(session: Session, rule: Rule, period: str) -> int:
    """The id of tonight's row of a rule, made when it is not there yet, and held: of two who apply
    the same rule the second waits.
    """
    session.execute(
        upsert(runs)
        .values(
            period=period,
            what=rule.what,
            days=rule.days,
            basis_sv=rule.basis_sv,
            basis_en=rule.basis_en,
            at=now(),
            count=0,
        )
        .on_conflict_do_nothing(index_elements=["period", "what"])
    )
    wanted = select(runs.c.id).where(runs.c.period == period, runs.c.what == rule.what)
    found: int = session.execute(lock_rows(wanted)).scalar_one()
    return found


def add(session: Session, run_id: int, count: int) -> None:
    """So many more went."""
    grown = update(runs).where(runs.c.id == run_id)
    session.execute(grown.values(count=runs.c.count + count, at=now()))


def lately(session: Session) -> Sequence[Row[Any]]:
    """What went when, the latest first."""
    return session.execute(
        select(runs)
        .where(runs.c.count > 0)
        .order_by(runs.c.at.desc(), runs.c.id.desc())
        .limit(SHOWN)
    ).all()


def basis(session: Session, run_id: int) -> dict[str, str] | None:
    """By what right something was disposed of, by language; None where the preset said so."""
    row = session.execute(
        select(runs.c.basis_sv, runs.c.basis_en).where(runs.c.id == run_id)
    ).first()
    if row is None or not row.basis_sv:
        return None
    return {"sv": row.basis_sv, "en": row.basis_en}
