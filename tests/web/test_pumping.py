"""Somebody who earns on text messages asks for them from two hundred networks (spec T50).

A thousand are asked for without pages in tests/notifications/test_text_messages.py.
"""

from collections import Counter
from urllib.parse import urlencode

import pytest

from models import calendar
from models.calendar import HOUR
from models.database import transaction
from notifications.sms.segments import segments
from tests import people
from tests.notifications.post import BASE_URL, send, use
from tests.sinks import SmsGateway
from tests.web.asking import Request, ask_all
from tests.web.visiting import open_site

pytestmark = pytest.mark.once

FORM = {"topic": "decisions", "extent": "answers", "channel": "sms", "email": ""}


def test_requests_from_two_hundred_networks_cost_no_more_than_the_day_may(town):
    calendar.freeze(calendar.start_of(calendar.today()) + 12 * HOUR)
    with SmsGateway() as gateway:
        use(town, sms_url=gateway.url, sms_from="+46766861004", sms_parts_per_day=100)
        with transaction() as session:
            people.municipality(session)
        host = BASE_URL.removeprefix("https://")
        asked = [
            Request(
                "POST",
                "/subscriptions",
                origin=BASE_URL,
                host=host,
                client=f"198.51.{n % 200}.7",
                body=urlencode(FORM | {"phone": f"+4670174{n % 150:04d}"}).encode(),
                headers=(("content-type", "application/x-www-form-urlencoded"),),
            )
            for n in range(300)
        ]
        with open_site() as site:
            statuses = Counter(one.status for one in ask_all(site.app, site.server.portal, asked))
        send()
        assert 0 < len(gateway.messages) <= 25
        assert sum(segments(sms.message).parts for sms in gateway.messages) <= 50
    assert statuses.keys() == {200, 429}
    assert statuses[429] >= 250, "a second press within a minute is a double click"
