"""What a dialogue must have told before it ends: the last conditions of its table of states.

Whoever took part hears what came of each theme before it is closed (spec/sweden.md section 3), and
the municipality writes down what it learnt before the matter goes over into ordinary work.
"""

from collections.abc import Iterator

from sqlalchemy import exists, select
from sqlmodel import Session

from models.dialogue.heard import themes
from models.dialogue.outcome import answers, evaluations, reports
from models.dialogue.ready import Lack
from models.states import Status


def lacks(session: Session, submission_id: int, to: Status) -> Iterator[Lack]:
    """What is missing before this step: `report` (missing, or unanswered: of a main theme that
    came later), `evaluation` (missing). Nothing for any other step.
    """
    if to is Status.CLOSED:
        yield from _untold(session, submission_id)
    elif to is Status.HANDED_OVER:
        learnt = exists().where(evaluations.c.submission_id == submission_id)
        if not session.execute(select(learnt)).scalar():
            yield Lack("evaluation", "missing")


def _untold(session: Session, submission_id: int) -> Iterator[Lack]:
    closing = select(reports.c.id).where(
        reports.c.submission_id == submission_id,
        reports.c.phase_id.is_(None),
        reports.c.published_at.is_not(None),
    )
    report_id = session.execute(closing).scalar()
    if report_id is None:
        yield Lack("report", "missing")
        return
    answered = exists().where(
        answers.c.report_id == report_id,
        answers.c.theme_id == themes.c.id,
        answers.c.answer.is_not(None),
    )
    left = exists().where(
        themes.c.submission_id == submission_id, themes.c.main.is_(True), ~answered
    )
    if session.execute(select(left)).scalar():
        yield Lack("report", "unanswered")
