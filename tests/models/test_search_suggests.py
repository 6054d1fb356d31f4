"""Did you mean; similar cases; frequent questions."""

import pytest

from models import question
from models.database import transaction
from models.profile_file import QuestionRow
from models.search import words
from models.search.similar import MOST, like, similar
from models.search.suggest import distance, suggest
from models.states import Kind
from tests import people
from tests.models.findable import asked, shown

TOWN = (
    ("Mörkt på gångvägen", "Belysningen vid lekplatsen är trasig."),
    ("Hål i cykelvägen", "Mitt på Storgatan, vid biblioteket."),
    ("Papperskorgen är full", "Skräp blåser runt på skolgården."),
)


@pytest.fixture
def session(town):
    with transaction() as session:
        people.municipality(session)
        yield session


@pytest.fixture
def full(session):
    for title, source in TOWN:
        shown(session, title, source)
    return session


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gångvägn", "gångvägen"),
        ("gångvgäen", "gångvägen"),
        ("gåmgvägen", "gångvägen"),
        ("gangvagn", "gångvägen"),
        ("belynsing", "belysningen"),
        ("belisning", "belysningen"),
        ("bibloteket", "biblioteket"),
        ("biblioteeket", "biblioteket"),
        ("cykelvegen", "cykelvägen"),
        ("papperkorgen", "papperskorgen"),
        ("skräpp", "skräp"),
        ("ibliotek", "biblioteket"),
        ("hål bibloteket", "hål biblioteket"),
        ("storgtan hål", "storgatan hål"),
    ],
)
def test_a_misspelt_word_is_known(full, typed, meant):
    assert suggest(full, asked(typed), "sv") == meant


@pytest.mark.parametrize("typed", ["zzzqqqxx", "elefanten", "hus", "2026", "a", "", "gångvägsbro"])
def test_nothing_is_suggested_where_nothing_comes_near(full, typed):
    assert suggest(full, asked(typed), "sv") == ""


def test_nothing_is_suggested_with_which_nothing_is_found(full):
    assert suggest(full, asked("papperkorgen biblioteket"), "sv") == ""
    assert suggest(full, asked("bibloteket", kind=Kind.PRAISE), "sv") == ""


def test_the_word_that_more_texts_say_comes_first(session):
    for _ in range(3):
        shown(session, "Bänken är trasig")
    shown(session, "Bäcken svämmar över")
    assert suggest(session, asked("bätken"), "sv") == "bänken"


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        ("lampa", "lampa", 0),
        ("lampa", "lmpa", 1),
        ("lampa", "lmapa", 1),
        ("lampa", "lampor", 2),
        ("lampa", "bilar", None),
        ("hål", "val", None),
        ("belysning", "belysnig", 1),
    ],
)
def test_edits_are_counted(one, other, edits):
    found = distance(one, other)
    assert (None if found is None else round(found / 4)) == edits
    assert distance(other, one) == found


def test_a_neighbouring_key_is_nearer_than_another():
    assert distance("väg", "vög") < distance("väg", "vag"), "ö lies by ä"


def alike(session, title, text="", **more):
    return [row.title for row in similar(session, title=title, text=text, **more)]


def test_the_same_thing_in_other_forms_is_similar(full):
    assert alike(full, "Gångväg är mörk") == ["Mörkt på gångvägen"]
    assert alike(full, "Full papperskorg", "Skräpet blåser.") == ["Papperskorgen är full"]
    assert alike(full, "Papperskorgar", place="Skolgården") == ["Papperskorgen är full"]


def test_one_common_word_is_not_enough(full):
    assert alike(full, "Mörkt i källaren", "Ingen lampa.") == []
    assert alike(full, "Beröm till personalen", "Ni är trevliga.") == []
    assert alike(full, "", "") == []


def test_words_of_the_text_alone_make_nothing_similar(full):
    assert alike(full, "Förslag om badhus", TOWN[0][1]) == []


def test_at_most_five_are_shown_and_the_likest_first(session):
    for number in range(8):
        shown(session, f"Hål i vägen {number}", place="Ågatan")
    shown(session, "Hål i vägen vid bron", place="Ågatan")
    titles = alike(session, "Hål i vägen vid bron", place="Ågatan")
    assert len(titles) == MOST
    assert titles[0] == "Hål i vägen vid bron"


def test_a_case_is_not_like_itself(session):
    one = shown(session, "Hål i vägen vid bron")
    two = shown(session, "Hålen i vägen vid bron")
    title, rows = like(session, one.reference)
    assert title == "Hål i vägen vid bron"
    assert [row.reference for row in rows] == [two.reference]
    assert like(session, "2026-99999") == ("", [])


ASKED = (
    QuestionRow(
        slug="light",
        question_sv="En gatlampa är trasig. Vad gör jag?",
        question_en="A street light is broken. What do I do?",
        answer_sv="Anmäl den här, med stolpens nummer.",
        answer_en="Report it here, with the number of the post.",
        subject="street-lights",
    ),
    QuestionRow(
        slug="snow",
        question_sv="När plogar ni?",
        question_en="When do you clear snow?",
        answer_sv="När det har fallit fem centimeter. Ring om en gatlampa är trasig.",
        answer_en="When five centimetres have fallen.",
    ),
)


def slugs(found):
    return [one.slug for one in found]


def test_questions_are_found_by_every_word_those_that_ask_with_them_first(session):
    question.replace(session, ASKED)
    for q, there in (
        ("trasiga gatlampor", ["light", "snow"]),
        ("stolpens nummer", ["light"]),
        ("fallit", ["snow"]),
        ("elefant", []),
        ("gatlampa elefant", []),
        ("", []),
    ):
        assert slugs(question.matching(session, words.terms(q, "sv"), "sv")) == there, q
    assert slugs(question.matching(session, words.terms("street lights", "en"), "en")) == ["light"]


def test_questions_are_near_what_somebody_is_about_to_send(session):
    question.replace(session, ASKED)
    assert slugs(question.akin(session, "Gatlampan är trasig", "", "sv")) == ["light"]
    assert slugs(question.akin(session, "Gatlampan blinkar", "street-lights", "sv")) == ["light"]
    assert slugs(question.akin(session, "Gatlampan blinkar", "roads", "sv")) == []


def test_questions_are_as_a_profile_says_them_and_a_new_one_replaces_them(session):
    question.replace(session, ASKED)
    assert question.present(session) == ASKED
    question.replace(session, ASKED[:1])
    assert slugs(question.questions(session, "en")) == ["light"]


def test_the_shipped_profile_answers_questions_in_both_languages(session):
    for language in ("sv", "en"):
        found = question.questions(session, language)
        assert len(found) >= 10
        assert all(one.question and one.answer for one in found)
