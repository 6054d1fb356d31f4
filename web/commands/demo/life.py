"""The life of a demonstration: every step at its moment, and the town's clock between them."""

from collections.abc import Callable

from models import calendar, keeping
from models.calendar import DAY, now
from web.commands.demo import (
    administrating,
    appealing,
    asking_often,
    boards,
    configuring,
    days,
    dialogues,
    judging,
    officials,
    organising,
    recording,
    residents,
    supporters,
    writing,
)
from web.commands.demo.plan import Step
from web.commands.demo.town import Town

VERBS: dict[str, Callable[..., None]] = {
    "hand_in": residents.hand_in,
    "support": residents.support,
    "comment": residents.comment,
    "follow": residents.follow,
    "report": residents.report,
    "confirm": residents.confirm,
    "add": residents.add,
    "text": residents.text_us,
    "rewrite": residents.rewrite,
    "tell": residents.tell,
    "open_again": residents.open_again,
    "withdraw": residents.withdraw,
    "publish": judging.publish,
    "refuse": judging.refuse,
    "return": judging.send_back,
    "redact": judging.redact,
    "hide": judging.hide,
    "unpublish": judging.unpublish,
    "judge_comment": judging.judge_comment,
    "keep": judging.keep,
    "appeal": appealing.appeal,
    "decide_appeal": appealing.decide,
    "assign": officials.assign,
    "hand_over": officials.hand_over,
    "consult": officials.consult,
    "reply": officials.reply,
    "move": officials.move,
    "ask": officials.ask,
    "remind": officials.remind,
    "plan": officials.plan,
    "delay": officials.delay,
    "answer": officials.answer,
    "close": officials.close,
    "merge": officials.merge,
    "move_support": supporters.answer,
    "decide": officials.decision,
    "post_minutes": officials.minutes,
    "carry": officials.carry,
    "note": writing.write_note,
    "call": writing.call,
    "draft": writing.begin,
    "let_read": writing.let_read,
    "correct_answer": writing.correct,
    "correct": officials.correct,
}
"""What a file can tell, and who does it."""


def live(town: Town, steps: list[Step]) -> None:
    """Take every step at its moment; `steps` are in order and at least one."""
    with calendar.at(steps[0].at - DAY):
        town.settle()
    midnights = days.midnights(steps[0].at, now())
    for step in steps:
        while midnights and midnights[0] <= step.at:
            town.ring(midnights.pop(0))
        with calendar.at(step.at):
            _take(town, step)
    for moment in (*midnights, now()):
        town.ring(moment)
    town.take_leave()
    boards.convene(town)
    if town.site.modules.dialogues:
        dialogues.ask(town)
    recording.record(town)
    asking_often.ask(town)
    administrating.administrate(town)
    configuring.configure(town)
    organising.organise(town)
    # The first page somebody opens tells how it goes.
    keeping.note(town.session, keeping.count(town.session))


def _take(town: Town, step: Step) -> None:
    try:
        VERBS[step.does](town, step, *step.given)
    except Exception as error:
        error.add_note(f"{step.does} in {step.told['title']!r}")
        raise
