"""The votes of a dialogue as its pages show them: which it is about, how it stands, what came."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import Row

from models import counting
from models.calendar import now
from models.counting import MOST_POINTS, Method
from models.dialogue import polls
from models.dialogue.closing import FEWEST_LIVE, FEWEST_OPTIONS
from models.dialogue.phases import TAKES_PART
from models.errors import NotFound
from web.visit import Visit


def chosen(visit: Visit, row: Row[Any], *, over: bool = False) -> Row[Any]:
    """The vote that a page is about: of the phase that it names; else the one that is open now, or
    the last one before, where `over` is asked for; else the next. Raises NotFound where there is
    none.
    """
    known = polls.of_dialogue(visit.session, row.id)
    wanted = visit.values.get("phase") or visit.query.get("phase", "")
    if wanted:
        known = [one for one in known if str(one.phase_id) == wanted]
    if not known:
        raise NotFound
    return next(iter(sorted(known, key=lambda one: _far(one, over=over))))


def _far(poll: Row[Any], *, over: bool) -> tuple[int, int]:
    is_open = poll.opens_at <= now() < poll.closes_at
    if poll.closes_at <= now():
        return (0 if over else 1), -poll.closes_at
    if is_open:
        return (1 if over else 0), poll.closes_at
    return 2, poll.opens_at


def told(visit: Visit, row: Row[Any], poll: Row[Any]) -> dict[str, Any]:
    """What the templates below dialogues/ballot ask for, as `poll`."""
    options = polls.options(visit.session, poll.id)
    return {
        "id": poll.id,
        "phase": poll.phase_id,
        "question": poll.question,
        "method": poll.method.value,
        "most": poll.most or len(options),
        "live": poll.live,
        "opens_at": poll.opens_at,
        "closes_at": poll.closes_at,
        "state": state(row, poll, options),
        "options": [
            {"number": one.number, "title": one.title, "words": one.words} for one in options
        ],
    }


def state(row: Row[Any], poll: Row[Any], options: Sequence[Row[Any]]) -> str:
    """How it stands: closed | counting | unready | coming | open | stopped (its time is there, and
    the dialogue lets nobody take part).
    """
    if poll.closed_at is not None:
        return "closed"
    if len(options) < FEWEST_OPTIONS:
        return "unready"
    if now() < poll.opens_at:
        return "coming"
    if row.status not in TAKES_PART:
        return "stopped"
    return "open" if now() < poll.closes_at else "counting"


def outcome(poll: Row[Any], options: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """What dialogues/ballot/_outcome.html asks for; None while nothing is shown of it."""
    closed = poll.closed_at is not None
    if poll.ballots is None or not (closed or poll.live):
        return None
    counts = [int(one) for one in poll.counts.split(",")]
    found = counting.result(poll.method, poll.ballots, counts)
    titles = {one["number"]: one["title"] for one in options}
    return {
        "closed": closed,
        "ballots": poll.ballots,
        "digest": poll.digest,
        "lines": [_line(poll.method, titles, line) for line in found.lines],
        "first": [titles[one] for one in found.first],
        "ties": [[titles[one] for one in group] for group in found.ties],
        "drawn": [titles[one] for one in counting.drawn(found, poll.digest)] if closed else [],
        "fewest": FEWEST_LIVE,
    }


def _line(method: Method, titles: dict[int, str], line: counting.Line) -> dict[str, Any]:
    scored = method is Method.SCORE
    whole = line.share / MOST_POINTS if scored else line.share
    return {
        "number": line.option,
        "title": titles[line.option],
        "count": line.count,
        "rank": line.rank,
        "percent": _rounded(line.share * 100),
        "mean": _rounded(line.share * 100) / 100 if scored else None,
        "width": _rounded(whole * 100),
    }


def _rounded(value: Fraction) -> int:
    """To the nearest whole, halves up: as people do it."""
    return int(value + Fraction(1, 2))


def panel(visit: Visit, row: Row[Any], phase: Row[Any]) -> dict[str, Any]:
    """A vote on the page of its dialogue, while its phase is open (dialogues/phases/_vote.html)."""
    made = result(visit, row, phase)
    is_open = made["poll"] is not None and made["poll"]["state"] == "open"
    here = f"/dialogues/{row.slug}/ballot?phase={phase.id}"
    return {**made, "action": here if is_open else ""}


def result(visit: Visit, row: Row[Any], phase: Row[Any]) -> dict[str, Any]:
    """The same when it is over (dialogues/phases/_vote_result.html)."""
    poll = polls.of_phase(visit.session, phase.id)
    said = told(visit, row, poll) if poll else None
    return {
        "poll": said,
        "outcome": outcome(poll, said["options"]) if poll and said else None,
    }
