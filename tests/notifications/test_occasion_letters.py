"""Whoever has signed up for an occasion hears when it is cancelled, moved or elsewhere; once each."""

import pytest

from models import calendar
from models.calendar import HOUR, advance, now
from models.database import transaction
from models.dialogue import coming, keeping, occasion_changing, occasions
from tests import people
from tests.dialogues import a_dialogue, a_walk
from tests.notifications import post


@pytest.fixture
def walk(town):
    """Rosa and Sam come, Nils has taken it back, Sven has only a number."""
    calendar.freeze(now())
    with transaction() as session:
        held = a_dialogue(session)
        found = occasions.plan(session, held, a_walk(), by=people.olga(session).actor)
        nils = people.resident(session, "Nils")
        sven = people.resident(session, "Sven", phone="+46701740655")
        for someone in (people.rosa(session), people.sam(session), nils, sven):
            coming.sign_up(session, held.case.id, found.id, someone.id)
        coming.withdraw(session, held.case.id, found.id, nils.id)
        return held.case.reference, found.id


def _led(walk, verb, *more):
    reference, occasion = walk
    with transaction() as session:
        held = keeping.hold(session, reference)
        found = occasions.take(session, held.case.id, occasion)
        verb(session, held, found, *more, by=people.olga(session).actor)


def _told():
    shelf = post.Shelf()
    post.address()
    advance(HOUR // 1_000_000)
    post.send(shelf)
    sent = post.sent_rows(kind="occasion")
    return sorted(row.address for row in sent if row.state in {"sent", "delivered"}), shelf


COMING = ["+46701740655", "rosa@example.org", "sam@example.org"]


def test_everyone_who_comes_is_told_once_that_it_is_cancelled(walk):
    _led(walk, occasion_changing.cancel)
    told, shelf = _told()
    assert told == COMING
    assert all("inställt" in one.text.lower() for one in shelf.letters)
    assert _told()[0] == COMING


def test_another_place_is_told_and_other_words_are_not(walk):
    with transaction(write=False) as session:
        found = session.get_one(occasions.Occasion, walk[1])
        same = {"place": found.place, "starts_at": found.starts_at, "ends_at": found.ends_at}
    _led(walk, occasion_changing.change, a_walk(**same, roles="Olga leder."))
    assert _told()[0] == []
    _led(walk, occasion_changing.change, a_walk(**{**same, "place": "Biblioteket"}))
    assert _told()[0] == COMING


def test_nobody_is_told_of_what_has_begun(walk):
    _led(walk, occasion_changing.cancel)
    advance(400 * 86_400)
    assert _told()[0] == []
