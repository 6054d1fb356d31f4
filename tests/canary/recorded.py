"""The register of the law: what officials note about secrecy, and about what was asked for."""

from typing import Any

from sqlmodel import Session

from models import calendar
from models.event import seq_of
from models.register import numbers, releases, secrecy
from models.register.covering import Cover
from models.register.releases import Asked, ReleaseOutcome
from models.submission import take
from tests import people
from tests.canary.readers import HANDLERS


def register(session: Session, world: Any) -> None:
    """Two cases have a number, a mark, a copy and a refusal: one of them everyone can read."""
    by, plant = world.someone["official"].actor, world.cage.plant
    series = people.municipality(session).diaries[0]
    for what in ("private", "fault"):
        case = take(session, world.cases[what])
        numbers.give(session, case, by=by, series=series)
        with world.cage.about(case.reference):
            secrecy.mark(
                session, case, by=by, provision=plant("which provision a mark names", *HANDLERS)
            )
            asked = Asked(calendar.today(), plant("what was asked for", *HANDLERS))
            refused = Asked(calendar.today(), plant("what was not given out", *HANDLERS))
            hidden = plant("by which provision a part is hidden", *HANDLERS)
            why = plant("why nothing was given out", *HANDLERS)
        made = releases.copy(
            session,
            case,
            asked,
            by=by,
            covered=[Cover("sender", None, None, hidden)],
            seq=seq_of(session, case.stream),
        )
        world.ones.setdefault(case.reference, {})["id"] = str(made)
        releases.refuse(
            session,
            case,
            refused,
            by=by,
            outcome=ReleaseOutcome.REFUSED,
            provision=why,
        )
    # Each case has a copy and a refusal, in this order.
    world.values["/casework/id"] = ["1", "2", "3", "9"]
    half = f"{calendar.today().year}-{1 if calendar.today().month < 7 else 2}"
    world.values["volume"] = ["1", "2", "x"]
    world.values["period"] = [half, "2025-2", "x"]
    world.ones["/records/unfinished/"] = {"period": half}


def open_numbers(world: Any) -> None:
    """That something came, and under which number, stands in the register for everyone to read
    (OSL 5 kap. 2 §); nowhere else does the number of what is not public.
    """
    for one in list(world.canaries):
        if one.what.startswith("the number of a"):
            world.cage.open(one.token, "/records")
    for reference in world.cases.values():
        # A case without a copy is asked for somebody else's.
        world.ones.setdefault(reference, {}).setdefault("id", "1")
