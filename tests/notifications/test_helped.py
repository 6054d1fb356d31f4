"""Letters about a case that somebody handed in for somebody else: what each of the two may read."""

from sqlalchemy import select

from models import token
from models.database import transaction
from models.delivery import deliveries
from models.submission import tracking_key
from models.token import Token
from notifications import addressing
from notifications.looking import look
from notifications.messages import Writer
from notifications.staleness import stale
from tests import people
from tests.models.test_helping import HER, helped_in, press


def letters(session, address):
    """Every letter to an address as it would go now, by kind; None for one that may not."""
    ids = session.scalars(select(deliveries.c.id).where(deliveries.c.address == address)).all()
    writer = Writer()
    return {
        due.row.kind: None if stale(due) else writer.write(writer.prepare(session, due))
        for due in look(session, ids)
    }


def test_the_offer_says_its_number_and_nothing_else_of_it(town):
    with transaction() as session:
        case = helped_in(session)
        offer = letters(session, HER)["taking_over"]
        button = session.scalars(select(Token).where(Token.submission_id == case.id)).one()
        assert case.reference in offer.text
        assert f"/confirm/{token.secret(button)}" in offer.text
        for said in ("Mörkt", "Storgatan", "Sam", "Gunvor", tracking_key(case)):
            assert said not in offer.subject + offer.text + offer.html


def test_afterwards_the_key_is_hers_and_the_helper_is_told_no_more(town):
    with transaction() as session:
        case, sam = helped_in(session), people.sam(session)
        old = tracking_key(case)
    addressing.address("test")
    with transaction() as session:
        assert letters(session, sam.address)["receipt"] is not None
        case = press(session, session.merge(case))
        hers, helpers = letters(session, HER), letters(session, sam.address)
        assert hers["taking_over"] is None
        assert tracking_key(case) in hers["taken_over"].text
        # What waited for him does not go any more, and what goes opens nothing.
        assert helpers["receipt"] is None
        released = helpers["released"]
        for key in (old, tracking_key(case), "Mörkt", HER):
            assert key not in released.subject + released.text + released.html
        assert "för att du har hjälpt någon" in released.text
