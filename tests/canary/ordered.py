"""An order of an authority, of which everyone learns only that there was one."""

from typing import Any

from sqlmodel import Session

from models.authority_order import OrderKind, OrderOutcome
from models.calendar import now
from moderation import orders
from tests.canary.readers import JUDGES


def order(session: Session, world: Any) -> None:
    """Who ordered it, by which law, and what was done are for those who judge."""
    marek, plant = world.someone["moderator"].actor, world.cage.plant
    made = orders.register(
        session,
        by=marek,
        kind=OrderKind.INFORM,
        authority=plant("the authority of an order", *JUDGES),
        ground=plant("the ground of an order", *JUDGES),
        received_at=now(),
    )
    orders.answer(
        session,
        made.id or 0,
        by=marek,
        outcome=OrderOutcome.MET,
        done_at=now(),
        words=plant("what was done about an order", *JUDGES),
    )
    world.ones["/desk/orders/"] = {"id": str(made.id)}
    world.values["/desk/orders/id"] = [str(made.id), "99"]
