"""Two proposals about one thing: what becomes of the support, and what the author is told."""

from html import unescape

from sqlalchemy import func, select

from models import merging, tally, vote
from models.database import transaction
from models.states import Kind
from models.submission import take
from models.vote import votes
from tests import people
from tests.notifications.post import address, sent_rows
from tests.web.waiting import soon

REASON = "Det är samma cykelväg. Förslaget från i våras har redan stöd."


def test_support_stays_with_the_proposal_it_was_given_and_both_pages_say_so(site):
    with transaction() as session:
        olga, sam = people.olga(session), people.sam(session)
        first = people.published(session, by=people.resident(session, "Nils"))
        second = people.published(session, Kind.PROPOSAL, title="Cykelväg till stationen")
        references = first.reference, second.reference
        for who in (sam, people.resident(session, "Maja")):
            vote.support(session, second.reference, who.id)
        tally.recount(session, second.reference)
    official = site.browser().sign_in(olga)
    page = official.get(f"/casework/{references[1]}").text
    assert "2 people support this proposal. Support is not moved" in page
    with transaction() as session:
        second = take(session, references[1])
        merging.merge(session, second, references[0], by=olga.actor, reason=REASON)
        counted = session.execute(select(func.count()).where(votes.c.submission_id == first.id))
        assert counted.scalar_one() == 0
    soon(
        lambda: (
            "Support is not moved"
            in unescape(site.browser().get(f"/submissions/{references[1]}").text)
        )
    )
    address()
    with transaction() as session:
        rosa = people.rosa(session)
    told = [row for row in sent_rows(kind="merged") if row.contact_id == rosa.contact_id]
    assert len(told) == 1
