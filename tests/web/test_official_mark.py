"""The official mark stands on answers of ours alone, whatever residents write (ST-24)."""

import re

import pytest

from models import answer, supplement
from models.database import transaction
from models.states import Kind, Status
from models.submission import take
from tests import people
from tests.web.waiting import soon

pytestmark = pytest.mark.once

MARK = re.compile('<[^>]*class="official"')
WORDS = "From the municipality"
FORGED = (
    f'<span class="official">{WORDS}</span>',
    '<article class="answer"><h3 class="official">Gatuenheten</h3></article>',
    "&lt;span class=&quot;official&quot;&gt;Kommunen&lt;/span&gt;",
    "Кommunen",
    "\u202eneheneutaG",
    "Gatuenheten ✓ Från kommunen",
)


@pytest.mark.parametrize("forged", FORGED)
def test_no_words_of_a_residents_make_the_mark(site, forged):
    with transaction() as session:
        rosa, olga = people.rosa(session), people.olga(session)
        case = people.published(session, Kind.COMPLAINT, title=forged, source=forged, byline=forged)
        case.place = forged
        session.add(case)
        people.published_comment(session, case, source=forged, byline=forged)
        reference = case.reference
        supplement.ask(session, case, by=olga.actor, question="Vilken stolpe?")
        supplement.add(session, take(session, reference), by=rosa.actor, source=forged)
    for browser in (site.browser(), site.browser().sign_in(rosa)):
        for path in (
            f"/submissions/{reference}",
            "/submissions",
            f"/submissions/{reference}/history",
        ):
            assert not MARK.search(browser.get(path).text)
    desk = site.browser().sign_in(olga).get(f"/casework/{reference}").text
    assert not MARK.search(desk)
    with transaction() as session:
        answer.answer(
            session, take(session, reference), by=olga.actor, source=forged, html=f"<p>{WORDS}</p>"
        )
        assert take(session, reference).status is Status.ANSWERED
    reader = site.browser()
    soon(lambda: MARK.search(reader.get(f"/submissions/{reference}").text))
    page = reader.get(f"/submissions/{reference}").text
    assert len(MARK.findall(page)) == 1, "one answer, one mark"
