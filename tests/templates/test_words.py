"""Every code of the town has words, so that no page can meet a code it cannot say."""

import pytest

import templates
from models.actor import Role
from models.event import EventKind
from models.face import face, goes_on
from models.states import TRANSITIONS, Kind, Outcome, Publication, Ruling, Status
from models.verdict import Judgement
from moderation.reasons import GROUNDS, REPORT_REASONS, Reason
from moderation.screening import Rule
from templates.environment import LANGUAGES
from tests.templates.samples import wrong

OUTLINES = {"ring", "half", "triangle", "diamond", "leaf", "tick", "bar", "clock"}


def module(name: str, language: str = "sv"):
    return templates.environment(language).get_template(name).module


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("kinds", Kind),
        ("statuses", [*Status, *Outcome, *Ruling]),
        ("badges", [*Status, *Outcome, *Ruling]),
        ("publications", Publication),
        ("publication_sentences", Publication),
        ("roles", [role for role in Role if role.value not in {"system", "integration"}]),
        ("events", EventKind),
        ("outcomes", Ruling),
        ("formal", Ruling),
        ("judgement_acts", Judgement),
        ("flags", Rule),
    ],
)
def test_every_code_has_words_in_both_languages(table, codes):
    for language in LANGUAGES:
        words = getattr(module("_words.html", language), table)
        assert [code for code in codes if code not in words] == []


def test_every_reason_has_a_name_and_a_sentence_for_the_author():
    why = module("_reasons.html")
    assert set(why.reasons) == set(why.letters) == set(Reason)
    assert list(why.report_reasons) == list(REPORT_REASONS)


def test_the_public_register_names_the_law_that_moderation_rests_on():
    by_the_act = {reason for reason in Reason if "1998:112" in GROUNDS[reason].reference}
    assert set(module("_reasons.html").unlawful_act) == by_the_act


def test_every_face_has_a_word_and_whatever_goes_on_a_next_step():
    words = module("_words.html")
    for kind, steps in TRANSITIONS.items():
        for status in steps:
            for mine in (True, False):
                code = face(status, None, None, mine=mine)
                assert code in words.badges
                assert (code in words.next_steps) == goes_on(status), (kind, status)


def test_a_status_mark_is_a_drawing_and_a_word():
    for code, badge in module("_words.html").badges.items():
        assert '<svg class="mark"' in badge, code
        assert 'aria-hidden="true"' in badge, code


def test_the_outlines_of_the_marks_all_differ():
    marks = module("_marks.html").marks
    assert set(marks) >= OUTLINES
    assert len({marks[shape] for shape in OUTLINES}) == len(OUTLINES)


def sentence(error: object, form: str = "", language: str = "sv") -> str:
    return str(module("_errors.html", language).sentence(error, form)).strip()


@pytest.mark.parametrize(
    ("error", "swedish"),
    [
        (wrong("title", "missing"), "Skriv med några ord vad det handlar om"),
        (wrong("text", "missing"), "Berätta lite mer så att vi kan hjälpa dig"),
        (wrong("text", "too_long", over=12), "Texten är 12 tecken för lång"),
        (wrong("text", "too_long", over=1200), "Texten är 1\u00a0200 tecken för lång"),
        (wrong("subject", "unknown"), "Välj ett område, eller &#34;Vet inte&#34;"),
        (wrong("place", "missing"), "Skriv var det är så att vi hittar dit"),
        (wrong("answer_by", "missing"), "Välj hur du vill ha svar"),
        (wrong("email", "bad"), "Skriv en mejladress som namn@exempel.se"),
        (wrong("phone", "bad"), "Skriv numret med riktnummer, som 070-123 45 67"),
        (wrong("shown", "missing"), "Välj om vi får visa texten"),
        (wrong("reason", "too_short", least=20), "Skriv minst 20 tecken"),
        (wrong("anything", "missing"), "Här behövs ett svar"),
        (wrong("anything", "never_heard_of"), "Det här stämmer inte. Titta på det en gång till."),
    ],
)
def test_an_error_is_said_in_plain_words(error, swedish):
    assert sentence(error).replace('"', "&#34;") == swedish


def test_a_field_may_be_spoken_of_otherwise_on_another_page():
    assert sentence(wrong("text", "missing"), "comment") == "Skriv din kommentar"
    assert sentence(wrong("text", "missing"), "comment", "en") == "Write your comment"
