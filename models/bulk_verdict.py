"""Several texts published in one press: one parent, and the verdicts that it gave (MQ-7)."""

from collections.abc import Sequence

from sqlalchemy import Column, ForeignKey, insert, select
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment, now
from models.database import Id, id_column, moment_column, reference_column, table_of


class BulkVerdict(SQLModel, table=True):
    """One press. Each of its verdicts stands in the register by itself."""

    __tablename__ = "bulk_verdict"

    id: int | None = Field(default=None, sa_column=id_column())
    by_id: int = Field(sa_column=reference_column("person.id"))
    at: Moment = Field(sa_column=moment_column())


class BulkVerdictPart(SQLModel, table=True):
    """A verdict that was given with others."""

    __tablename__ = "bulk_verdict_part"

    verdict_id: int = Field(
        sa_column=Column(Id, ForeignKey("verdict.id"), primary_key=True, autoincrement=False)
    )
    bulk_id: int = Field(sa_column=reference_column("bulk_verdict.id"))


bulks = table_of(BulkVerdict)
parts = table_of(BulkVerdictPart)


def keep(session: Session, verdict_ids: Sequence[int], *, by_id: int) -> int:
    """Note what one press gave, in its transaction; the id of the parent."""
    bulk: int = session.execute(
        insert(bulks).values(by_id=by_id, at=now()).returning(bulks.c.id)
    ).scalar_one()
    rows = [{"verdict_id": one, "bulk_id": bulk} for one in verdict_ids]
    session.execute(insert(parts), rows)
    return bulk


def verdicts_of(session: Session, bulk_id: int) -> list[int]:
    """The verdicts of one press, in the order in which they were given."""
    wanted = select(parts.c.verdict_id).where(parts.c.bulk_id == bulk_id)
    return list(session.scalars(wanted.order_by(parts.c.verdict_id)))
