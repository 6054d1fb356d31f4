"""Sparing moderators what they need not see (MQ-18)."""

import pytest

from models.database import transaction
from models.submission import take
from tests import people
from tests.moderation.room import item_of, report
from tests.web.test_attachments import a_case, address

pytestmark = pytest.mark.once


def _reported(reason: str, marek) -> tuple[str, str]:
    reference = a_case()
    with transaction() as session:
        case = take(session, reference)
        item = item_of(session, case).id
    page = marek.get(f"/desk/{item}")
    assert 'id="veiled"><' in page.text
    with transaction() as session:
        case = take(session, reference)
        waiting = item_of(session, case)
        people.publishing.show(
            session,
            case,
            people.Publication.PUBLISHED,
            by=people.SYSTEM,
            rules=people.municipality(session).proposals,
        )
        report(session, case, reason=reason)
        return reference, f"/desk/{waiting.id}"


@pytest.fixture
def marek(site):
    with transaction() as session:
        someone = people.marek(session)
    return site.browser().sign_in(someone)


def test_a_picture_of_an_urgent_kind_is_blurred_and_without_colour(marek):
    reference, item = _reported("threat", marek)
    page = marek.get(item).text
    assert 'id="veiled" checked>' in page
    assert 'id="grey" checked>' in page
    assert f'src="{address(reference)}/small"' in page


def test_what_may_show_the_abuse_of_a_child_is_not_fetched_before_a_press(marek):
    reference, item = _reported("child_abuse", marek)
    page = marek.get(item).text
    assert address(reference) not in page
    assert f'href="{item}?picture=shown"' in page
    assert f'src="{address(reference)}/small"' in marek.get(f"{item}?picture=shown").text
