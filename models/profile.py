"""The municipality's profile: its name, numbers and rules. A file seeds it; then rows are true."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, model_validator
from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Row, String, Text, select
from sqlmodel import Field, Session, SQLModel

from models.calendar import Moment
from models.database import moment_column, table_of
from models.hours import PRESET, Rules, Run, runs
from models.minorities import Minorities
from models.misfit import Misfit, check_between
from models.opening import Opening, of
from models.register.series import PRESET as DIARIES
from models.register.series import Series
from models.reviewing import Reviewing
from models.states import HANDED_IN, Kind

CONFIGURATION = "configuration"
"""The stream of everything an administrator changed."""

NAMELESS = "Torget"
"""The sender of text messages of a town that has chosen no name for them."""

LARGEST_LOGO = 64 * 1024

OLDEST = 99
"""The highest age that a rule may ask for."""


class Proposals(BaseModel):
    """What a proposal needs: votes, days to collect them, and whether it stays open afterwards."""

    model_config = ConfigDict(extra="forbid")

    threshold: int = 50
    days: int = 30
    keep_open: bool = False


class Level(StrEnum):
    """How much must be known of somebody who takes part; each asks for more than the one before."""

    ANYONE = "anyone"
    CONFIRMED = "confirmed"
    """She has pressed a button in a message to her address."""
    DECLARED = "declared"
    """And she says that she lives, works or studies in the municipality."""
    IDENTIFIED = "identified"
    """An e-identification vouches for who she is."""
    RESIDENT = "resident"
    """And says that she lives here."""


class Participation(BaseModel):
    """Who may take part in public, and from what age: the rules of towns differ (spec 2.1).

    `submit` is about proposals alone. Every other case is for anyone, always: to serve whoever
    turns to it is a municipality's duty (förvaltningslagen 2017:900, 6 §).
    """

    model_config = ConfigDict(extra="forbid")

    submit: Level = Level.CONFIRMED
    submit_age: int = 0
    """In whole years; 0 asks for none."""
    comment: Level = Level.CONFIRMED
    comment_age: int = 0
    support: Level = Level.CONFIRMED
    support_age: int = 0
    organisations: bool = True
    """Whether an organisation may comment under its label. It never proposes or supports."""
    child_age: int = 16
    """Below it nobody's own name is shown (spec L23)."""

    @model_validator(mode="after")
    def _can_be_kept(self) -> Self:
        if self.support is Level.ANYONE:
            said = "support: one person one vote, so a person must be known"
            raise Misfit("person", said, "support")
        for name in ("submit_age", "comment_age", "support_age", "child_age"):
            check_between(f"participation.{name}", getattr(self, name), 0, OLDEST)
        return self


class Escalation(StrEnum):
    """Who hears of a promise that is long broken, when its unit has heard of it."""

    ABOVE = "above"
    """Whoever leads the units above that unit; where nobody does, the administrators."""
    ADMINISTRATORS = "administrators"


class Modules(BaseModel):
    """What a town offers. Off leaves no link, heading, route, choice or empty list behind."""

    model_config = ConfigDict(extra="forbid")

    proposals: bool = True
    """Proposals, support for them, and the decisions they lead to."""
    praise: bool = True
    comments: bool = True
    attachments: bool = True
    """One photo or document with a case."""
    sms: bool = True
    feeds: bool = True
    dialogues: bool = True
    """Structured dialogues: the municipality asks, in phases."""


class Wording(BaseModel):
    """A municipality's own words for a sentence of the site, which is named in English."""

    model_config = ConfigDict(extra="forbid")

    instead_of: str
    sv: str
    en: str


class Site(BaseModel):
    """Everything a page says of the municipality itself."""

    model_config = ConfigDict(extra="forbid")

    name: str
    short_name: str
    site_name: str
    home_url: str
    phone: str
    duty_phone: str = ""
    email: str
    address: str
    colour: str = "#0B5A5E"
    zone: str = "Europe/Stockholm"
    mail_name: str = ""
    """Who letters come from; the municipality's name where it is ''."""
    sms_name: str = ""
    """Who text messages come from, where the gateway has no number of ours."""
    run_by_sv: str = ""
    run_by_en: str = ""
    """Who runs the site, in a sentence (the act 1998:112, 3 §)."""
    controller_sv: str = ""
    controller_en: str = ""
    """The board that is responsible for personal data (GDPR, article 13)."""
    officer_email: str = ""
    officer_phone: str = ""
    """The data protection officer."""
    minority_area: Minorities = ()
    """Of which administrative areas it is a part (2009:724)."""
    calendar: Rules = PRESET
    """Opening hours, and what a working day is."""
    proposals: Proposals = Proposals()
    participation: Participation = Participation()
    reviewing: Reviewing = Reviewing()
    diaries: tuple[Series, ...] = DIARIES
    """How the numbers of the register look, board by board."""
    escalation: Escalation = Escalation.ABOVE
    bounds: tuple[float, float, float, float] | None = None
    """South, west, north and east end of the municipality, in degrees (WGS 84)."""
    notice_sv: str = ""
    notice_en: str = ""
    """In a crisis: what everyone must know first. Above everything on the start page."""
    modules: Modules = Modules()
    words: tuple[Wording, ...] = ()

    @model_validator(mode="after")
    def _has_a_zone(self) -> Self:
        of(self.calendar, self.zone)
        return self

    @property
    def opening(self) -> Opening:
        """The calendar that promises are counted by."""
        return of(self.calendar, self.zone)

    @property
    def hours(self) -> tuple[Run, ...]:
        """The ordinary week, for the filter `hours`."""
        return runs(self.calendar)

    @property
    def mail_sender(self) -> str:
        return self.mail_name or self.name

    @property
    def sms_sender(self) -> str:
        return self.sms_name or NAMELESS

    @property
    def own_words(self) -> dict[str, dict[str, str]]:
        """By language and sentence, what stands instead of ours (ST-2)."""
        return {
            "sv": {one.instead_of: one.sv for one in self.words},
            "en": {one.instead_of: one.en for one in self.words},
        }

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What can be handed in here."""
        off = {Kind.PROPOSAL: not self.modules.proposals, Kind.PRAISE: not self.modules.praise}
        return tuple(kind for kind in HANDED_IN if not off.get(kind, False))


class Profile(SQLModel, table=True):
    """One version of the profile; the highest is in force."""

    version: int | None = Field(default=None, sa_column=Column(Integer, primary_key=True))
    data: str = Field(sa_column=Column(Text, nullable=False))
    made_at: Moment = Field(sa_column=moment_column())


class Logo(SQLModel, table=True):
    """The mark beside the name, as one version of the profile has it: by day or at night."""

    version: int = Field(sa_column=Column(Integer, ForeignKey("profile.version"), primary_key=True))
    mode: str = Field(sa_column=Column(String(5), primary_key=True))
    media: str = Field(sa_column=Column(String(20), nullable=False))
    width: int = Field(sa_column=Column(Integer, nullable=False))
    height: int = Field(sa_column=Column(Integer, nullable=False))
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


_profiles = table_of(Profile)
_logos = table_of(Logo)
_NEWEST = (
    select(_profiles.c.version, _profiles.c.data).order_by(_profiles.c.version.desc()).limit(1)
)


def site(session: Session) -> Site:
    """The profile in force."""
    return Site.model_validate_json(session.execute(_NEWEST).one().data)


def version(session: Session) -> int:
    """The number of the profile in force; 0 before there is one."""
    newest = session.execute(_NEWEST).first()
    return 0 if newest is None else int(newest.version)


def logos(session: Session) -> Sequence[Row[Any]]:
    """The marks of the profile in force: mode, media, width, height, content."""
    return session.execute(
        select(_logos).where(_logos.c.version == version(session)).order_by(_logos.c.mode)
    ).all()
