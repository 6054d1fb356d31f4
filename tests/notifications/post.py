"""Followers, and a post office small enough to watch: it sends all that is due and stops."""

from contextlib import contextmanager
from typing import Any

from sqlalchemy import Row, select

from models import decision, subscription
from models import settings as town_settings
from models.calendar import today
from models.database import table_of, transaction
from models.delivery import DeliveryAttempt, DeliveryReason, deliveries
from models.settings import Settings
from models.states import Ruling, Status
from models.subscription import Extent, Subscription, SubscriptionState, Topic
from notifications import addressing
from notifications.letter import Accepted
from notifications.pipes import Pipes
from notifications.sending import Sender
from tests import people

BASE_URL = "https://torg.exempelby.example"
attempts = table_of(DeliveryAttempt)
reasons = table_of(DeliveryReason)


class Shelf:
    """A pipe that keeps every letter, and calls it by its key or by what `ref` says."""

    def __init__(self, ref=None):
        self.letters = []
        self._ref = ref

    def send(self, letter):
        self.letters.append(letter)
        return Accepted(self._ref or letter.key)

    def close(self):
        pass


def follow(session, who, submission=None, *, extent=Extent.ANSWERS, language="sv"):
    """A confirmed wish of `who`: for one submission, or for all decisions."""
    wish = subscription.ask(
        session,
        who.contact_id,
        Topic.SUBMISSION if submission else Topic.DECISIONS,
        submission_id=submission.id if submission else None,
        extent=extent,
        language=language,
    )
    return subscription.confirm(session, wish.id, extent=extent)


def wishes_of(session, contact_id) -> list[Subscription]:
    """Every active wish of one address, oldest first."""
    return list(
        session.scalars(
            select(Subscription)
            .where(
                Subscription.contact_id == contact_id,
                Subscription.state == SubscriptionState.ACTIVE,
            )
            .order_by(Subscription.id)
        )
    )


def followers(session, submission, count, *, extent=Extent.ANSWERS):
    """So many residents who follow one submission, and what they are called."""
    made = [people.resident(session, f"Follower{number}") for number in range(count)]
    for who in made:
        follow(session, who, submission, extent=extent)
    return made


def use(town, **changes: Any) -> Settings:
    """Put other settings in place for the rest of the test."""
    given = {
        "base_url": BASE_URL,
        "delivery": "send",
        "smtp_url": "smtp://127.0.0.1:9",
        # A test at night is as one by day.
        "sms_quiet": "0-0",
        **changes,
    }
    chosen = Settings(
        secret_key=town.settings.secret_key,
        data=town.data,
        database_url=town.url,
        **given,
    )
    town_settings.use(chosen)
    return chosen


def address() -> int:
    return addressing.address("test")


@contextmanager
def sender(owner="test", pipes=None, going=lambda: True):
    """One worker thread's sender, without a thread."""
    if pipes is None:
        with transaction() as session:
            pipes = Pipes(town_settings.settings(), people.municipality(session))
    made = Sender(owner, pipes, going)
    try:
        yield made
    finally:
        made.close()


def send(pipes=None) -> None:
    """Address everything and send all that is due now."""
    address()
    with sender(pipes=pipes) as made:
        while made.round():
            pass


def sent_rows(**wanted) -> list[Row[Any]]:
    """Every delivery, oldest first, whose columns have these values."""
    with transaction(write=False) as session:
        return list(
            session.execute(
                select(deliveries)
                .where(*(deliveries.c[name] == value for name, value in wanted.items()))
                .order_by(deliveries.c.id)
            )
        )


def tries(delivery_id) -> list[tuple[str, str]]:
    with transaction(write=False) as session:
        return [
            (row.outcome, row.code)
            for row in session.execute(
                select(attempts)
                .where(attempts.c.delivery_id == delivery_id)
                .order_by(attempts.c.id)
            )
        ]


def decided(session, submission, *, by):
    """The board said yes."""
    if submission.status is not Status.REFERRED:
        submission.status = Status.REFERRED
    return decision.decide(
        session,
        submission,
        by=by.actor,
        body="Kommunstyrelsen",
        decided_on=today(),
        paragraph="§ 12",
        ruling=Ruling.APPROVED,
        summary="Vi bygger den.",
        reasons="Den behövs.",
        appealable=False,
    )
