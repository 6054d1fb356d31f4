"""Setting up the vote of a phase: by whoever may lead the dialogue, until somebody can vote."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlmodel import Session

from models.actor import Actor
from models.counting import Method
from models.database import lock_rows
from models.dialogue.closing import FEWEST_OPTIONS
from models.dialogue.keeping import Held, changed
from models.dialogue.kinds import PhaseKind
from models.dialogue.polls import MOST_OPTIONS, Poll, poll_options, polls
from models.dialogue.row import Phase
from models.errors import Invalid, NotAllowed, NotFound, Stale
from models.profile import Level


@dataclass(frozen=True)
class Choice:
    """An option as the form says it, cleaned."""

    title: str
    words: str = ""


@dataclass(frozen=True)
class Planned:
    """What the form says of a vote. `most` is for approval alone, `level` as of models.polls."""

    method: Method
    question: str
    options: Sequence[Choice]
    most: int | None = None
    live: bool = False
    level: Level | None = None


def set_up(
    session: Session,
    held: Held,
    phase: Phase,
    planned: Planned,
    *,
    by: Actor,
    version: int | None = None,
) -> Poll:
    """Lay out the ballot of a phase of `held`, or lay it out anew, until the vote has opened: from
    then on it is fixed.

    Raises NotFound for a phase without votes, NotAllowed with `ballot_open`, Stale when somebody
    changed it since `version` (0 where there was none), Invalid for `options` (too_few, too_many,
    same: two are called alike) and for `most` (bad: it lets nobody choose, or says nothing).
    """
    if phase.kind is not PhaseKind.VOTE:
        raise NotFound
    poll: Poll | None = session.scalars(
        lock_rows(select(Poll).where(polls.c.phase_id == phase.id))
    ).first()
    if poll is not None and poll.opened_at is not None:
        raise NotAllowed("ballot_open")
    if version is not None and version != (poll.version if poll else 0):
        raise Stale
    _check(planned)
    if poll is None:
        poll = Poll(
            submission_id=phase.submission_id,
            phase_id=phase.id or 0,
            method=planned.method,
            question=planned.question,
            version=0,
        )
    poll.method, poll.question = planned.method, planned.question
    poll.most = planned.most if planned.method is Method.APPROVAL else None
    poll.live, poll.level = planned.live, planned.level
    poll.version += 1
    session.add(poll)
    session.flush()
    session.execute(delete(poll_options).where(poll_options.c.poll_id == poll.id))
    session.execute(
        insert(poll_options),
        [
            {"poll_id": poll.id, "number": number, "title": one.title, "words": one.words}
            for number, one in enumerate(planned.options, start=1)
        ],
    )
    facts: dict[str, str | int] = {"phase": phase.id or 0, "poll": poll.id or 0}
    changed(session, held, facts | {"options": len(planned.options)}, by=by)
    return poll


def _check(planned: Planned) -> None:
    titles = [one.title.casefold() for one in planned.options]
    if len(titles) < FEWEST_OPTIONS:
        raise Invalid("options", "too_few", least=FEWEST_OPTIONS)
    if len(titles) > MOST_OPTIONS:
        raise Invalid("options", "too_many", most=MOST_OPTIONS)
    if len(set(titles)) < len(titles):
        raise Invalid("options", "same")
    if planned.most is not None and not 1 <= planned.most <= len(titles):
        raise Invalid("most", "bad")
