"""The people and the cases of a rehearsed year, and every step of theirs at its moment."""

import datetime as dt
import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from models.actor import Source
from models.at_once import LIVE
from models.calendar import HOUR, MINUTE, holiday_names, is_working_day, start_of
from models.states import Kind
from web.commands.demo import FOLDER
from web.commands.demo.plan import Step, Told
from web.commands.year import happening, lives

KINDS = {
    Kind.FAULT_REPORT: 34,
    Kind.COMPLAINT: 28,
    Kind.QUESTION: 24,
    Kind.PRAISE: 8,
    Kind.PROPOSAL: 6,
}
"""How many of a hundred are of each kind."""
CHANNELS = {
    Source.WEB: 60,
    Source.PHONE: 18,
    Source.EMAIL: 10,
    Source.VISIT: 6,
    Source.LETTER: 3,
    Source.CHAT: 3,
}
ANONYMOUS, AT_ONCE = 0.1, 0.7
"""Shares of those who reach the service centre: who want no answer, and who wait for theirs."""
EACH = 3
"""Cases of one sender in a year, or a few more: a town limits how many anybody may have open."""
ONE_OF = 25
"""Of so many senders one writes for an organisation, whose member she is."""
TEXTED, NUMBERS = 20, range(606, 700)
"""Of so many one is reached by text messages; the ends of made-up numbers, +46 70 174 0606 on."""


@dataclass(frozen=True)
class _Year:
    """What is the same for every case: words, the working days, and when boards meet."""

    words: Told
    working: list[dt.date]
    meetings: list[happening.Meeting]
    special: frozenset[dt.date]


def people(count: int) -> list[Told]:
    """Those of the demonstration who work for the town, whoever leaves it in the year, and
    residents enough for `count` cases.
    """
    told = tomllib.loads((FOLDER / "people.toml").read_text(encoding="utf-8"))["people"]
    staff = [
        {name: value for name, value in one.items() if name not in {"deputy", "follows"}}
        for one in told
        if "role" in one
    ]
    return [
        happening.LEAVES,
        *staff,
        *({"name": f"Invånare {number}"} | _reached(number) for number in range(count // EACH + 1)),
    ]


def _reached(number: int) -> Told:
    """By e-mail; one of TEXTED by text messages, as long as there are numbers nobody has (PTS)."""
    mobile = NUMBERS.start + number // TEXTED
    if number % TEXTED == 1 and mobile in NUMBERS:
        return {"phone": f"+46701740{mobile}"}
    return {"email": f"ar{number}@example.org"}


def steps(year: int, count: int, seed: int, *, days: int = 365) -> list[Step]:
    """Every step of `count` cases that come in the first `days` of a year, and of what happens to
    the town itself, in their order.

    A case comes on each of the two days when clocks change, and on every holiday.
    """
    chance = Random(f"{seed}/{year}")  # noqa: S311  (no secret)
    words = tomllib.loads((FOLDER / "year.toml").read_text(encoding="utf-8"))
    of = _Year(
        words,
        _working_days(year),
        happening.meetings(year, list(words["boards"])),
        frozenset(special_days(year)),
    )
    last = start_of(dt.date(year, 1, 1) + dt.timedelta(days=days))
    made = [
        step
        for number, day in enumerate(_days(year, count, days, chance))
        for step in _life(number, day, of, chance)
    ]
    decisions = {
        step.told["title"]: step.told["decision"] for step in made if "decision" in step.told
    }
    made += happening.steps(year, of.meetings, decisions)
    return sorted(
        (step for step in made if step.at < last),
        key=lambda step: (step.at, step.case, step.order),
    )


def _days(year: int, count: int, length: int, chance: Random) -> Iterator[dt.date]:
    """The day on which each comes: few on free days, and one at least on those that matter."""
    every = [dt.date(year, 1, 1) + dt.timedelta(days=day) for day in range(length)]
    special = [day for day in special_days(year) if day <= every[-1]]
    weights = [10 if is_working_day(day) else 3 for day in every]
    yield from special[:count]
    yield from chance.choices(every, weights, k=max(count - len(special), 0))


def special_days(year: int) -> list[dt.date]:
    """The last Sundays of March and October (directive 2000/84/EC), and every holiday."""
    ends = (dt.date(year, 3, 31), dt.date(year, 10, 31))
    changes = [end - dt.timedelta(days=(end.weekday() + 1) % 7) for end in ends]
    return [*changes, *sorted(holiday_names(year))]


def _working_days(year: int) -> list[dt.date]:
    first = dt.date(year, 1, 1)
    every = (first + dt.timedelta(days=day) for day in range(365 + 200))
    return [day for day in every if is_working_day(day)]


def _life(number: int, day: dt.date, of: _Year, chance: Random) -> Iterator[Step]:
    words, working = of.words, of.working
    kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
    came = start_of(day) + chance.randint(0, 23 * 60) * MINUTE
    told = _told(number, kind, words, chance, closed=day in of.special)
    if "came" in told:
        # An official takes it in, in her own hours; after the last of a year on the day before it.
        at = bisect_left(working, day)
        day = working[at if working[at].year == day.year else at - 1]
        came = start_of(day) + 8 * HOUR + chance.randint(0, 8 * 60) * MINUTE
    yield Step(came, number, 0, "hand_in", (), told)
    begins, previous = bisect_left(working, day), came

    def met(board: str, after: int) -> int | None:
        on = happening.meeting_after(of.meetings, board, working[begins + after])
        return None if on is None else bisect_left(working, on) - begins

    for order, (after, does, given) in enumerate(lives.of(kind, told, words, met, chance), 1):
        at = start_of(working[begins + after]) + 8 * HOUR + chance.randint(0, 9 * 60) * MINUTE
        previous = max(at, previous + 10 * MINUTE)
        yield Step(previous, number, order, does, given, told)


def _told(number: int, kind: Kind, words: Told, chance: Random, *, closed: bool) -> Told:
    """What is handed in, by whom; on the web where nobody is at work to take anything in."""
    subjects = words["subjects"].get(kind.value, words["subjects"]["other"])
    told: Told = {
        "kind": kind.value,
        "title": f"{chance.choice(words['titles'][kind.value])} ({number + 1})",
        "text": words["texts"][kind.value],
        "subject": chance.choice(subjects),
        "place": "Storgatan 4" if kind is Kind.FAULT_REPORT else "",
        "shown": kind is Kind.PROPOSAL or chance.random() < 0.5,
    }
    came = chance.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    if closed or kind is Kind.PROPOSAL or came is Source.WEB:
        sender = number // EACH
        told["by"] = f"Invånare {sender}"
        # A proposal is one person's: no organisation hands one in.
        if sender % ONE_OF == 0 and kind is not Kind.PROPOSAL:
            told["organisation"] = f"Exempelföreningen {sender // ONE_OF + 1}"
        return told
    told["came"] = came.value
    if chance.random() < ANONYMOUS:
        return told
    told |= {"call": "0701740605", "name": "Namn"}
    if kind is Kind.QUESTION and came in LIVE and chance.random() < AT_ONCE:
        told["at_once"] = words["says"]["answer"]
    return told
