"""What officials do in a demonstration, each by the real verb, from the unit that has the case."""

from models import (
    consulted,
    consulting,
    decision_correcting,
    handover,
    merging,
    planning,
    progress,
    reminding,
    supplement,
    text,
)
from models.actor import Actor
from models.answer import answer as give_answer
from models.arguments import weighing
from models.board import in_use
from models.calendar import today
from models.carrying_out import carry_out
from models.decision import decide, latest, post_minutes
from models.states import Outcome, Ruling, Status
from models.submission import Submission
from web.commands.demo import days
from web.commands.demo.plan import Step
from web.commands.demo.town import Town


def assign(town: Town, step: Step) -> None:
    submission, official = _handled(town, step)
    progress.assign(town.session, submission, by=official, to=town.colleague(official))


def hand_over(town: Town, step: Step, slug: str, reason: str) -> None:
    submission, official = _handled(town, step)
    unit_id = town.unit(slug)
    if unit_id not in {None, submission.unit_id}:
        handover.hand_over(
            town.session, submission, by=official, unit_id=unit_id or 0, reason=reason
        )


def consult(town: Town, step: Step, slug: str, question: str) -> None:
    """Ask another unit, to answer by the usual day."""
    submission, official = _handled(town, step)
    unit_id = town.unit(slug)
    if unit_id not in {None, submission.unit_id}:
        consulting.ask(
            town.session,
            submission,
            by=official,
            unit_id=unit_id or 0,
            question=town.words(question),
            due_on=consulting.usual_day(consulting.own_day(submission)),
        )


def reply(town: Town, step: Step, words: str) -> None:
    """The unit that was asked answers the one that has the case."""
    submission = town.case(step)
    for asked in consulted.of_case(town.session, submission.id or 0):
        by = town.official(asked.unit_id)
        answer = town.words(words)
        consulting.reply(town.session, submission, asked.id, by=by, answer=answer, quotable=True)


def move(town: Town, step: Step, status: str) -> None:
    """A plain step. The board that a proposal is referred to is the one that decides later."""
    submission, official = _handled(town, step)
    board = step.told.get("board") or step.told.get("decision", {}).get("body", "")
    known = (row.id for row in in_use(town.session) if row.name_sv == board)
    progress.move(
        town.session,
        submission,
        Status(status),
        by=official,
        board=board,
        board_id=next(known, None),
    )


def ask(town: Town, step: Step, question: str) -> None:
    """Something has to be known before the case can go on."""
    submission, official = _handled(town, step)
    supplement.ask(town.session, submission, by=official, question=town.words(question))


def remind(town: Town, step: Step) -> None:
    """The clock reminds the sender of what we asked; the third time it ends the case instead."""
    reminding.go_on(town.session, town.case(step).reference)


def plan(town: Town, step: Step, working_days: int) -> None:
    submission, official = _handled(town, step)
    planning.plan(town.session, submission, by=official, on=days.after(today(), working_days))


def delay(town: Town, step: Step, working_days: int, reason: str) -> None:
    submission, official = _handled(town, step)
    day = days.after(today(), working_days)
    planning.delay(town.session, submission, by=official, reason=town.words(reason), day=day)


def answer(town: Town, step: Step, words: str, picture: str = "", alt: str = "") -> None:
    """Answer, with a picture of how it became where there is one. Of what was said below the case
    it meets every other argument, the strongest among them.
    """
    submission, official = _handled(town, step)
    said = town.words(words)
    argued = weighing.strongest(town.session, submission.id or 0)
    give_answer(
        town.session,
        submission,
        by=official,
        source=said,
        html=text.prepare(said),
        document=town.pictures.get(picture),
        alt=alt,
        met={one.number for one in argued[::2]} if argued else None,
    )


def close(town: Town, step: Step, outcome: str, reason: str) -> None:
    """End it. What is not ours names who is responsible, how to reach them, and that we wrote."""
    submission, official = _handled(town, step)
    receiver = step.told.get("receiver")
    progress.close(
        town.session,
        submission,
        by=official,
        outcome=Outcome(outcome),
        reason=town.words(reason),
        receiver=progress.Receiver(receiver[0], receiver[1], forwarded=True) if receiver else None,
    )


def merge(town: Town, step: Step, title: str, reason: str) -> None:
    """It is the same matter as the case with that title: whoever follows it follows that one."""
    submission, official = _handled(town, step)
    merging.merge(town.session, submission, town.references[title], by=official, reason=reason)


def decision(town: Town, step: Step) -> None:
    submission, official = _handled(town, step)
    told = step.told["decision"]
    decide(
        town.session,
        submission,
        by=official,
        body=told["body"],
        decided_on=days.before(today(), 1),
        paragraph=told["paragraph"],
        ruling=Ruling(told["ruling"]),
        summary=town.words(told["summary"]),
        reasons=town.words(told["reasons"]),
        appealable=True,
    )


def minutes(town: Town, step: Step) -> None:
    """The approved minutes stand on the notice board: now there is a last day to appeal."""
    submission, official = _handled(town, step)
    made = latest(town.session, submission.id or 0)
    if made is not None:
        post_minutes(town.session, submission, made, by=official, on=today())


def carry(town: Town, step: Step, status: str, note: str = "") -> None:
    """Under way, carried out or dropped, with a word to everyone."""
    submission, official = _handled(town, step)
    carry_out(town.session, submission, Status(status), by=official, note=town.words(note))


def correct(town: Town, step: Step, paragraph: str, why: str) -> None:
    """The approved minutes have another paragraph than what was shown."""
    submission, official = _handled(town, step)
    told, made = step.told["decision"], latest(town.session, submission.id or 0)
    if made is not None:
        decision_correcting.correct(
            town.session,
            submission,
            made,
            by=official,
            ruling=made.ruling,
            paragraph=paragraph,
            summary=town.words(told["summary"]),
            reasons=town.words(told["reasons"]),
            why=town.words(why),
        )


def _handled(town: Town, step: Step) -> tuple[Submission, Actor]:
    submission = town.case(step)
    return submission, town.official(submission.unit_id)
