"""Every case of a form for several in a step of its own: what cannot be done stops nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from models import taking_several
from models.errors import NotFound, Refusal
from models.permissions import Action
from models.permissions_of_cases import permit
from models.showing_several import several
from models.submission import Submission
from web import rendering
from web.pages import casework_templating
from web.pages.casework_taking import stale
from web.pages.ticked import MOST
from web.visit import Visit

Act = Callable[[Submission, Any], None]
"""Done to one case, locked, with its row of models.showing_several."""


@dataclass(frozen=True)
class Left:
    """A case that nothing was done to, and why."""

    reference: str
    refusal: Refusal


def references_of(visit: Visit) -> list[str]:
    """The numbers of the cases that a form carries: `2026-00001.3 2026-00002.5`."""
    return [pair.partition(".")[0] for pair in visit.values.get("cases", "").split()[:MOST]]


def pairs(rows: Sequence[Any]) -> str:
    """What a form for these cases carries: the number of each, and the last event that was seen."""
    return " ".join(f"{row.reference}.{row.seq}" for row in rows)


def lines(rows: Sequence[Any], left: Sequence[Left], written: str) -> list[dict[str, Any]]:
    """The cases as their page lists them, each with `written` filled in for it as its letter, and
    with why nothing was done to it.
    """
    why = {one.reference: rendering.refused(one.refusal) for one in left}
    return [
        {
            "reference": row.reference,
            "title": row.title,
            "place": row.place,
            "letter": casework_templating.filled(written, row),
            "refused": why.get(row.reference),
        }
        for row in rows
    ]


def each(visit: Visit, cases: str, act: Act) -> tuple[list[str], list[Left]]:
    """The cases that it was done to, and those that are left: where something happened since the
    event that a pair names, where the viewer may not, or where the verb refuses.

    All are locked first, in one order everywhere, so that no two such forms wait for each other.
    """
    session, numbers = visit.session, references_of(visit)
    locked = taking_several.take(session, numbers)
    seqs = taking_several.lock_streams(session, [one.stream for one in locked.values()])
    rows = {row.reference: row for row in several(session, numbers)}
    done: list[str] = []
    left: list[Left] = []
    for pair in sorted(cases.split()):
        reference, _, seq = pair.partition(".")
        try:
            with session.begin_nested():
                case = locked.get(reference)
                if case is None:
                    raise NotFound(reference)
                permit(session, case, visit.viewer, Action.WORK)
                if seqs.get(case.stream) != int(seq):
                    raise stale(visit, reference)
                act(case, rows[reference])
        except Refusal as refusal:
            left.append(Left(reference, refusal))
        else:
            done.append(reference)
    return done, left
