"""A copy of a case has all that belongs to it, and of what is covered not a sign (spec L12, ST-22)."""

from collections import Counter

import pytest

from models import answer, note, planning, reading, revising, supplement
from models.calendar import now, today
from models.database import transaction
from models.event import seq_of
from models.history import texts_named
from models.organisation import units
from models.register import dossier, volumes
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
        people.published_comment(session, case, source="En kommentar.")
        people.a_comment(session, case, source="Ingen har läst den.")
        drawn = volumes.outline(session, case, at=now())
        whole = dossier.of(session, case, drawn, until=seq_of(session, case.stream))
        said = {part.words for part in whole.parts()}
        assert {"En notering.", "Ett samtal.", "Bo", "Vilken lampa?", "Den vid bron."} <= said
        assert {"Är trädet ert?", "Vi väntar.", "Lagat.", "Rosa", "rosa@example.org"} <= said
        assert "En kommentar." in said
        left_out = {"Ett utkast.", "Duger?", "Ja.", "Ingen har läst den."}
        assert not said & left_out
        keys = {part.key for part in whole.parts()}
        told = {f"text-{number}" for number in texts_named(session, case.stream)}
        # A draft, the question about it, and what was thought of it.
        assert len(told - keys) <= 3
        assert len(dossier.of(session, case, drawn, until=1).course) == 1


def test_a_long_case_is_given_out_whole_in_volumes_that_never_change(town):
    with transaction() as session:
        case, olga = people.a_submission(session), people.olga(session).actor
        many = range(2 * volumes.MOST_PARTS)
        for number in many:
            note.note(session, case, by=olga, source=f"Notering {number}.")

        def read():
            drawn = volumes.outline(session, case, at=now())
            return [dossier.of(session, case, drawn, until=end) for end in drawn.ends]

        before = read()
        assert [one.number for one in before] == [*range(1, len(before) + 1)]
        assert [one.more for one in before] == [True] * (len(before) - 1) + [False]
        assert all(len(one.names()) <= volumes.MOST_PARTS + 4 for one in before)
        # Every text stands in one of them, and in one alone; who wrote stands in each.
        said = Counter(part.words for one in before for part in one.parts() if part.sort == "words")
        assert all(said[f"Notering {number}."] == 1 for number in many)
        note.note(session, case, by=olga, source="Något till.")
        assert [one.course for one in read()][:-1] == [one.course for one in before][:-1]


def test_what_was_replaced_in_a_later_volume_stands_in_no_earlier_one(town):
    with transaction() as session:
        rosa, olga = people.rosa(session), people.olga(session).actor
        case = people.published(session, Kind.QUESTION, by=rosa, source="Grannen Berit bor där.")
        for number in range(volumes.MOST_PARTS):
            note.note(session, case, by=olga, source=f"Notering {number}.")
        revising.revise(session, case, by=rosa.actor, title="Kortare", source="Någon bor där.")
        revising.accept(session, case, by=people.marek(session).actor)
        drawn = volumes.outline(session, case, at=now())
        first = dossier.of(session, case, drawn, until=drawn.ends[0])
        assert first.more
        assert not any("Berit" in part.words for part in first.parts())
