"""What becomes of each case of a rehearsed year: its steps in working days after it came.

Everything is drawn from one seed: the same year twice is the same year. Shares are guesses at an
ordinary town, and of everything that can happen there is some.
"""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from models.states import Kind
from web.commands.demo.plan import Told
from web.commands.year.happening import APPROVED

Act = tuple[int, str, tuple[Any, ...]]
"""A working day after it came, what is done (web.commands.demo.life.VERBS), and with what."""

Met = Callable[[str, int], int | None]
"""The working day of the next meeting of a board, for what lies before it on a working day."""


def of(kind: Kind, told: Told, words: Told, met: Met, chance: Random) -> list[Act]:
    """The acts of one case, in their order. `told` gets what a verb reads of the case itself."""
    if kind is Kind.PROPOSAL:
        return list(_proposal(told, words, met, chance))
    return list(_case(kind, told, words, chance))


def _case(kind: Kind, told: Told, words: Told, chance: Random) -> Iterator[Act]:
    says = words["says"]
    if told["shown"]:
        refused = chance.random() < 0.04
        yield (1, "refuse", ("personal_data", says["refused"])) if refused else (1, "publish", ())
    if "at_once" in told:
        return
    if chance.random() < 0.02:
        # Somebody forgets it altogether.
        return
    day = 0
    for day, does, given in _passed_on(words, chance):
        yield day, does, given
    mine = "by" in told
    if mine and chance.random() < 0.1:
        day += 1
        yield day, "ask", (says["ask"],)
        if chance.random() < 0.7:
            day += chance.randint(1, 12)
            yield day, "add", (says["add"],)
        else:
            day += 20
    late = chance.random() < 0.15
    if late and chance.random() < 0.6:
        yield 9, "delay", (8, says["delay"])
    if kind is Kind.FAULT_REPORT and chance.random() < 0.3:
        yield day + 1, "plan", (5,)
    day += chance.randint(12, 25) if late else chance.randint(0, 6)
    if chance.random() < 0.03:
        told["receiver"] = says["receiver"]
        yield day, "close", ("not_ours", says["ours_not"])
        return
    yield day, "answer", (says["answer"],)
    yield from _after(kind, day, says, chance, mine=mine)


def _passed_on(words: Told, chance: Random) -> Iterator[Act]:
    """Somebody takes it; some are passed on first, and of these some once more."""
    day = chance.choice((0, 1, 1, 2))
    yield day, "assign", ()
    for share in (0.12, 0.25):
        if chance.random() >= share:
            return
        day += 1
        yield day, "hand_over", (chance.choice(words["units"]), words["says"]["pass_on"])
        yield day, "assign", ()


def _after(kind: Kind, day: int, says: Told, chance: Random, *, mine: bool) -> Iterator[Act]:
    """What follows an answer: some are closed by hand, others rest until the clock closes them."""
    ended = {Kind.FAULT_REPORT: "fixed", Kind.PRAISE: "thanked"}.get(kind, "answered")
    if chance.random() < 0.5:
        day += chance.randint(0, 4)
        yield day, "close", (ended, says["reason"])
        if mine and chance.random() < 0.4:
            yield day + 1, "tell", (chance.choice(("yes", "yes", "yes", "partly", "no")),)
        if mine and chance.random() < 0.06:
            yield day + 3, "open_again", (says["again"],)
            yield day + 5, "answer", (says["answer"],)
            yield day + 6, "close", (ended, says["reason"])


def _proposal(told: Told, words: Told, met: Met, chance: Random) -> Iterator[Act]:
    """Support, and for what has enough of it a board, which decides when it meets; what it says yes
    to is carried out.
    """
    says = words["says"]
    board = chance.choice(list(words["boards"]))
    told["board"] = words["boards"][board]
    if chance.random() < 0.1:
        yield 2, "refuse", ("out_of_remit", says["refused"])
        return
    yield 2, "publish", ()
    popular = chance.random() < 0.35
    many = 52 if popular else chance.randint(0, 40)
    for part in range(1, 6):
        yield 2 + part * 3, "support", (many * (part - 1) // 5, many * part // 5)
    if not popular:
        return
    yield 20, "assign", ()
    yield 21, "move", ("referred",)
    yield 25, "move", ("preparing",)
    yes = chance.random() < 0.6
    told["decision"] = {
        "paragraph": f"{chance.randint(1, 200)}",
        "ruling": "approved" if yes else "rejected",
        "summary": says["summary" if yes else "summary_no"],
        "reasons": says["reasons" if yes else "reasons_no"],
    }
    decided = met(board, 25)
    if yes and decided is not None:
        yield decided + APPROVED + 5, "carry", ("implementing", says["carried"])
        if chance.random() < 0.6:
            yield decided + APPROVED + 35, "carry", ("implemented", says["carried"])
