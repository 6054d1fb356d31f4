"""A copy of a case has all that belongs to it, and of what is covered not a sign (spec L12, ST-22)."""

import pytest

from models import answer, note, planning, reading, supplement
from models.calendar import now, today
from models.database import transaction
from models.event import seq_of
from models.history import texts_named
from models.organisation import units
from models.register import dossier
from models.register.covering import Cover, pieces, plain, stretches
from models.states import Kind
from tests import people


def _cover(first: int, last: int, why: str = "OSL") -> Cover:
    return Cover("text-1", first, last, why)


@pytest.mark.parametrize(
    ("words", "wanted", "found"),
    [
        ("Sten bor här", ["sten"], [(0, 4)]),
        ("Sten och Sten", ["Sten"], [(0, 4), (9, 13)]),
        ("Sten Sture", ["Sten", "Sten Sture"], [(0, 10)]),
        ("Anna\n Berg", ["Anna Berg"], [(0, 10)]),
        ("a.b axb", ["a.b"], [(0, 3)]),
        ("Sten", ["s", "", "  "], []),
    ],
)
def test_words_are_found_however_they_are_written(words, wanted, found):
    assert stretches(words, wanted) == found


def test_of_what_is_covered_no_sign_and_no_length_is_left():
    words = "Sten bor i huset"
    covers = [_cover(11, 16, "B"), _cover(0, 4, "A"), _cover(2, 8, "C"), _cover(15, 99, "D")]
    shown = pieces(words, covers)
    assert [(one.words, one.provision) for one in shown] == [
        ("", "A"),
        ("", "C"),
        (" i ", ""),
        ("", "B"),
    ]
    assert plain(shown) == "█████" * 2 + " i " + "█████"
    assert plain(pieces(words, [Cover("text-1", None, None, "A"), _cover(0, 4)])) == "█████"
    assert plain(pieces(words, [])) == words


def test_all_that_the_history_tells_of_is_in_it_but_drafts_and_comments(town):
    with transaction() as session:
        olga, rosa, ada = people.olga(session), people.rosa(session), people.ada(session)
        case = people.published(session, Kind.COMPLAINT, by=rosa)
        note.note(session, case, by=olga.actor, source="En notering.")
        note.note(session, case, by=olga.actor, source="Ett samtal.", called_at=now(), caller="Bo")
        supplement.ask(session, case, by=olga.actor, question="Vilken lampa?")
        supplement.add(session, case, by=rosa.actor, source="Den vid bron.")
        other = next(row.id for row in units(session) if row.id != case.unit_id)
        people.asked(session, case, unit_id=other, question="Är trädet ert?")
        read = reading.ask(
            session, case, by=olga.actor, reader_id=ada.id, source="Ett utkast.", question="Duger?"
        )
        reading.finish(session, case, read, by=ada.actor, remark="Ja.")
        planning.delay(session, case, by=olga.actor, reason="Vi väntar.", day=today())
        answer.answer(session, case, by=olga.actor, source="Lagat.", html="<p>Lagat.</p>")
        people.published_comment(session, case)
        whole = dossier.of(session, case, until=seq_of(session, case.stream))
        said = {part.words for part in whole.parts()}
        assert {"En notering.", "Ett samtal.", "Bo", "Vilken lampa?", "Den vid bron."} <= said
        assert {"Är trädet ert?", "Vi väntar.", "Lagat.", "Rosa", "rosa@example.org"} <= said
        left_out = {"Ett utkast.", "Duger?", "Ja."}
        assert not said & left_out
        keys = {part.key for part in whole.parts()}
        told = {f"text-{number}" for number in texts_named(session, case.stream)}
        # A draft, the question about it, what was thought of it, and a comment.
        assert len(told - keys) <= 4
        assert not dossier.of(session, case, until=1).more
        assert len(dossier.of(session, case, until=1).course) == 1


def test_what_is_longer_than_one_copy_says_so(town):
    with transaction() as session:
        case, olga = people.a_submission(session), people.olga(session).actor
        for number in range(dossier.MOST_PARTS):
            note.note(session, case, by=olga, source=f"Notering {number}.")
        whole = dossier.of(session, case, until=seq_of(session, case.stream))
        assert whole.more
        assert len(whole.names()) <= dossier.MOST_PARTS + 4
