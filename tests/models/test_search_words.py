"""Words as they are looked for: stemmed, folded, never an operator, always bounded."""

import pytest

from models.search import words
from models.search.words import MOST_LETTERS, MOST_TERMS, terms, tokens


def stem(word: str, language: str = "sv") -> str:
    return words.stem(words.split(word)[0], language)


@pytest.mark.parametrize(
    "forms",
    [
        "lampa lampan lampor lamporna lampans",
        "gatlampa gatlampan gatlampor gatlamporna",
        "cykelväg cykelvägen cykelvägar cykelvägarna",
        "hål hålet hålen",
        "cykel cykeln cyklar cyklarna",
        "lekplats lekplatsen lekplatser lekplatserna",
        "sjö sjön",
        "torg torget torgen",
        "bord bordet",
        "fönster fönstret",
        "vatten vattnet",
        "vinter vintern vintrar",
        "buller bullret",
        "paket paketet paketen",
        "ställe stället ställen",
        "äldreboende äldreboendet",
        "bro bron",
        "skola skolan skolor skolorna",
        "idé idéer",
        "trasig trasigt trasiga",
        "mörk mörkt mörka",
        "fotbollsplan fotbollsplanen fotbollsplaner",
        "station stationen stationer stationerna",
        "tunnel tunneln tunnlar tunnlarna",
        "parkering parkeringen parkeringar",
    ],
)
def test_the_forms_of_a_swedish_word_are_one(forms):
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("forms", ["light lights lighting", "path paths", "proposal proposals"])
def test_the_forms_of_an_english_word_are_one(forms):
    assert len({stem(form, "en") for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("får", "far"), ("hål", "hal"), ("väg", "vag"), ("plan", "plats"), ("lampa", "lam")],
)
def test_other_words_stay_apart(one, other):
    assert stem(one) != stem(other)


def test_a_word_with_swedish_letters_has_a_second_token_without_them():
    assert tokens("Får på ängen", "sv") == ["får", "~far", "äng", "~ang"]
    assert tokens("Lampan", "sv") == ["lamp"]


@pytest.mark.parametrize(
    "typed", ["Ängsvägen", "angsvagen", "Aengsvaegen", "ÄNGSVÄGEN", "Angsvägen"]
)
def test_however_it_is_spelled_a_term_meets_the_word(typed):
    (term,) = terms(typed, "sv")
    assert {*term.exact, *term.loose} & set(tokens("Ängsvägen", "sv"))


def test_letters_written_in_two_parts_are_one_letter():
    assert tokens("A\u030angstro\u0308msga\u0301tan", "sv") == tokens("Ångströmsgatan", "sv")


def test_danish_letters_and_accents_are_as_ours():
    assert words.split("Sjællandsgaden Hørsholm café Müller") == [
        "själlandsgaden",
        "hörsholm",
        "cafe",
        "muller",
    ]


def test_words_that_stand_everywhere_are_not_asked_for():
    assert [term.typed for term in terms("lampan vid den som är på Storgatan", "sv")] == [
        "lampan",
        "storgatan",
    ]
    assert [term.typed for term in terms("when is the light mended", "en")] == ["light", "mended"]
    assert [term.typed for term in terms("is på vägen", "sv")] == ["is", "vägen"], "ice, not is"


@pytest.mark.parametrize(
    "typed",
    [
        '"', "'", "lampa' OR 1=1 --", "lampa*", "-lampa", "title:lampa", "NEAR(lampa)", "lampa & !hål",
        "((((", "lampa\\", "lampa:*", "<svg onload=alert(1)>", "%00", "~lampa", "{title}: x", "^lampa",
    ],
)  # fmt: skip
def test_no_sign_reaches_the_index(typed):
    for term in terms(typed, "sv"):
        assert all(token.lstrip("~").isalnum() for token in (*term.exact, *term.loose))


def test_and_or_and_not_are_no_operators():
    assert [term.typed for term in terms("lampa AND hål OR väg NOT bro", "sv")] == [
        "lampa",
        "hål",
        "väg",
        "bro",
    ]


@pytest.mark.parametrize(
    "sign", ["<", "[[[[", "((((", "&a;", "http://", "👨‍👩‍👧", '"', "å", "ﷺ", "a b "]
)
def test_a_hundred_kilobytes_are_read_as_a_few_words(sign):
    asked = terms(sign * (100_000 // len(sign)), "sv")
    assert len(asked) <= MOST_TERMS
    assert all(len(token) <= MOST_LETTERS + 1 for term in asked for token in term.exact)


def test_the_same_word_twice_is_asked_for_once():
    assert len(terms("lampa lampor Lamporna", "sv")) <= 3
    assert len(terms("lampa lampa LAMPA", "sv")) == 1
