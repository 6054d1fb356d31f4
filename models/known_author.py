"""Whose texts the town knows: enough of them were shown, and none was refused lately (MQ-1).

A pure question about what was judged, for the heap of what looks fine and for authors who are
trusted. It gives nobody a right, and says nothing to anybody outside.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlmodel import Session

from models.before_verdict import is_undone
from models.calendar import DAY, Moment, now
from models.comment import comments
from models.database import table_of
from models.person import Contact, Person
from models.review_appeal import found_wrong
from models.states import Publication
from models.submission import submissions
from models.verdict import Judgement, verdicts

APPROVING = frozenset({Judgement.PUBLISH, Judgement.KEEP})
REFUSING = frozenset({Judgement.REFUSE, Judgement.HIDE, Judgement.UNPUBLISH})
"""What counts against an author, unless the text is shown whole again. To be asked for a change,
or to have a detail hidden, does not.
"""

_contacts = table_of(Contact)
_people = table_of(Person)
_v = verdicts.c


def known(session: Session, contact_id: int | None, *, approved: int, days: int) -> bool:
    """Whether whoever is behind a confirmed address is known: people approved at least `approved`
    of her texts, which stand, and none was refused in the last `days` days. With 0 approved nobody
    is known, nor ever one whose account is closed, or who gave no address.
    """
    return contact_id in known_among(session, [contact_id], approved=approved, days=days)


def known_among(
    session: Session, contact_ids: Collection[int | None], *, approved: int, days: int
) -> set[int]:
    """Those of these addresses whose holder is known: the same for a list, in five queries."""
    wanted = {one for one in contact_ids if one is not None}
    if not wanted or approved < 1:
        return set()
    people = {
        row.id: row.person_id
        for row in session.execute(
            select(_contacts.c.id, _contacts.c.person_id)
            .join(_people, _people.c.id == _contacts.c.person_id)
            .where(
                _contacts.c.id.in_(wanted),
                _contacts.c.confirmed_at.is_not(None),
                _people.c.suspended.is_(False),
            )
        )
    }
    good = _known_people(session, set(people.values()), approved, now() - days * DAY)
    return {one for one, person_id in people.items() if person_id in good}


def _known_people(
    session: Session, people: Collection[int], approved: int, since: Moment
) -> set[int]:
    """Those of these people who are known, by everything written with any address of theirs."""
    hers = session.execute(
        select(_contacts.c.id, _contacts.c.person_id).where(
            _contacts.c.person_id.in_(people), _contacts.c.confirmed_at.is_not(None)
        )
    )
    whose = {row.id: row.person_id for row in hers}
    shown: defaultdict[int | None, int] = defaultdict(int)
    refused: set[int | None] = set()
    for row in _judged(session, list(whose), since):
        shown[whose[row.contact_id]] += row.shown
        if row.refused:
            refused.add(whose[row.contact_id])
    return {one for one in people if shown[one] >= approved and one not in refused}


def _judged(session: Session, contact_ids: Collection[int], since: Moment) -> list[Row[Any]]:
    """Of each address, how many texts were approved and stand, and whether one was refused."""
    cases = _of(submissions, since).join(
        verdicts, and_(_v.submission_id == submissions.c.id, _v.comment_id.is_(None))
    )
    below = _of(comments, since).join(verdicts, _v.comment_id == comments.c.id)
    return [
        row
        for thing, wanted in ((submissions, cases), (comments, below))
        for row in session.execute(
            wanted.where(thing.c.contact_id.in_(contact_ids), ~is_undone()).group_by(
                thing.c.contact_id
            )
        )
    ]


def _of(thing: Any, since: Moment) -> Select[Any]:
    stands = thing.c.publication == Publication.PUBLISHED
    approved = and_(_v.judgement.in_(APPROVING), _v.by_id.is_not(None), stands)
    # A change that was refused leaves the text as it stood: `shown` says nothing then.
    change = and_(_v.shown.is_(None), ~found_wrong())
    refused = and_(_v.judgement.in_(REFUSING), _v.at >= since, or_(change, ~stands))
    return select(
        thing.c.contact_id,
        func.count(thing.c.id.distinct()).filter(approved).label("shown"),
        func.count().filter(refused).label("refused"),
    ).select_from(thing)
