"""A colleague reads a draft before it is sent: as it was shown to her, and for the two alone."""

import pytest

from models import history, reading
from models.database import transaction
from models.errors import NotAllowed, NotFound
from models.event import seq_of
from models.submission import stream_of, take
from tests import people

pytestmark = pytest.mark.usefixtures("town")


def _asked() -> tuple[str, int]:
    with transaction() as session:
        case = people.published(session)
        made = reading.ask(
            session,
            case,
            by=people.olga(session).actor,
            reader_id=people.ada(session).id,
            source="Vi lagar på torsdag.",
            question="Stämmer dagen?",
        )
        return case.reference, made


def _finish(reference: str, made: int, by, remark: str = "") -> None:
    with transaction() as session:
        case, who = take(session, reference), by(session).actor
        reading.finish(session, case, made, by=who, remark=remark)


def test_she_finds_it_among_hers_until_she_has_read_it():
    reference, made = _asked()
    with transaction() as session:
        ada, olga = people.ada(session).id, people.olga(session).id
        (row,) = reading.waiting_for(session, ada)
        assert (row.reference, row.author) == (reference, "Olga")
        assert reading.waiting_for(session, olga) == []
    _finish(reference, made, people.ada, "Fredag, inte torsdag.")
    with transaction() as session:
        assert reading.waiting_for(session, ada) == []
        case_id = take(session, reference).id
        (seen,) = reading.of_case(session, case_id, olga)
        assert "Fredag, inte torsdag." in seen.remark_html
        assert "Vi lagar på torsdag." in seen.html
        assert reading.of_case(session, case_id, people.marek(session).id) == []


def test_both_acts_are_known_to_the_stream_and_to_nobody_else():
    reference, made = _asked()
    with transaction(write=False) as session:
        stream = stream_of(reference)
        seq, public = seq_of(session, stream), len(history.timeline(session, stream))
    _finish(reference, made, people.ada, "Bra.")
    with transaction(write=False) as session:
        assert seq_of(session, stream) == seq + 1
        assert len(history.timeline(session, stream)) == public == seq - 1
        assert history.verify(session, stream) == []


def test_nobody_reads_for_another_or_twice_or_her_own():
    reference, made = _asked()
    with pytest.raises(NotFound):
        _finish(reference, made, people.olga)
    _finish(reference, made, people.ada)
    with pytest.raises(NotAllowed):
        _finish(reference, made, people.ada)
    with transaction() as session:
        olga = people.olga(session)
        case = take(session, reference)
        with pytest.raises(NotAllowed):
            reading.ask(session, case, by=olga.actor, reader_id=olga.id, source="Hej")
        other = people.published(session, title="Ett annat").reference
    with pytest.raises(NotFound):
        _finish(other, made, people.ada)
