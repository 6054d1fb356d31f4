"""One act on several cases: shown first, pressed once, each case a small step of its own.

What cannot be done stops nothing else: those cases stay on the page, each with why, and what was
typed stays with them.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator

from models import handover, planning
from models.desk import groups
from models.errors import Invalid, NotFound, Refusal, Stale
from models.face import face, is_delayed
from models.keeping_promises import delaying
from models.permissions import Action
from models.permissions_of_cases import take_for
from models.states import StatusType, type_of
from models.submission import Submission
from web import rendering, town
from web.answers import Answer, Go, Shown
from web.forms import Form, fail, words
from web.pages.casework_each import Left, references_of
from web.pages.casework_forms import SomeDay
from web.pages.casework_taking import hers, official, stale
from web.pages.naming import named
from web.pages.numbers import Number
from web.pages.ticked import MOST, ticked
from web.visit import Visit

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PAIR = re.compile(r"[0-9-]{6,16}\.[0-9]{1,9}")


def _cases(value: str) -> str:
    """The cases that the page listed, each with the version that was seen: `2026-00001.3 ...`."""
    pairs = value.split()
    if not 0 < len(pairs) <= MOST or not all(map(_PAIR.fullmatch, pairs)):
        raise fail("unknown")
    return value


class Several(Form):
    cases: Annotated[str, words(MOST * 27, least=1), AfterValidator(_cases)]


class DelaysForm(Several):
    reason: Annotated[str, words(300, least=1)]
    day: SomeDay


class HandoversForm(Several):
    unit: Number
    reason: Annotated[str, words(500, least=1, lines=True)]


def new_delays(visit: Visit) -> Answer:
    """Same reason and new date: which cases it is for, perhaps with a day to begin with."""
    day = visit.query.get("day", "")
    return _page(visit, "delays", ticked(visit), begun={"day": day} if _DAY.fullmatch(day) else {})


def new_handovers(visit: Visit) -> Answer:
    """Hand over: which cases."""
    return _page(visit, "handovers", ticked(visit))


def delays(visit: Visit) -> Answer:
    """Say of each that it takes longer, why, and until when."""
    form: DelaysForm = visit.form
    by, day = official(visit), date.fromisoformat(form.day)
    return _each(
        visit,
        "delays",
        lambda case: planning.delay(visit.session, case, by=by, reason=form.reason, day=day),
    )


def handovers(visit: Visit) -> Answer:
    """Pass each of them to another unit, but none of which a delay has to be told first."""
    form: HandoversForm = visit.form
    by, unit = official(visit), int(form.unit)

    def pass_on(case: Submission) -> None:
        delaying.check(visit.session, case)
        handover.hand_over(visit.session, case, by=by, unit_id=unit, reason=form.reason)

    return _each(visit, "handovers", pass_on)


def _each(visit: Visit, act: str, verb: Callable[[Submission], object]) -> Answer:
    """Every case in a step of its own, in one order everywhere so that no two wait for each other.

    A field that is wrong for all of them is the form's, and nothing is done.
    """
    done: list[str] = []
    left: list[Left] = []
    for pair in sorted(visit.form.cases.split()):
        reference, _, version = pair.partition(".")
        try:
            with visit.session.begin_nested():
                case = take_for(
                    visit.session, reference, visit.viewer, Action.WORK, version=int(version)
                )
                verb(case)
        except Stale:
            left.append(Left(reference, stale(visit, reference)))
        except Refusal as refusal:
            if isinstance(refusal, Invalid) and refusal.code != "same":
                raise
            left.append(Left(reference, refusal))
        else:
            done.append(reference)
    if not left:
        return Go(f"/casework?done={act}-{len(done)}")
    return _page(visit, act, [one.reference for one in left], done=done, left=left)


def again(visit: Visit) -> Answer:
    """The page that a form came back to: the same cases as they are now, and what was typed."""
    act = visit.path.partition("?")[0].rpartition("/")[2]
    return _page(visit, act, references_of(visit))


def _page(
    visit: Visit,
    act: str,
    references: list[str],
    *,
    done: list[str] | None = None,
    left: list[Left] | None = None,
    begun: Mapping[str, str] | None = None,
) -> Answer:
    """What will happen to which cases; after a try, what was done and what was not."""
    rows = hers(visit, groups.referred_to(visit.session, references))
    why = {one.reference: rendering.refused(one.refusal) for one in left or []}
    fit: list[dict[str, Any]] = []
    unfit: list[dict[str, Any]] = []
    for row in rows:
        ended = type_of(row.status) is StatusType.CLOSED
        line = {
            **row._asdict(),
            "face": face(row.status, row.outcome, row.ruling),
            "late": is_delayed(row),
            "assignee": row.assignee or "",
            "unit": "",
            "refused": why.get(row.reference),
        }
        (unfit if ended else fit).append(line)
    if not rows and visit.values:
        raise NotFound
    return Shown(
        "casework/several.html",
        {
            "act": act,
            "fit": fit,
            "unfit": unfit,
            "cases": " ".join(f"{row['reference']}.{row['version']}" for row in fit),
            "done": groups.referred_to(visit.session, done) if done else [],
            "units": [
                (unit.id, named(unit, visit.language))
                for unit in town.units(visit.session)
                if unit.retired_at is None
            ],
            "not_hers": len(references) - len(rows),
            "values": visit.values or begun or {},
            "errors": visit.errors,
        },
        status=409 if left else 200,
    )
