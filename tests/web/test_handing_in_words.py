"""What a form of many words is told, in both languages, and that it never loses any of them."""

import re
from html import unescape
from pathlib import Path

import pytest

import web
from models.database import table_of, transaction
from models.event import Event
from models.submission import submissions, take
from tests import people
from tests.web.test_handing_in import TYPED, _heading, _key, _sent, _step
from tests.web.visiting import count

pytestmark = pytest.mark.once

FAR_AWAY = {"latitude": "57.7089", "longitude": "11.9746"}
AT_HOME = {"latitude": "59.200001", "longitude": "18.3"}
ZALGO = "Z" + "\u0336\u0337\u0321" * 40


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("😀🎉🎉", TYPED["text"]),
        ("     ", TYPED["text"]),
        ("\u200b\u200d\u2060\u200b", TYPED["text"]),
        ("\u202e\u202d\u2066\u2069", TYPED["text"]),
        (ZALGO, TYPED["text"]),
        ("aaaaaaaaaaaa", TYPED["text"]),
        ("!?!?!?", TYPED["text"]),
        (TYPED["title"], "A" * 5000),
        (TYPED["title"], "😀" * 500),
        (TYPED["title"], "\u200b" * 900),
        (TYPED["title"], "\n\n  \n"),
    ],
)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_says_nothing_is_told_plainly_and_kept(site, language, title, text):
    rosa = site.browser(language=language)
    page = _step(rosa, "1", **TYPED | {"form_key": _key(rosa), "title": title, "text": text})
    wanted = {
        ("sv", True): "Skriv med några ord vad det handlar om",
        ("en", True): "Say in a few words what it is about",
        ("sv", False): "Berätta lite mer så att vi kan hjälpa dig",
        ("en", False): "Tell us a little more so that we can help",
    }[language, text == TYPED["text"]]
    assert page.status_code == 422
    assert unescape(page.text).count(wanted) == 2
    # Line ends apart, of which browsers make their own.
    assert text.strip("\n") in unescape(page.text)
    assert title in unescape(page.text)


@pytest.mark.parametrize(
    ("language", "step", "change", "words"),
    [
        ("sv", "1", {"kind": ""}, "Välj vad du vill göra"),
        ("sv", "1", {"text": "ab " * 1800}, "Texten är 399 tecken för lång"),
        ("en", "1", {"text": "ab " * 1800}, "The text is 399 characters too long"),
        ("sv", "1", {"subject": ""}, 'Välj ett område, eller "Vet inte"'),
        ("en", "1", {"subject": ""}, 'Choose a subject, or "Not sure"'),
        ("sv", "2", {"place": " "}, "Skriv var det är så att vi hittar dit"),
        ("en", "2", {"place": ""}, "Tell us where it is so that we can find it"),
        ("sv", "2", FAR_AWAY, "Platsen ligger inte i vår kommun, så vi sparar den inte."),
        ("en", "2", FAR_AWAY, "The place is not in our municipality, so we do not keep it."),
        ("sv", "3", {"shown": ""}, "Välj om vi får visa texten"),
        ("en", "3", {"shown": ""}, "Choose whether we may show your text"),
        ("sv", "3", {"shown": "named", "name": ""}, "Skriv ditt namn"),
        ("sv", "3", {"shown": "alias"}, "Skriv namnet som ska visas"),
        ("en", "3", {"shown": "alias"}, "Enter the name to show"),
        ("sv", "3", {"shown": "alias", "alias": "Gatuenheten"}, "Namnet liknar ett av våra."),
        ("en", "3", {"shown": "named", "name": "Moderator"}, "The name looks like one of ours."),
    ],
)
def test_every_error_stands_in_the_summary_and_at_its_field(site, language, step, change, words):
    rosa = site.browser(language=language)
    page = _step(rosa, step, **TYPED | {"form_key": _key(rosa)} | change)
    assert page.status_code == 422
    assert unescape(page.text).count(words) == 2
    target = re.search(r'id="error-summary".*?href="#(\w+)"', page.text, re.DOTALL)[1]
    assert f'id="{target}"' in page.text
    assert f'id="{target}-error"' in page.text
    assert page.text.count(f"<title>{'Fel:' if language == 'sv' else 'Error:'}") == 1


def test_a_position_far_away_is_not_kept_and_everything_typed_is(site):
    rosa = site.browser()
    page = _step(rosa, "2", **TYPED | {"form_key": _key(rosa)} | FAR_AWAY)
    assert FAR_AWAY["latitude"] not in page.text
    assert 'value="Sjövägen 3"' in page.text
    assert TYPED["text"] in page.text
    form = TYPED | {"form_key": _key(rosa)} | FAR_AWAY
    refused = rosa.post("/submissions", form)
    assert (refused.status_code, _heading(refused)) == (422, "Where")
    assert FAR_AWAY["latitude"] not in refused.text
    assert count(submissions) == 0


def test_a_position_is_kept_in_millionths_and_read_by_officials_alone(site):
    rosa = site.browser()
    reference = _sent(rosa, **AT_HOME)
    with transaction() as session:
        case, olga = take(session, reference), people.olga(session)
        assert (case.latitude, case.longitude) == (59_200_001, 18_300_000)
    office = site.browser().sign_in(olga).get(f"/casework/{reference}").text
    assert 'href="geo:59.200001,18.300000"' in office
    assert "59.2000" not in rosa.get(f"/submissions/{reference}").text


@pytest.mark.parametrize("given", ["north", "nan", "91", "1e400", ""])
def test_a_position_that_is_none_is_no_position(site, given):
    reference = _sent(site.browser(), latitude=given, longitude="18.3")
    with transaction() as session:
        assert take(session, reference).latitude is None


def test_with_a_position_the_place_may_be_left_out(site):
    rosa = site.browser()
    page = _step(rosa, "2", **TYPED | {"form_key": _key(rosa), "place": ""} | AT_HOME)
    assert _heading(page) == "Your answer"


def test_an_alias_stands_by_the_text_and_the_name_stays_with_us(site):
    reference = _sent(site.browser(), shown="alias", alias="Nattuggla", name="Rosa Berg")
    with transaction() as session:
        case = take(session, reference)
        assert (case.byline, case.name, case.show) == ("Nattuggla", "Rosa Berg", True)


def test_an_alias_is_nothing_where_it_was_not_chosen(site):
    reference = _sent(site.browser(), shown="unnamed", alias="Nattuggla")
    with transaction() as session:
        assert take(session, reference).byline == ""


def test_only_a_fault_has_an_answer_chosen_for_it(site):
    chosen = re.compile(r'value="(\w+)" checked')
    for kind, preset in (("fault_report", ["unnamed"]), ("complaint", []), ("proposal", [])):
        rosa = site.browser()
        fields = {name: TYPED[name] for name in ("title", "text", "subject", "place")}
        page = _step(rosa, "2", kind=kind, form_key=_key(rosa, kind), **fields)
        assert chosen.findall(page.text) == preset, kind


def test_a_likely_slip_in_the_address_is_asked_about_and_never_changed(site):
    rosa = site.browser(language="sv")
    typed = TYPED | {"form_key": _key(rosa), "email": "rosa@gmial.com"}
    page = _step(rosa, "3", **typed)
    assert page.status_code == 200
    assert "Menade du gmail.com?" in page.text
    taken = rosa.post("/submissions/new", typed | {"step": "check", "go": "suggestion"})
    assert 'name="email" value="rosa@gmail.com"' in taken.text
    assert "Menade du" not in taken.text
    assert rosa.post("/submissions", typed).status_code == 303, "it never stops anybody"


def test_a_personal_number_is_warned_of_and_does_not_stop(site):
    rosa = site.browser(language="sv")
    typed = TYPED | {"form_key": _key(rosa), "text": "Mitt nummer är 811228-9874."}
    page = _step(rosa, "3", **typed)
    assert "Ett personnummer kan inte stå på webbplatsen." in page.text
    assert rosa.post("/submissions", typed).status_code == 303


def test_before_sending_she_reads_who_runs_the_site_and_who_will_see_it(site):
    rosa = site.browser(language="sv")
    page = unescape(_step(rosa, "3", **TYPED, form_key=_key(rosa)).text)
    assert "Exempelby kommun driver webbplatsen och ansvarar för den." in page
    assert "Det du skickar blir en allmän handling" in page
    assert "På webbplatsen kan alla läsa texten" in page
    hidden = unescape(_step(rosa, "3", **TYPED | {"shown": "no"}, form_key=_key(rosa)).text)
    assert "På webbplatsen kan bara du och vi läsa den." in hidden


def test_what_is_somebody_elses_is_told_before_anything_is_asked_of_her(site):
    rosa = site.browser(language="sv")
    form = {"kind": "complaint", "subject": "state-roads", "form_key": _key(rosa)}
    page = _step(rosa, "1", **form)
    assert (page.status_code, _heading(page)) == (200, "Trafikverket ansvarar för det här")
    assert "tel:+46771921921" in page.text
    assert "https://www.trafikverket.se" in page.text
    on = rosa.post("/submissions/new", form | {"step": "1", "go": "anyway"})
    assert (on.status_code, _heading(on)) == (200, "Berätta")
    assert "Servicecenter tar hand om det." in on.text
    words = {"title": TYPED["title"], "text": TYPED["text"], "anyway": "state-roads"}
    assert _heading(_step(rosa, "1", **form | words)) == "Var"


def test_what_is_written_to_us_all_the_same_goes_to_the_service_centre(site):
    rosa = site.browser(language="sv")
    reference = _sent(rosa, subject="state-roads", anyway="state-roads")
    assert "Servicecenter har det." in rosa.get(f"/submissions/{reference}/receipt").text


def test_back_from_what_is_somebody_elses_keeps_every_word(site):
    rosa = site.browser()
    typed = TYPED | {"form_key": _key(rosa), "subject": "buses"}
    assert "transport company" in _heading(_step(rosa, "1", **typed))
    page = rosa.post("/submissions/new", typed | {"step": "1", "go": "1"})
    assert _heading(page) == "Tell us"
    assert TYPED["text"] in page.text


def test_a_subject_is_offered_where_it_suits(site):
    rosa = site.browser()
    assert 'value="health-care"' in rosa.get("/submissions/new?kind=complaint").text
    assert 'value="health-care"' not in rosa.get("/submissions/new?kind=fault_report").text


def test_danger_is_told_of_for_faults_and_for_urgent_subjects(site):
    rosa = site.browser(language="sv")
    fault = rosa.get("/submissions/new?kind=fault_report").text
    assert fault.count('href="tel:112"') >= 1
    assert 'href="tel:11414"' in fault
    assert "tel:+46846500499" in fault, "the duty line"
    # Once, at the top; otherwise under the subject that says so.
    question = rosa.get("/submissions/new?kind=question").text
    assert re.search(r'value="street-lights".*?tel:112.*?value="roads"', question, re.DOTALL)


def test_a_lamp_post_says_where_its_number_is(site):
    rosa = site.browser(language="sv")
    page = _step(rosa, "1", **TYPED, form_key=_key(rosa)).text
    assert "stolpens nummer" in page
    assert "Numret sitter på stolpen" in page


def test_a_form_that_was_sent_with_other_words_can_be_sent_once_more(site):
    """Two tabs of one draft: the second is told, and pressing again sends it by itself."""
    rosa = site.browser()
    form = TYPED | {"form_key": _key(rosa)}
    rosa.post("/submissions", form)
    other = form | {"text": "Nu är två lampor släckta."}
    page = rosa.post("/submissions", other)
    assert page.status_code == 409
    fresh = re.search(r'name="form_key" value="(\w+)"', page.text)[1]
    assert fresh != form["form_key"]
    assert rosa.post("/submissions", other | {"form_key": fresh}).status_code == 303
    assert count(submissions) == 2


def test_two_tabs_make_two_cases_each_with_its_own_receipt(site):
    rosa = site.browser()
    one, two = _key(rosa), _key(rosa)
    first, second = (
        rosa.post("/submissions", TYPED | {"form_key": key, "title": title})
        for key, title in ((one, "Den ena lampan"), (two, "Den andra lampan"))
    )
    assert first.headers["location"] != second.headers["location"]
    for answer in (first, second):
        number = answer.headers["location"].split("/")[2]
        assert number in rosa.get(answer.headers["location"]).text
    assert count(table_of(Event)) == 3, "and the profile's own"


def test_whatever_the_browser_keeps_for_us_stands_among_the_cookies(site):
    script = (Path(web.__file__).parent / "static" / "site.js").read_text("utf-8")
    assert set(re.findall(r"(\w+)Storage\b", script)) == {"local", "session"}
    names = re.search(r"const KEPT = (.+), A_DAY", script)[1]
    page = unescape(site.browser().get("/cookies").text)
    for name in re.findall(r'"(.+?)"', names):
        assert f"<dt>{name}" in page
    used = set(re.findall(r"Storage\.\w+Item\((\w+)", script))
    assert used <= {"KEPT", "SENT", "UNKEPT", "old", "mine", "found", "name"}, "nothing else"
