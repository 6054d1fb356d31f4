"""A panel, who is in it, and the samples that were drawn from it, as they are stored."""

from sqlalchemy import Column, Index, Integer, String, UniqueConstraint, text
from sqlalchemy import Text as LongText
from sqlmodel import Field, SQLModel

from models.calendar import Moment
from models.database import id_column, moment_column, reference_column, table_of
from models.masking import LongMasked, Masked

MOST_MEMBERS = 1_000
"""With those who have not answered yet."""

_OPEN = text("ended_at IS NULL")


class Panel(SQLModel, table=True):
    """A group that a unit invites. What it is for and how often it is asked are said before anybody
    says yes: the consent is to that (GDPR, articles 6.1 a and 7).
    """

    id: int | None = Field(default=None, sa_column=id_column())
    slug: str = Field(sa_column=Column(String(60), nullable=False, unique=True))
    unit_id: int = Field(sa_column=reference_column("unit.id"))
    name: str = Field(sa_column=Column(Masked(120), nullable=False))
    purpose: str = Field(sa_column=Column(LongMasked, nullable=False))
    often: str = Field(sa_column=Column(Masked(200), nullable=False))
    """How often we ask something of its members, in words."""
    made_at: Moment = Field(sa_column=moment_column())
    made_by_id: int = Field(sa_column=reference_column("person.id", index=False))
    ended_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))


class PanelMember(SQLModel, table=True):
    """One address that was invited, and from `accepted_at` the person behind it.

    `code` is what she is called where a sample is published: it is told to her alone.
    """

    __tablename__ = "panel_member"
    __table_args__ = (
        UniqueConstraint("panel_id", "code", name="panel_member_code"),
        Index(
            "panel_member_open",
            "panel_id",
            "contact_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: int | None = Field(default=None, sa_column=id_column())
    panel_id: int = Field(sa_column=reference_column("panel.id", index=False))
    contact_id: int = Field(sa_column=reference_column("contact.id"))
    person_id: int | None = Field(
        default=None, sa_column=reference_column("person.id", nullable=True)
    )
    code: str = Field(sa_column=Column(String(16), nullable=False))
    nonce: str = Field(sa_column=Column(String(32), nullable=False))
    invited_at: Moment = Field(sa_column=moment_column())
    invited_by_id: int = Field(sa_column=reference_column("person.id", index=False))
    accepted_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    ended_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))
    """When she left, said no, or was erased."""


class PanelSample(SQLModel, table=True):
    """A drawing of some members for one dialogue, with everything that it takes to repeat it.

    `pool` and `drawn` are codes of members, one a line. A drawing is never changed or taken away:
    whoever draws until she likes the result is seen to do so.
    """

    __tablename__ = "panel_sample"

    id: int | None = Field(default=None, sa_column=id_column())
    panel_id: int = Field(sa_column=reference_column("panel.id"))
    submission_id: int = Field(sa_column=reference_column("submission.id"))
    seed: str = Field(sa_column=Column(String(64), nullable=False))
    size: int = Field(sa_column=Column(Integer, nullable=False))
    pool: str = Field(sa_column=Column(LongText, nullable=False))
    drawn: str = Field(sa_column=Column(LongText, nullable=False))
    at: Moment = Field(sa_column=moment_column())
    by_id: int = Field(sa_column=reference_column("person.id", index=False))


panels = table_of(Panel)
panel_members = table_of(PanelMember)
panel_samples = table_of(PanelSample)
