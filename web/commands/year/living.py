"""Living a year: a town of its own, the clock moved from hour to hour, every letter kept.

The town is a file that nobody else has open, with the profile that is shipped as an example, and
goes when the year is over. Nothing of the operator's own town is read or changed.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from models import calendar
from models.actor import Source
from models.calendar import HOUR, MINUTE, Moment, start_of
from models.database import transaction
from models.errors import Invalid, NotAllowed, NotFound, TooMany
from models.settings import Settings, made_up
from models.settings.fields import PROFILE, ROOT
from models.statistics.rows import By, Sender
from models.statistics.year import Place
from notifications import rehearsing
from notifications.letter import Letter
from web.commands import scheduler
from web.commands.apart import apart
from web.commands.demo import life
from web.commands.demo.plan import Step
from web.commands.figuring import everything
from web.commands.migrate import prepare
from web.commands.year import happening, plan
from web.commands.year.happening import YearTown

VERBS = {**life.VERBS, **happening.VERBS}
RINGS = (1 * HOUR, 7 * HOUR, 12 * HOUR, 17 * HOUR)
"""When the town's clock does its work and letters go, after the beginning of each day."""
OWNER = "rehearsed-year"


@dataclass(frozen=True)
class Length:
    """How much of a year: its first `days`, with so many submissions, drawn from a seed."""

    days: int
    submissions: int
    seed: int


@dataclass
class Lived:
    """What a year was: steps that were taken, those that the rules refused by then, and letters."""

    taken: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    came: Counter[Place] = field(default_factory=Counter)
    """What was handed in: all, of each kind, by each channel, of each sort of sender."""
    letters: list[Letter] = field(default_factory=list)


@contextmanager
def town(year: int) -> Iterator[Settings]:
    """A fresh town as of the first moment of that year. The process is that of a command: its
    clock, settings and database are those of the year until it is over.
    """
    with TemporaryDirectory(prefix="torget-year-") as name:
        folder = Path(name)
        own = {
            "queue_url": f"sqlite:///{folder / 'queue.sqlite3'}",
            "files_url": f"file:{folder / 'files'}",
            "municipality": ROOT / PROFILE,
        }
        with apart(made_up(folder), folder, **own) as chosen:
            calendar.freeze(start_of(dt.date(year, 1, 1)) - HOUR)
            prepare()
            yield chosen


def live(chosen: Settings, year: int, length: Length, *, passed: Callable[[], object]) -> Lived:
    """Live all of it; `passed` is called after every day. The clock stays at its end."""
    lived = Lived()
    with transaction() as session:
        made = YearTown(session, plan.people(length.submissions), {})
        made.settle()
    waiting = plan.steps(year, length.submissions, length.seed, days=length.days)
    first = dt.date(year, 1, 1)
    end = start_of(first + dt.timedelta(days=length.days))

    def until(moment: Moment) -> None:
        due = _before(waiting, moment)
        with transaction() as session:
            made.session = session
            for step in due:
                take(made, step, lived)
        _ring(chosen, moment, lived)

    for number in range(length.days):
        begins = start_of(first + dt.timedelta(days=number))
        for after in RINGS:
            until(begins + after)
        passed()
    until(end - 2 * MINUTE)
    for _ in everything():
        pass
    return lived


def _before(waiting: list[Step], moment: Moment) -> list[Step]:
    number = 0
    while number < len(waiting) and waiting[number].at < moment:
        number += 1
    due = waiting[:number]
    del waiting[:number]
    return due


def take(made: YearTown, step: Step, lived: Lived) -> None:
    """Take a step at its moment. Something may have come before it, as the clock that closes what
    has waited long enough: then the rules refuse it, and it is counted as that.
    """
    calendar.freeze(step.at)
    try:
        with made.session.begin_nested():
            VERBS[step.does](made, step, *step.given)
        lived.taken[step.does] += 1
        lived.came.update(places(step))
    except (Invalid, NotAllowed, NotFound, TooMany) as refusal:
        lived.refused[f"{step.does}: {refusal}"] += 1


def places(step: Step) -> list[Place]:
    """Where statistics are to have what somebody handed in, as the plan tells it."""
    if step.does != "hand_in":
        return []
    told, sender = step.told, Sender.ANONYMOUS
    if "organisation" in told:
        sender = Sender.ORGANISATION
    elif "by" in told or "call" in told:
        sender = Sender.RESIDENT
    return [
        (By.ALL, ""),
        (By.KIND, told["kind"]),
        (By.CHANNEL, told.get("came", Source.WEB.value)),
        (By.SENDER, sender.value),
    ]


def _ring(chosen: Settings, moment: Moment, lived: Lived) -> None:
    calendar.freeze(moment)
    scheduler.tick(OWNER)
    # A letter is due a little after what it tells of.
    calendar.freeze(moment + MINUTE)
    rehearsing.hear(chosen, lived.letters.append)
