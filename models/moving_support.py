"""Two proposals were joined: whoever supports the duplicate is asked whether to move her support.

Nobody's support is ever moved by itself: she gave it to other words. A vote that is moved keeps
what is known of it, so that nothing that was marked becomes clean by a merge (spec MQ-20).
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, literal, select, update
from sqlmodel import Session

from models import eligibility, event, keys, sanctions, support_letters
from models.calendar import now
from models.database import changed, lock_rows, table_of
from models.eligibility import Act
from models.errors import Invalid, NotAllowed, NotFound
from models.merged import LETTER, Merging, MoveQuestion, Moving, mergings, questions
from models.person import Contact, Person
from models.states import Kind
from models.submission import Submission, stream_of, submissions
from models.vote import COUNTED, VoteState, check_open, counted, votes

_contacts = table_of(Contact)
_q, _m, _s, _v = questions.c, mergings.c, submissions.c, votes.c
_FIRST = (
    select(func.min(_contacts.c.id))
    .where(_contacts.c.person_id == _v.person_id, _contacts.c.confirmed_at.is_not(None))
    .correlate(votes)
    .scalar_subquery()
)


@dataclass(frozen=True)
class Answers:
    """How many of those who were asked moved their support, kept it where it was, or are silent."""

    moved: int = 0
    kept: int = 0
    unanswered: int = 0

    @property
    def asked(self) -> int:
        return self.moved + self.kept + self.unanswered


def takes_support(submission: Any) -> bool:
    """Whether support can be moved there now."""
    try:
        check_open(submission)
    except (NotAllowed, NotFound):
        return False
    return True


def _asked(from_id: int, to_id: int) -> Any:
    """The votes of all who would be asked: whoever supports the other already has no choice."""
    theirs = votes.alias("theirs")
    there = select(theirs.c.person_id).where(
        theirs.c.submission_id == to_id, theirs.c.state.in_(COUNTED)
    )
    return select(_v.id).where(_v.submission_id == from_id, counted(), _v.person_id.not_in(there))


def expected(session: Session, submission: Any, target: Any) -> int:
    """How many would be asked if these two were joined now."""
    if submission.kind is not Kind.PROPOSAL or not takes_support(target):
        return 0
    wanted = _asked(submission.id, target.id).subquery()
    total: int = session.execute(select(func.count()).select_from(wanted)).scalar_one()
    return total


def ask(session: Session, merging: Merging, submission: Submission, target: Submission) -> int:
    """Ask everyone who supports the duplicate, in one message that also says that the two were
    joined; how many. Statements, and no loop: there may be ten thousand.
    """
    if submission.kind is not Kind.PROPOSAL or not (submission.is_public and takes_support(target)):
        return 0
    chosen = _asked(submission.id or 0, target.id or 0)
    rows = select(
        literal(merging.id, _q.merging_id.type),
        _v.submission_id,
        _v.person_id,
        _FIRST,
        _v.id,
        _v.state,
    ).where(_v.id.in_(chosen))
    names = ["merging_id", "submission_id", "person_id", "contact_id", "vote_id", "had"]
    asked = changed(session, insert(questions).from_select(names, rows))
    support_letters.ask(session, merging)
    return asked


def link(question: Any, merging: Any) -> str:
    """What stands in her letter's address: it may be opened as often as she likes."""
    return f"{question.id}.{keys.key(LETTER, question.id or 0, merging.nonce)}"


def of_link(session: Session, given: str) -> MoveQuestion:
    """The question behind a link. Raises NotFound for a forged one."""
    number, _, key = given.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise NotFound
    found = session.get(MoveQuestion, int(number))
    if found is None:
        raise NotFound
    merging = session.get_one(Merging, found.merging_id)
    if not keys.fits(key, LETTER, found.id or 0, merging.nonce):
        raise NotFound
    return found


_HERS = (
    select(_q.id, _q.answer)
    .join(mergings, _m.id == _q.merging_id)
    .where(
        _q.submission_id == bindparam("case"),
        _q.person_id == bindparam("person"),
        _m.undone_at.is_(None),
    )
)


def of_person(session: Session, submission_id: int, person_id: int) -> Row[Any] | None:
    """What she was asked about a duplicate: id and answer; None for whoever was not."""
    return session.execute(_HERS, {"case": submission_id, "person": person_id}).first()


def of_reference(session: Session, reference: str, person_id: int) -> Row[Any] | None:
    """The same by the number of the duplicate."""
    case = select(_s.id).where(_s.reference == reference)
    number = session.execute(case).scalar()
    return None if number is None else of_person(session, number, person_id)


def answers(session: Session, target_id: int) -> Answers:
    """What the supporters of everything that was joined with a proposal have answered so far."""
    return _counted(session, _s.duplicate_of == target_id)


def answers_of(session: Session, duplicate_id: int) -> Answers:
    """The same for the supporters of one duplicate."""
    return _counted(session, _s.id == duplicate_id)


def _counted(session: Session, where: Any) -> Answers:
    rows = session.execute(
        select(_q.answer, func.count().label("n"))
        .join(mergings, _m.id == _q.merging_id)
        .join(submissions, _s.id == _m.submission_id)
        .where(_m.undone_at.is_(None), where)
        .group_by(_q.answer)
    )
    found = {row.answer: row.n for row in rows}
    return Answers(found.get(Moving.MOVED, 0), found.get(Moving.KEPT, 0), found.get(None, 0))


def answer(session: Session, question_id: int, how: Moving) -> MoveQuestion:
    """Move her support, or leave it where it is. Whoever has moved it has answered for good: there
    she can take it back as any other. Pressing twice is no fault.

    Raises NotAllowed when the two are parted again, or the case that goes on collects no support
    any more, when her support was taken away, and when she may not take part.
    """
    question = session.get_one(MoveQuestion, question_id)
    # The merging first: parting the two again waits for whoever is answering, and she for it.
    wanted = select(Merging).where(_m.id == question.merging_id)
    merging: Merging = session.scalars(lock_rows(wanted)).one()
    session.refresh(question)
    if merging.undone_at is not None:
        raise NotAllowed("not_joined_any_more")
    if question.answer is Moving.MOVED:
        return question
    duplicate = session.get_one(Submission, question.submission_id)
    target = session.get_one(Submission, duplicate.duplicate_of)
    check_open(target)
    if how is Moving.MOVED:
        _move(session, question, target)
    question.answer, question.answered_at = how, now()
    session.add(question)
    session.flush()
    for reference in sorted((duplicate.reference, target.reference)):
        event.touch(session, stream_of(reference))
    return question


def _move(session: Session, question: MoveQuestion, target: Submission) -> None:
    _check(session, question)
    at = now()
    old = session.execute(lock_rows(select(votes).where(_v.id == question.vote_id))).one()
    if old.state not in COUNTED:
        raise NotAllowed("support_removed")
    there = session.execute(
        lock_rows(
            select(_v.id, _v.state).where(
                _v.submission_id == target.id, _v.person_id == question.person_id
            )
        )
    ).first()
    if there is not None and there.state is VoteState.INVALIDATED:
        raise NotAllowed("support_removed")
    along = {"state": old.state, "network": None, "finding_id": old.finding_id}
    question.had = old.state
    if there is None:
        made = insert(votes).returning(_v.id)
        row = {"submission_id": target.id, "person_id": old.person_id, "cast_at": old.cast_at}
        question.new_vote_id = session.execute(
            made, {**row, **along, "changed_at": at, "withdrawn_at": None}
        ).scalar_one()
    elif there.state not in COUNTED:
        question.new_vote_id, question.before = there.id, there.state
        session.execute(
            update(votes).where(_v.id == there.id).values(**along, changed_at=at, withdrawn_at=None)
        )
    session.execute(
        update(votes)
        .where(_v.id == old.id)
        .values(state=VoteState.MOVED, changed_at=at, network=None)
    )


def _check(session: Session, question: MoveQuestion) -> None:
    """The rules for giving support are the rules for moving it."""
    if session.get_one(Person, question.person_id).suspended:
        raise NotAllowed("suspended")
    sanctions.check(session, question.person_id)
    try:
        eligibility.check(session, Act.SUPPORT, question.person_id)
    except Invalid as lacking:
        # There is no field here that could be mended.
        raise NotAllowed(f"needs_{lacking.field}_{lacking.code}", **lacking.values) from None
