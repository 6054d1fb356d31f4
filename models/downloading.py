"""One's own record as a file: a link that works once, within a day, for whoever asked (spec T06).

Nothing lies on the disk for it: the file is made when the button is pressed, and has no name there.
"""

from sqlalchemy import Column, String, select
from sqlmodel import Field, Session, SQLModel

from models import allowance, delivery, keys
from models.calendar import DAY, Moment, now
from models.database import id_column, lock_rows, moment_column, reference_column, table_of
from models.errors import Gone, NotFound
from models.person import Contact, Person
from models.viewer import Viewer

LIVES = DAY
MOST, WITHIN = 5, 86_400
"""Downloads of one person, in so many seconds."""
READY = "download_ready"
"""The letter that says so. It carries no link to the file: that is on her own page."""
PURPOSE = "download"


class OwnDownload(SQLModel, table=True):
    """A link that was asked for. Its secret part is recomputed (models.keys)."""

    __tablename__ = "own_download"

    id: int | None = Field(default=None, sa_column=id_column())
    person_id: int = Field(sa_column=reference_column("person.id"))
    nonce: str = Field(sa_column=Column(String(32), nullable=False))
    made_at: Moment = Field(sa_column=moment_column())
    used_at: Moment | None = Field(default=None, sa_column=moment_column(nullable=True))


downloads = table_of(OwnDownload)
_contacts = table_of(Contact)


def make(session: Session, person_id: int) -> str:
    """A new link; whoever asked too often raises TooMany. Her first address is told of it: when it
    was not she who asked, she learns of it.
    """
    allowance.spend(
        session, PURPOSE, keys.key("allowance", PURPOSE, str(person_id)), most=MOST, seconds=WITHIN
    )
    made = OwnDownload(person_id=person_id, nonce=keys.nonce(), made_at=now())
    session.add(made)
    session.flush()
    first = session.scalars(
        select(Contact)
        .where(_contacts.c.person_id == person_id, _contacts.c.confirmed_at.is_not(None))
        .order_by(_contacts.c.channel, _contacts.c.id)
    ).first()
    if first is not None:
        language = session.get_one(Person, person_id).language
        delivery.post(session, READY, first, key=f"{READY}:{made.id}", language=language)
    return secret(made)


def secret(made: OwnDownload) -> str:
    """What stands in the link."""
    return f"{made.id}.{keys.key(PURPOSE, made.id or 0, made.nonce)}"


def standing(session: Session, person_id: int) -> OwnDownload | None:
    """The newest link that can still be used."""
    wanted = (
        select(OwnDownload)
        .where(
            downloads.c.person_id == person_id,
            downloads.c.used_at.is_(None),
            downloads.c.made_at > now() - LIVES,
        )
        .order_by(downloads.c.id.desc())
    )
    found: OwnDownload | None = session.scalars(wanted).first()
    return found


def find(session: Session, given: str, viewer: Viewer, *, lock: bool = False) -> OwnDownload:
    """The link of whoever is signed in. Raises NotFound for a forged one, for anybody else and for
    whoever is not signed in; Gone for one that is used, or older than a day.
    """
    number, _, key = given.partition(".")
    if viewer.person_id is None or not (number.isascii() and number.isdigit()) or len(number) > 18:
        raise NotFound
    wanted = select(OwnDownload).where(
        downloads.c.id == int(number), downloads.c.person_id == viewer.person_id
    )
    made: OwnDownload | None = session.scalars(lock_rows(wanted) if lock else wanted).first()
    if made is None or not keys.fits(key, PURPOSE, made.id or 0, made.nonce):
        raise NotFound
    if made.used_at is not None:
        raise Gone("used")
    if made.made_at <= now() - LIVES:
        raise Gone("expired")
    return made


def use(session: Session, given: str, viewer: Viewer) -> None:
    """Take it: of any number of simultaneous presses one gets the file. Raises as `find`."""
    made = find(session, given, viewer, lock=True)
    made.used_at = now()
    session.add(made)
    session.flush()
