"""The letter to somebody who was not here for years goes through the town's own pipe (spec L15)."""

from email import message_from_bytes, policy

import pytest

from models import calendar, session
from models.calendar import DAY, HOUR, local, now
from models.database import transaction
from models.retention.what import NOTICE, PRESETS, What
from templates.dates import week_date
from tests import people
from tests.models.retaining import nights
from tests.notifications.post import BASE_URL, send, sent_rows, use
from tests.sinks import MailSink


@pytest.fixture
def rosa(town) -> people.Someone:
    """She was here once, and her letter waits to be sent."""
    calendar.freeze(calendar.start_of(calendar.today()) + 12 * HOUR)
    with transaction() as opened:
        rosa = people.rosa(opened)
    calendar.freeze(now() + (PRESETS[What.PEOPLE].days + 1) * DAY)
    nights()
    return rosa


def test_it_says_until_when_and_leads_to_signing_in(town, rosa):
    with MailSink() as sink:
        use(town, smtp_url=sink.url)
        send()
        (letter,) = sink.wait_for(1)
    parsed = message_from_bytes(letter.raw, policy=policy.default)
    text = parsed.get_body(("plain",)).get_content()
    last = week_date(local(now() + NOTICE * DAY).date(), "sv")
    assert f"Logga in senast {last}" in " ".join(text.split())
    assert f"{BASE_URL}/sign-in" in text
    assert [row.address for row in sent_rows(kind="long_away", state="sent")] == [rosa.address]


def test_whoever_came_back_meanwhile_gets_none(town, rosa):
    with transaction() as opened:
        session.begin(opened, rosa.id)
    calendar.freeze(now() + DAY)
    nights()
    with MailSink() as sink:
        use(town, smtp_url=sink.url)
        send()
        assert sink._kept.all == []
    (row,) = sent_rows(kind="long_away")
    assert (row.state, row.code) == ("cancelled", "nothing_left")
