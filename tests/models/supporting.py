"""Two proposals and people who support them, for the tests of support that is moved or false."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from models import merging, moving_support, vote
from models.merged import MoveQuestion, Moving, questions
from models.person import Person
from models.submission import Submission
from models.vote import COUNTED, Vote, votes
from tests import people
from tests.people import Someone


@dataclass(frozen=True)
class Two:
    """A proposal, one that doubles it, and who supports what."""

    target: Submission
    duplicate: Submission


def two(session: Session, *names: str, both: tuple[str, ...] = ()) -> Two:
    """The `names` support the duplicate, and those of `both` the other one as well."""
    target = people.published(session, by=people.resident(session, "Nils"))
    duplicate = people.published(session, title="Cykelväg till stationen")
    for name in names:
        supports(session, people.resident(session, name), duplicate)
    for name in both:
        supports(session, people.resident(session, name), target)
    return Two(target, duplicate)


def supports(session: Session, someone: Someone, proposal: Submission, network: str = "") -> Vote:
    """She does; her vote."""
    vote.support(session, proposal.reference, someone.id, network=network)
    return the_vote(session, someone, proposal)


def the_vote(session: Session, someone: Someone, proposal: Submission) -> Vote:
    return session.scalars(
        select(Vote).where(votes.c.submission_id == proposal.id, votes.c.person_id == someone.id)
    ).one()


def joined(session: Session, found: Two) -> None:
    olga = people.olga(session)
    merging.merge(session, found.duplicate, found.target.reference, by=olga.actor)


def question(session: Session, name: str) -> MoveQuestion:
    """The newest thing somebody was asked."""
    someone = people.resident(session, name)
    return session.scalars(
        select(MoveQuestion)
        .where(questions.c.person_id == someone.id)
        .order_by(questions.c.id.desc())
    ).first()


def answers(session: Session, name: str, how: Moving) -> MoveQuestion:
    return moving_support.answer(session, question(session, name).id, how)


def supporters(session: Session, proposal: Submission) -> set[str]:
    """The names of those whose support of it counts, from the rows themselves."""
    session.expire_all()
    counted = session.scalars(
        select(Vote).where(votes.c.submission_id == proposal.id, votes.c.state.in_(COUNTED))
    )
    return {session.get_one(Person, one.person_id).name for one in counted}
