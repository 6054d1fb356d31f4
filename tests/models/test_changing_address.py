"""Addresses change hands only by their reader's own button, and can be had back (spec T18)."""

import pytest
from sqlalchemy import select, update

from models import asking, changing_address, erasing, following, readdressing, token
from models.actor import SYSTEM
from models.address_change import changes, waiting
from models.asking import About
from models.calendar import DAY, freeze, now
from models.changing_address import Wanted
from models.database import table_of, transaction
from models.delivery import DeliveryState, deliveries
from models.erasing import Texts
from models.errors import Gone, Invalid, NotAllowed, NotFound
from models.person import Channel, Contact, contact, contacts_of, reach
from models.session import BrowserSession, begin, whose
from models.states import Kind
from models.submission import submissions
from models.subscription import subscriptions
from models.token import Purpose, Token
from models.viewer import NOBODY
from notifications.reconciling import Reconciled, look
from tests import people
from tests.notifications.post import address, follow

NEW = "rosa.ny@example.com"


@pytest.fixture
def rosa(town):
    """Rosa has a case, follows it, and is signed in twice."""
    with transaction() as session:
        rosa = people.rosa(session)
        people.published(session, Kind.COMPLAINT, by=rosa)
        follow(session, rosa)
        here = begin(session, rosa.id)
        begin(session, rosa.id)
    address()
    with transaction() as session:
        sent = {"state": DeliveryState.SENT, "sent_at": now()}
        session.execute(update(deliveries).values(**sent))
    return rosa, here


def asked(rosa, *, old=True, along=True, to=NEW):
    with transaction() as session:
        wanted = Wanted(Channel.EMAIL, to, rosa.contact_id if old else None, along)
        changing_address.ask(session, rosa.id, wanted, language="sv")


def link(purpose, nth=1):
    with transaction() as session:
        wanted = select(Token).where(Token.purpose == purpose).order_by(Token.id.desc())
        return token.secret(session.scalars(wanted).all()[nth - 1])


def confirmed(viewer=NOBODY, nth=1):
    given = link(Purpose.NEW_ADDRESS, nth)
    with transaction() as session:
        changing_address.confirm(session, given, viewer)


def undone(nth=1):
    given = link(Purpose.UNDO_ADDRESS, nth)
    with transaction() as session:
        changing_address.undo(session, given, NOBODY)


def addresses(person_id):
    with transaction() as session:
        found = [contact(session, one) for one in contacts_of(session, person_id)]
        return sorted(one.address for one in found)


def sessions(person_id):
    with transaction() as session:
        mine = select(BrowserSession.id).where(BrowserSession.person_id == person_id)
        return len(session.scalars(mine).all())


def wrong():
    """Every notice that does not add up (notifications.reconciling)."""
    address()
    return [one for one in look(0, Reconciled()) if one is not None]


def test_her_cases_and_updates_go_along_and_the_old_address_is_told(rosa):
    hers, here = rosa
    asked(hers)
    assert addresses(hers.id) == ["rosa@example.org"], "until the button is pressed nothing changes"
    with transaction() as session:
        viewer = whose(session, here)
    confirmed(viewer)
    assert addresses(hers.id) == [NEW]
    assert sessions(hers.id) == 1, "every other browser is signed out"
    with transaction() as session:
        place = reach(session, Channel.EMAIL, NEW)
        assert session.scalars(select(submissions.c.contact_id)).all() == [place.id]
        assert session.scalars(select(subscriptions.c.contact_id)).all() == [place.id]
        told = select(deliveries.c.address).where(deliveries.c.kind == "address_changed")
        assert session.scalars(told).all() == ["rosa@example.org"]
        assert reach(session, Channel.EMAIL, "rosa@example.org").person_id is None
    assert wrong() == []


def test_the_old_address_puts_everything_back(rosa):
    hers, _ = rosa
    asked(hers)
    confirmed()
    undone()
    assert addresses(hers.id) == ["rosa@example.org"]
    assert sessions(hers.id) == 0
    with transaction() as session:
        place = reach(session, Channel.EMAIL, "rosa@example.org")
        assert session.scalars(select(submissions.c.contact_id)).all() == [place.id]
        assert session.scalars(select(subscriptions.c.contact_id)).all() == [place.id]
        assert reach(session, Channel.EMAIL, NEW).person_id is None
    assert wrong() == []
    with pytest.raises(Gone):
        undone()


def test_what_came_to_the_old_address_meanwhile_is_not_lost_when_it_is_put_back(rosa):
    hers, _ = rosa
    asked(hers)
    confirmed()
    with transaction() as session:
        again = people.rosa(session)
        assert again.id != hers.id, "the address was nobody's"
        people.a_submission(session, by=again, title="Skrivet under tiden")
    undone()
    with transaction() as session:
        place = reach(session, Channel.EMAIL, "rosa@example.org")
        assert place.person_id == hers.id
        assert set(session.scalars(select(submissions.c.contact_id))) == {place.id}


def test_without_her_wish_nothing_goes_along(rosa):
    """Her cases stay with the old address: whoever reads there is told, and reads them."""
    hers, _ = rosa
    asked(hers, along=False)
    confirmed()
    assert addresses(hers.id) == [NEW]
    with transaction() as session:
        old = reach(session, Channel.EMAIL, "rosa@example.org")
        assert old.person_id not in (None, hers.id)
        assert session.scalars(select(submissions.c.contact_id)).all() == [old.id]
    undone()
    assert addresses(hers.id) == ["rosa@example.org"]
    assert wrong() == []


def test_an_address_is_added_beside_the_others_and_taken_away_again(rosa):
    hers, _ = rosa
    asked(hers, old=False)
    confirmed()
    assert addresses(hers.id) == [NEW, "rosa@example.org"]
    with transaction() as session:
        viewer = people.rosa(session).viewer
        changing_address.remove(session, viewer, hers.contact_id)
    assert addresses(hers.id) == [NEW]
    with transaction() as session:
        left = contacts_of(session, hers.id)[0]
        with pytest.raises(NotAllowed, match="last_address"):
            changing_address.remove(session, hers.viewer, left)
        with pytest.raises(NotFound):
            changing_address.remove(session, hers.viewer, hers.contact_id)
    # The letter of the first change puts back the second as well.
    with transaction() as session:
        of_first = select(Token).where(Token.purpose == Purpose.UNDO_ADDRESS).order_by(Token.id)
        given = token.secret(session.scalars(of_first).first())
    with transaction() as session:
        changing_address.undo(session, given, NOBODY)
    assert addresses(hers.id) == ["rosa@example.org"]


def test_the_last_wish_counts_and_older_links_say_so(rosa):
    hers, _ = rosa
    asked(hers, to="forst@example.com")
    asked(hers)
    with pytest.raises(Gone, match="superseded"):
        confirmed(nth=2)
    confirmed()
    assert addresses(hers.id) == [NEW]
    with pytest.raises(Gone, match="used"):
        confirmed()


def test_nobody_else_confirms_it_and_nobody_after_a_day(rosa):
    hers, _ = rosa
    asked(hers)
    with transaction() as session:
        sam = people.sam(session)
    with pytest.raises(NotFound):
        confirmed(sam.viewer)
    freeze(now() + DAY)
    with pytest.raises(Gone, match="expired"):
        confirmed()
    with transaction() as session:
        assert waiting(session, hers.id) is None
    assert addresses(hers.id) == ["rosa@example.org"]


def test_somebody_elses_address_is_answered_as_any_other_and_stays_hers(rosa):
    hers, _ = rosa
    with transaction() as session:
        sam = people.sam(session)
    asked(hers, to=sam.address)
    with transaction() as session:
        assert waiting(session, hers.id) is not None, "Rosa sees no difference"
        assert session.scalars(select(Token.id)).all() == []
        told = select(deliveries.c.address).where(deliveries.c.kind == "address_taken")
        assert session.scalars(told).all() == [sam.address]
    assert addresses(sam.id) == [sam.address]


def test_an_address_that_became_somebody_elses_meanwhile_is_not_taken(rosa):
    hers, _ = rosa
    asked(hers)
    with transaction() as session:
        place = reach(session, Channel.EMAIL, NEW)
        readdressing.give(session, place.id, people.sam(session).id)
    with pytest.raises(NotAllowed, match="taken"):
        confirmed()
    wanted = Wanted(Channel.EMAIL, hers.address)
    with transaction() as session, pytest.raises(Invalid, match="yours"):
        changing_address.ask(session, hers.id, wanted, language="sv")


def test_a_link_to_sign_in_that_lies_in_the_old_mailbox_opens_nothing_any_more(rosa):
    hers, _ = rosa
    with transaction() as session:
        asking.send(session, Purpose.SIGN_IN, hers.contact_id, about=About(), language="sv")
    asked(hers)
    confirmed()
    given = link(Purpose.SIGN_IN)
    with transaction() as session, pytest.raises(Gone):
        token.find(session, given)


def test_erasing_takes_the_address_she_left_and_the_one_she_asked_for_along(rosa):
    hers, _ = rosa
    asked(hers)
    confirmed()
    asked_for = "rosa.nyast@example.com"
    asked(hers, old=False, to=asked_for)
    with transaction() as session:
        erasing.erase_person(session, hers.id, texts=Texts.STAY, by=SYSTEM)
    with transaction() as session:
        left = session.scalars(select(table_of(Contact).c.address)).all()
        assert [one for one in left if not one.startswith("erased:")] == []
        assert session.scalars(select(changes.c.id)).all() == []
        assert following.wishes(session, [hers.contact_id]) == []
