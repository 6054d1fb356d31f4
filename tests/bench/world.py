"""A town under load: proposals with fifty comments each, people signed in, followers."""

from dataclasses import dataclass

from sqlalchemy import insert
from sqlmodel import Session

from models import comment, publishing, session, text
from models.actor import SYSTEM
from models.calendar import now
from models.database import table_of, transaction
from models.person import Channel, Contact, Person
from models.states import Kind, Publication
from models.submission import take
from models.subscription import Extent, Subscription, SubscriptionState, Topic
from tests import people

PROPOSALS = 110
"""More than the fragments kept for signed-in readers, so that going round them always renders."""
COMMENTS = 50
CHUNK = 1_000


@dataclass(frozen=True)
class World:
    references: list[str]
    cookies: list[str]


def build(*, proposals: int = PROPOSALS, readers: int) -> World:
    """Fill the configured, migrated database."""
    references: list[str] = []
    html = text.prepare("Jag håller med. Det vore bra för oss som går här varje dag.")
    for _ in range(proposals):
        with transaction() as open_session:
            reference = people.published(open_session, kind=Kind.PROPOSAL).reference
            for _ in range(COMMENTS):
                written = comment.comment(
                    open_session,
                    reference,
                    by=SYSTEM,
                    source="Jag håller med. Det vore bra för oss som går här varje dag.",
                    html=html,
                    contact_id=None,
                    byline="Sam",
                    confirmed=True,
                )
                submission = take(open_session, reference)
                publishing.show_comment(
                    open_session, submission, written, Publication.PUBLISHED, by=SYSTEM
                )
            references.append(reference)
    with transaction() as open_session:
        cookies = [_signed_in(open_session) for _ in range(readers)]
    return World(references, cookies)


def _signed_in(open_session: Session) -> str:
    person_id: int = open_session.execute(
        insert(table_of(Person))
        .values(name="", language="sv", suspended=False, created_at=now())
        .returning(table_of(Person).c.id)
    ).scalar_one()
    return session.begin(open_session, person_id)


def follow(reference: str, followers: int) -> None:
    """Give one submission so many confirmed followers by e-mail."""
    with transaction() as open_session:
        submission_id = take(open_session, reference).id
        for start in range(0, followers, CHUNK):
            ids = open_session.execute(
                insert(table_of(Contact)).returning(table_of(Contact).c.id),
                [
                    {
                        "channel": Channel.EMAIL,
                        "address": f"follower{number}@example.org",
                        "confirmed_at": now(),
                    }
                    for number in range(start, min(start + CHUNK, followers))
                ],
            ).scalars()
            open_session.execute(
                insert(table_of(Subscription)),
                [
                    {
                        "contact_id": contact_id,
                        "topic": Topic.SUBMISSION,
                        "submission_id": submission_id,
                        "extent": Extent.ANSWERS,
                        "state": SubscriptionState.ACTIVE,
                        "language": "sv",
                        "nonce": f"{contact_id:024d}",
                        "created_at": now(),
                        "confirmed_at": now(),
                    }
                    for contact_id in ids
                ],
            )
