"""Notes and calls: kept, known to the stream, and never an answer (ST-13, ST-21 d, ST-22)."""

import pytest

from models import history, note
from models.calendar import HOUR, now
from models.database import transaction
from models.errors import Invalid
from models.event import EventKind, seq_of
from models.note import NoteKind
from models.submission import stream_of, take
from tests import people

pytestmark = pytest.mark.usefixtures("town")


def _case() -> str:
    with transaction() as session:
        return people.published(session).reference


def _note(reference: str, source: str = "Hon ringde om lampan.", **more) -> None:
    with transaction() as session:
        olga = people.olga(session).actor
        note.note(session, take(session, reference), by=olga, source=source, **more)


def test_a_note_and_a_call_are_kept_newest_first_with_who_wrote_them():
    reference = _case()
    _note(reference)
    _note(reference, "Samma fel som i våras.", called_at=now() - HOUR, caller="Rosa")
    with transaction() as session:
        call, plain = note.of_case(session, take(session, reference).id)
    assert (call.kind, call.caller, call.by) == (NoteKind.CALL, "Rosa", "Olga")
    assert (plain.kind, plain.called_at) == (NoteKind.NOTE, None)
    assert "Hon ringde om lampan." in plain.html


@pytest.mark.parametrize("call", [False, True])
def test_neither_a_note_nor_a_call_is_the_first_answer(call):
    reference = _case()
    _note(reference, called_at=now() - HOUR if call else None)
    with transaction() as session:
        case = take(session, reference)
        assert (case.answered_at, case.kept, case.version) == (None, None, case.version)


def test_the_stream_knows_that_something_was_noted_and_nobody_else_does():
    reference = _case()
    with transaction(write=False) as session:
        before = seq_of(session, stream_of(reference))
    _note(reference)
    with transaction(write=False) as session:
        stream = stream_of(reference)
        assert seq_of(session, stream) == before + 1
        (newest, *_) = history.timeline(session, stream, public_only=False)
        assert newest.kind is EventKind.NOTED
        assert EventKind.NOTED not in {one.kind for one in history.timeline(session, stream)}
        assert history.verify(session, stream) == []


def test_a_call_that_is_yet_to_come_cannot_be_noted():
    reference = _case()
    with pytest.raises(Invalid, match="future"):
        _note(reference, called_at=now() + HOUR)
