"""The clock's own work: one scheduler at a time, and each periodic job once per period."""

from sqlalchemy import Column, PrimaryKeyConstraint, String, delete, or_, select, update
from sqlmodel import Field, Session, SQLModel

from models.calendar import SECOND, Moment, now
from models.database import changed, moment_column, table_of, upsert

LEASE = 10 * SECOND
SCHEDULER = "scheduler"


class JobRun(SQLModel, table=True):
    """A job that ran for a period. The key makes a second run of the same period impossible."""

    __tablename__ = "job_run"
    __table_args__ = (PrimaryKeyConstraint("job", "period"),)

    job: str = Field(sa_column=Column(String(40), nullable=False))
    period: str = Field(sa_column=Column(String(40), nullable=False))
    at: Moment = Field(sa_column=moment_column())


class Lease(SQLModel, table=True):
    """Who does something that only one process may do, and until when."""

    name: str = Field(sa_column=Column(String(40), primary_key=True))
    owner: str = Field(sa_column=Column(String(40), nullable=False))
    until: Moment = Field(sa_column=moment_column())


_runs = table_of(JobRun)
_leases = table_of(Lease)


def hold(session: Session, owner: str, *, name: str = SCHEDULER) -> bool:
    """Take or renew a lease. False while another owner holds it."""
    at = now()
    session.execute(
        upsert(_leases)
        .values(name=name, owner=owner, until=at + LEASE)
        .on_conflict_do_update(
            index_elements=["name"],
            set_={"owner": owner, "until": at + LEASE},
            where=or_(_leases.c.owner == owner, _leases.c.until < at),
        )
    )
    holder: str = session.execute(
        select(_leases.c.owner).where(_leases.c.name == name)
    ).scalar_one()
    return holder == owner


def is_held(session: Session, *, name: str = SCHEDULER) -> bool:
    """Whether some process holds a lease now."""
    held = select(_leases.c.name).where(_leases.c.name == name, _leases.c.until >= now())
    return session.execute(held).first() is not None


def release(session: Session, owner: str, *, name: str = SCHEDULER) -> None:
    """Give a lease up, so that the next process need not wait for it to run out."""
    session.execute(
        update(_leases).where(_leases.c.name == name, _leases.c.owner == owner).values(until=0)
    )


def first_time(session: Session, job: str, period: str) -> bool:
    """True exactly once for a job and a period, on any number of processes."""
    statement = upsert(_runs).values(job=job, period=period, at=now()).on_conflict_do_nothing()
    return changed(session, statement) == 1


def has_run(session: Session, job: str, period: str) -> bool:
    """Whether somebody has done a job of this period, asked without writing."""
    known = select(_runs.c.job).where(_runs.c.job == job, _runs.c.period == period)
    return session.execute(known).first() is not None


def done_in(session: Session, period: str) -> set[str]:
    """The jobs that were done in a period."""
    return set(session.scalars(select(_runs.c.job).where(_runs.c.period == period)))


def forget(session: Session, before: Moment) -> None:
    """Drop the notes of runs before a moment; a period that old never comes again."""
    session.execute(delete(_runs).where(_runs.c.at < before))
