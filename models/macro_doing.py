"""The steps of a template, done to one case by the ordinary verbs, in the caller's one transaction.

Rules, events, letters and clocks are those of the verbs. Which template it was, in which wording,
stands in the facts of every event (ST-23).
"""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from models import answer, macro, person, progress, subscription, supplement
from models.actor import Actor
from models.chain import Fact
from models.draft import Used
from models.errors import NotAllowed
from models.keeping_promises import delaying
from models.macro import Act, Course, Steps
from models.states import Status
from models.submission import Submission
from models.subscription import Extent, Topic


@dataclass(frozen=True)
class Said:
    """The words for one case, and the template they are of. `batch` is a code of all that is done
    at one press, in one case or in several: an address is told of it in one message.
    """

    source: str
    html: str
    used: Used
    batch: str


def course(steps: Steps, case: Any, by: Actor) -> Course:
    """What would be done to a case (any row of it) as it stands now."""
    hers = by.person_id is not None and case.assignee_id == by.person_id
    return macro.course(steps, case.kind, case.status, hers=hers)


def do(session: Session, submission: Submission, steps: Steps, said: Said, *, by: Actor) -> None:
    """Take every step, or none: the caller's transaction ends where one raises.

    Raises NotAllowed where they do not fit the case, where a delay must be told of before it is
    moved (ST-14), and for whoever was only asked about it; Invalid for a reason that is too short.
    """
    way = course(steps, submission, by)
    if way.blocked:
        raise NotAllowed("illegal_step", now=submission.status, field=way.blocked)
    if {Act.MOVE, Act.ASK} & set(way.acts):
        delaying.check(session, submission)
    elif Act.ANSWER in way.acts:
        delaying.check_answer(session, submission)
    for act in way.acts:
        _do(session, submission, act, steps, said, by=by)


def _do(
    session: Session, submission: Submission, act: Act, steps: Steps, said: Said, *, by: Actor
) -> None:
    part_of: dict[str, Fact] = {**said.used.facts, "batch": said.batch}
    match act:
        case Act.TAKE:
            her = session.get_one(person.Person, by.person_id)
            progress.assign(session, submission, by=by, to=her, part_of=part_of)
        case Act.MOVE:
            to = steps.move or Status.IN_PROGRESS
            progress.move(session, submission, to, by=by, part_of=part_of)
        case Act.ASK:
            supplement.ask(session, submission, by=by, question=said.source, part_of=part_of)
        case Act.ANSWER:
            answer.answer(
                session,
                submission,
                by=by,
                source=said.source,
                html=said.html,
                used=said.used,
                batch=said.batch,
            )
        case Act.CLOSE if steps.outcome is not None:
            progress.close(
                session,
                submission,
                by=by,
                outcome=steps.outcome,
                reason=said.source,
                part_of=part_of,
            )
        case Act.FOLLOW:
            _follow(session, submission, by)


def _follow(session: Session, submission: Submission, by: Actor) -> None:
    """Everything that happens to the case is told at her own first address. Of what is not public
    nobody but its sender is told, and so she is not either.
    """
    own = person.contacts_of(session, by.person_id) if by.person_id else []
    if not own or not submission.is_public:
        return
    wish = subscription.ask(
        session,
        own[0],
        Topic.SUBMISSION,
        submission_id=submission.id,
        extent=Extent.EVERYTHING,
        language=submission.language,
    )
    subscription.confirm(session, wish.id or 0, extent=Extent.EVERYTHING)
