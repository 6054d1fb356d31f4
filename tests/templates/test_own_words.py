"""A municipality says a sentence in its own words, on every page and in every letter."""

import pytest

import templates
from models.profile import Wording
from web.commands.profile_words import sentence
from web.configuration import own_words
from web.configuration.faults import Fault

ASKED = "What would you like to do?"
OWN = {"sv": {ASKED: "Vad kan vi hjälpa dig med?"}, "en": {ASKED: "What can we help you with?"}}


@pytest.fixture(autouse=True)
def _ours_again():
    yield
    templates.reword({})


def said(language: str) -> str:
    source = "{{ _('What would you like to do?') }}|{{ _('Search') }}"
    return templates.environment(language).from_string(source).render()


def test_own_words_stand_instead_of_ours_in_both_languages():
    assert said("sv") == "Vad vill du göra?|Sök"
    templates.reword(OWN)
    assert said("sv") == "Vad kan vi hjälpa dig med?|Sök"
    assert said("en") == "What can we help you with?|Search"
    templates.reword({})
    assert said("sv") == "Vad vill du göra?|Sök"
    assert said("en") == f"{ASKED}|Search"


def test_own_words_are_said_and_never_run():
    templates.reword({"sv": {ASKED: "{{7*7}}{{ site.name }}{# x #}"}})
    assert said("sv") == "{{7*7}}{{ site.name }}{# x #}|Sök"


@pytest.mark.parametrize(
    ("instead_of", "sv", "en", "fault"),
    [
        (ASKED, "Vad gäller det?", "What is it about?", None),
        ("Nobody says this", "x", "x", "no page or letter says"),
        (ASKED, " ", "x", "has no words in sv"),
        (ASKED, "<script>alert(1)</script>", "x", "the same marks"),
        (ASKED, "<b", "x", "the same marks"),
        (ASKED, "100 % av alla", "x", "must hold nothing"),
        (ASKED, "{% for %}", "x", "must hold nothing"),
        ("Step %(number)s of %(total)s", "Steg %(number)s", "x %(number)s %(total)s", "must hold"),
        ("Step %(number)s of %(total)s", "%(number)s/%(total)s", "%(total)s %(number)s", None),
    ],
)
def test_a_profile_is_told_what_cannot_stand(instead_of, sv, en, fault):
    wrong = own_words.wrong([Wording(instead_of=instead_of, sv=sv, en=en)])
    found = [sentence(Fault(("words", one), code, values)) for one, code, values in wrong]
    assert (found == []) is (fault is None), found
    assert fault is None or any(fault in one for one in found)
