"""Whether a text speaks of the municipality: by its words alone, whatever it says of it."""

import pytest

from moderation.about_us import speaks_of_us

pytestmark = pytest.mark.once

NAMES = ("Exempelby kommun", "Exempelby")


@pytest.mark.parametrize(
    "said",
    [
        "Kommunen lyssnar aldrig.",
        "Tack till kommunens fina personal!",
        "Fråga byggnadsnämnden.",
        "Nämnderna skyller på varandra",
        "Gatuförvaltningen har glömt oss",
        "Våra POLITIKER är bäst",
        "tjänstemännen på stadshuset",
        "Kommunfullmäktiges beslut",
        "Exempelbys gator är mörka",
        "I exempelby finns ingen lekplats",
        "The municipality does nothing.",
        "Ask the council",
    ],
)
def test_a_text_that_speaks_of_us_is_known_by_its_words(said):
    assert speaks_of_us(said, NAMES)


@pytest.mark.parametrize(
    "said",
    [
        "Lampan är trasig.",
        "Den ovan nämnda gatan",
        "Ovannämnda väg, nämnd i går",
        "Kommunikationen är dålig",
        "Exempelbyn är fin",
        "",
    ],
)
def test_other_words_are_not_taken_for_us(said):
    assert not speaks_of_us(said, NAMES)


def test_a_word_without_end_is_passed_by():
    # Two hundred thousand letters: whoever tried every start would still be at it tomorrow.
    assert not speaks_of_us("nämnd" * 40_000, NAMES)
    assert speaks_of_us("a" * 200_000 + " kommunen", NAMES)
