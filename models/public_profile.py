"""A page of one's own, for whoever wants one: off until she turns it on.

It shows a text only where three things hold at once: everyone may read it, it carries exactly the
name of the page, and she ticked that very text. A text under another name, or under none, is never
offered: nobody can be led from an alias to her (spec T27). Turned off, the page is gone at once and
its address never comes back.
"""

import re
import secrets
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, insert, select
from sqlmodel import Session

from models.calendar import now, today
from models.database import table_of
from models.eligibility import known
from models.errors import Invalid, NotAllowed, NotFound
from models.person import Person
from models.profile import Participation
from models.public_texts import names, profiles, texts_of, ticks


@dataclass(frozen=True)
class Page:
    """What everybody sees: the name, and the texts under it, the newest first."""

    name: str
    texts: list[Row[Any]]


_people = table_of(Person)


def of(session: Session, person_id: int) -> Row[Any] | None:
    """Her page: `slug` and `name`; None while it is off."""
    return session.execute(
        select(profiles.c.slug, profiles.c.name).where(profiles.c.person_id == person_id)
    ).first()


def turn_on(session: Session, person_id: int, name: str, *, rules: Participation) -> str:
    """Make her page, empty, and return its slug.

    Raises Invalid for a name that stands under no public text of hers, NotAllowed for whoever is
    protected, a child or suspended: of her nothing is gathered.
    """
    who = session.get_one(Person, person_id)
    if who.protected:
        raise NotAllowed("protected")
    if who.suspended:
        raise NotAllowed("suspended")
    if known(session, person_id).is_child(rules.child_age, today()):
        raise NotAllowed("child")
    if name not in names(session, person_id):
        raise Invalid("byline", "unknown")
    turn_off(session, person_id)
    letters = unicodedata.normalize("NFKD", name.casefold())
    plain = re.sub(r"[^a-z0-9]+", "-", re.sub(r"[\u0300-\u036f]", "", letters)).strip("-")[:80]
    slug = f"{plain or 'resident'}-{secrets.token_hex(4)}"
    session.execute(
        insert(profiles).values(person_id=person_id, slug=slug, name=name, made_at=now())
    )
    return slug


def turn_off(session: Session, person_id: int) -> None:
    """Take her page away, with every tick. Another one later has another address."""
    session.execute(delete(ticks).where(ticks.c.person_id == person_id))
    session.execute(delete(profiles).where(profiles.c.person_id == person_id))


def offered(session: Session, person_id: int) -> list[Row[Any]]:
    """The texts that she may tick, the newest first: as those of Page, with `ticked`."""
    own = of(session, person_id)
    return texts_of(session, person_id, own.name) if own is not None else []


def tick(session: Session, person_id: int, wanted: Collection[str]) -> None:
    """From now on her page shows these texts (by their `mark`), and no other."""
    session.execute(delete(ticks).where(ticks.c.person_id == person_id))
    rows = [row for row in offered(session, person_id) if row.mark in wanted]
    for row in rows:
        session.execute(
            insert(ticks).values(
                person_id=person_id,
                submission_id=None if row.comment_id else row.submission_id,
                comment_id=row.comment_id,
            )
        )


def page(session: Session, slug: str) -> Page:
    """The page of a slug, from the rows of this moment.

    Raises NotFound where there is none, or its owner is protected or suspended.
    """
    owner = session.execute(
        select(profiles.c.person_id, profiles.c.name)
        .join(_people, _people.c.id == profiles.c.person_id)
        .where(
            profiles.c.slug == slug,
            _people.c.protected.is_(False),
            _people.c.suspended.is_(False),
        )
    ).first()
    if owner is None:
        raise NotFound(slug)
    rows = texts_of(session, owner.person_id, owner.name)
    return Page(owner.name, [row for row in rows if row.ticked])
