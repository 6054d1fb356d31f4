"""Several cases taken at once: locked, in one order, each with how far its history has come."""

import pytest

from models import note, taking_several
from models.database import transaction
from models.event import seq_of
from tests import people


@pytest.mark.usefixtures("town")
def test_cases_are_taken_in_the_order_of_their_numbers_and_unknown_ones_left_out():
    with transaction() as session:
        first, second = people.published(session), people.published(session)
        note.note(session, second, by=people.olga(session).actor, source="Rosa ringde.")
        names = [first.reference, second.reference]
    with transaction() as session:
        found = taking_several.take(session, [*reversed(names), "2020-99999"])
        assert list(found) == names
        seqs = taking_several.lock_streams(session, [one.stream for one in found.values()])
        assert seqs == {one.stream: seq_of(session, one.stream) for one in found.values()}
        assert taking_several.take(session, []) == {}
