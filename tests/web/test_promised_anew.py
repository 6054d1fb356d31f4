"""Open cases are counted anew in the browser: told first, once, and whoever waits is told her day
(ST-10).
"""

import re

from models.configuration import changing, parts
from models.database import transaction
from models.states import Kind
from models.submission import take
from tests import people
from tests.notifications.post import address, follow, sent_rows
from web.commands.promising import Promising

PATH = "/admin/promises"


def promise(session, **times: str) -> None:
    """Everything is promised within these times from today on."""
    changing.hold(session)
    lines = parts.Difference(("promises",), None, [times])
    wanted = changing.propose(session, lambda data: parts.applied(data, [lines]))
    changing.make(session, wanted, by=people.ada(session).actor, room="promises")


def test_what_follows_is_told_before_and_afterwards_whoever_waits(site, ada):
    with transaction() as session:
        people.municipality(session)
        promise(session, first_response="5 working days")
        later = people.published(session, Kind.QUESTION)
        follow(session, people.sam(session), later)
        promise(session, first_response="5 working days", decide="40 working days")
    page = ada.get(PATH).text
    assert "1 keeps the day for our answer, but other times change." in page
    assert "Of these, 1 may take longer until the matter is settled." not in page
    seen = re.search(r'name="known" value="(\d+)"', page)[1]
    with transaction() as session:
        promise(session, first_response="8 working days")
        before = take(session, later.reference).answer_by
    page = ada.get(PATH).text
    assert "1 open case gets another promise." in page
    assert "1 gets a later day for our answer." in page
    assert ada.post(PATH, {"known": seen}).status_code == 409
    known = re.search(r'name="known" value="(\d+)"', page)[1]
    assert ada.post(PATH, {"known": known}).status_code == 303
    assert "It is being done now: 0 cases have another promise so far." in ada.get(PATH).text
    # Another administrator, who saw the same, does it no second time.
    assert ada.post(PATH, {"known": known}).status_code == 409
    Promising().go_on()
    page = ada.get(PATH).text
    assert "Last done by Ada" in page
    assert "1 case got another promise." in page
    assert "No open case gets another promise." in page
    with transaction(write=False) as session:
        day = take(session, later.reference).answer_by
        assert day > before
    assert "Promised anew" in site.browser().get(f"/submissions/{later.reference}").text
    address()
    told = [row for row in sent_rows() if row.kind == "promised"]
    assert [row.address for row in told] == ["rosa@example.org"]
