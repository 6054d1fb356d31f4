"""Orders of authorities: the list, one of them, writing one down, what was done about it."""

from datetime import date, datetime, time
from typing import Annotated, Any

from models import calendar
from models.authority_order import (
    LONGEST_GROUND,
    LONGEST_NAME,
    LONGEST_WORDS,
    AuthorityOrder,
    OrderKind,
    OrderOutcome,
)
from models.calendar import Moment, local, now
from moderation import orders
from moderation.reasons import GROUNDS, Reason
from web.answers import Answer, Go, Shown
from web.forms import Form, choice, words
from web.pages.casework_writing_forms import Clock, PastDay
from web.pages.desk_done import moderator
from web.visit import Visit

HERE = "/desk/orders"


class Timed(Form):
    """Something that happened at a day and a time."""

    day: PastDay
    clock: Clock

    @property
    def at(self) -> Moment:
        happened = datetime.combine(date.fromisoformat(self.day), time.fromisoformat(self.clock))
        return calendar.moment(happened.replace(tzinfo=calendar.zone()))


class OrderForm(Timed):
    kind: Annotated[OrderKind, choice(OrderKind)]
    authority: Annotated[str, words(LONGEST_NAME, least=1)]
    ground: Annotated[str, words(LONGEST_GROUND, least=1)]
    reason: Annotated[str, words(40)] = ""


class AnswerForm(Timed):
    outcome: Annotated[OrderOutcome, choice(OrderOutcome)]
    words: Annotated[str, words(LONGEST_WORDS, least=1, lines=True)]


def index(visit: Visit) -> Answer:
    """Those that wait for an answer, then the newest."""
    rows = [row._asdict() for row in orders.listed(visit.session)]
    return Shown("desk/orders.html", {"rows": rows})


def new(visit: Visit) -> Answer:
    """An empty form, or what came back."""
    unlawful = [reason.value for reason in Reason if GROUNDS[reason].illegal]
    said = {"unlawful": unlawful, "values": {**_now(), **visit.values}, "errors": visit.errors}
    return Shown("desk/order_new.html", said)


def create(visit: Visit) -> Answer:
    """Write an order down."""
    form: OrderForm = visit.form
    made = orders.register(
        visit.session,
        by=moderator(visit),
        kind=form.kind,
        authority=form.authority,
        received_at=form.at,
        ground=form.ground,
        reason=form.reason or None,
    )
    return Go(f"{HERE}/{made.id}")


def show(visit: Visit) -> Answer:
    """One order, and what was done."""
    found = orders.one(visit.session, visit.number("id"))
    said = {"order": found, "values": {**_typed(found), **visit.values}, "errors": visit.errors}
    return Shown("desk/order.html", said)


def confirm(visit: Visit) -> Answer:
    """The authority has been told that we have it."""
    order_id = visit.number("id")
    orders.confirm(visit.session, order_id, by=moderator(visit))
    return Go(f"{HERE}/{order_id}")


def answer(visit: Visit) -> Answer:
    """What was done about it."""
    form: AnswerForm = visit.form
    order_id = visit.number("id")
    orders.answer(
        visit.session,
        order_id,
        by=moderator(visit),
        outcome=form.outcome,
        done_at=form.at,
        words=form.words,
    )
    return Go(f"{HERE}/{order_id}")


def _now() -> dict[str, str]:
    return _fields(now())


def _fields(at: Moment) -> dict[str, str]:
    there = local(at)
    return {"day": there.date().isoformat(), "clock": f"{there:%H.%M}"}


def _typed(found: AuthorityOrder) -> dict[str, Any]:
    """What stands in the form of the answer: the one before, or that it was now."""
    if found.outcome is None or found.done_at is None:
        return _now()
    return _fields(found.done_at) | {"outcome": found.outcome.value, "words": found.words}
