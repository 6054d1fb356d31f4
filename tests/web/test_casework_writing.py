"""Writing on a case: drafts that are never lost, templates, colleagues who read, notes, corrections."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from models import answer, answer_template, draft, note, reading
from models.calendar import MINUTE, freeze, now, today, unfreeze
from models.database import table_of, transaction
from models.event import Event, seq_of
from models.note import NoteKind
from models.states import Kind
from models.submission import stream_of, take
from tests import people
from tests.web.visiting import count

pytestmark = pytest.mark.once


@pytest.fixture
def olga(site):
    with transaction() as session:
        someone = people.olga(session)
    return site.browser().sign_in(someone)


@pytest.fixture
def per(site):
    """A colleague."""
    with transaction() as session:
        someone = people.resident(session, "Per", role=people.Role.OFFICIAL)
    return site.browser().sign_in(someone)


@pytest.fixture
def reference(site):
    with transaction() as session:
        return people.published(session, Kind.FAULT_REPORT).reference


def _page(browser, reference: str) -> str:
    page = browser.get(f"/casework/{reference}")
    assert page.status_code == 200
    return unescape(page.text)


def _known(browser, reference: str) -> dict[str, str]:
    return dict(re.findall(r'name="(seq|version)" value="(\d+)"', _page(browser, reference)))


def _send(browser, reference: str, noun: str, **fields):
    known = _known(browser, reference)
    return browser.post(f"/submissions/{reference}/{noun}", known | fields)


def _draft(reference: str, name: str = "Olga"):
    with transaction() as session:
        someone = people.resident(session, name, role=people.Role.OFFICIAL)
        return draft.of(session, take(session, reference).id, someone.id)


def _template(body: str = "Hej {name}!\n\nVi tittar på {title} senast {answer_by}.", **more) -> str:
    with transaction() as session:
        given = {"name": "Tack", "unit_id": None, "language": "sv"} | more
        return str(answer_template.save(session, body=body, **given))


def test_a_draft_is_kept_by_its_button_and_stands_there_for_its_writer_alone(olga, per, reference):
    kept = _send(olga, reference, "draft", text="Vi tittar på", go="keep")
    assert kept.status_code == 303
    assert kept.headers["location"] == f"/casework/{reference}#answer-text"
    assert "Vi tittar på</textarea>" in _page(olga, reference)
    seen = _page(per, reference)
    assert "Vi tittar på</textarea>" not in seen
    assert "Olga has begun an answer too" in seen


def test_the_script_keeps_it_without_leaving_the_page(olga, reference):
    known = _known(olga, reference)
    kept = olga.post(f"/submissions/{reference}/draft", known | {"text": "Vi tittar"})
    assert (kept.status_code, kept.content) == (204, b"")
    assert _draft(reference).words == "Vi tittar"


def test_a_personal_number_is_named_before_the_answer_is_sent_and_stops_nothing(olga, reference):
    said = "There is a personal number in the text. We hide it when the answer is shown."
    number = {"text": "Det gäller 811218-9876, säger hon.", "template": _template("Du har {name}.")}
    by_itself = _send(olga, reference, "draft", **number)
    assert (by_itself.status_code, by_itself.text) == (200, "811218-****")
    page = _page(olga, reference)
    assert 'aria-live="polite"><div' in page
    assert said in page
    assert "data-found>811218-****</b>" in page
    assert "säger hon.</textarea>" in page
    assert "9876" not in page
    _send(olga, reference, "draft", text="Det gäller henne.")
    assert 'data-numbers aria-live="polite" hidden' in _page(olga, reference)
    assert _send(olga, reference, "answers", **number).status_code == 303
    assert "811218-****" in olga.get(f"/submissions/{reference}").text


def test_a_template_with_a_personal_number_names_it_where_it_is_shown(olga, reference):
    number = _template("Skriv till {name}, 811218-9876.")
    page = unescape(olga.get(f"/casework/{reference}?template={number}").text)
    assert page.count("data-found>811218-****</b>") == 1


def test_what_comes_back_is_kept_whether_it_lacked_something_or_came_too_late(olga, per, reference):
    known = _known(olga, reference)
    long = "Vi tittar " * 1001
    back = olga.post(f"/submissions/{reference}/answers", known | {"text": long})
    assert back.status_code == 422
    assert _draft(reference).words == long.strip()
    _send(per, reference, "answers", text="Det är lagat.")
    late = olga.post(f"/submissions/{reference}/answers", known | {"text": "Vi tittar på det."})
    assert late.status_code == 409
    kept = _draft(reference)
    assert (kept.words, str(kept.seq)) == ("Vi tittar på det.", known["seq"])
    assert "Something has happened since you began to write." in _page(olga, reference)


def test_strangers_keep_no_drafts(site, reference):
    form = {"text": "Hej", "seq": "1"}
    for noun in ("draft", "answers"):
        refused = site.browser().post(f"/submissions/{reference}/{noun}", form)
        assert refused.status_code == 404
    assert count(draft.drafts) == 0


def test_a_draft_is_gone_when_it_was_sent_or_thrown_away(olga, reference):
    _send(olga, reference, "draft", text="Nej", go="keep")
    _send(olga, reference, "draft", text="Nej", go="discard")
    assert _draft(reference) is None
    _send(olga, reference, "draft", text="Vi tittar", go="keep")
    assert _send(olga, reference, "answers", text="Vi tittar på det.").status_code == 303
    assert _draft(reference) is None
    assert "Vi tittar</textarea>" not in _page(olga, reference)


def test_a_note_of_her_own_does_not_overtake_her_draft(olga, per, reference):
    _send(olga, reference, "draft", text="Vi tittar", go="keep")
    _send(olga, reference, "notes", text="Ring Rosa först.")
    assert "Something has happened" not in _page(olga, reference)
    _send(per, reference, "notes", text="Jag har ringt.")
    assert "Something has happened" in _page(olga, reference)


def test_a_template_is_shown_with_the_values_of_the_case_and_put_in_below_what_was_typed(
    site, olga, reference
):
    template = _template()
    shown = _send(olga, reference, "draft", text="Hej hej", template=template, go="preview")
    page = unescape(olga.get(shown.headers["location"].partition("#")[0]).text)
    title = "En cykelväg längs ån"
    assert f"Vi tittar på {title} senast" in page
    assert "Hej hej</textarea>" in page
    assert _draft(reference).template_id is None, "it was only looked at"
    _send(olga, reference, "draft", text="Hej hej", template=template, go="insert")
    page = _page(olga, reference)
    assert f"Hej hej\n\nHej!\n\nVi tittar på {title} senast" in page, "Rosa shows no name"
    words = _draft(reference).words
    assert _send(olga, reference, "answers", text=words).status_code == 303
    facts = _facts(reference)
    assert f'"template":{template}' in facts
    assert '"template_version":1' in facts


def _facts(reference: str) -> str:
    event = table_of(Event)
    with transaction(write=False) as session:
        return session.execute(
            select(event.c.facts)
            .where(event.c.stream == stream_of(reference))
            .order_by(event.c.seq.desc())
            .limit(1)
        ).scalar_one()


def test_what_would_be_too_long_with_a_template_is_refused_and_kept(olga, reference):
    typed = "ord " * 2499
    fields = {"text": typed, "template": _template(body="Tack " * 20), "go": "insert"}
    refused = _send(olga, reference, "draft", **fields)
    assert refused.status_code == 422
    assert typed.strip() in unescape(refused.text)
    assert _draft(reference).words == typed.strip()
    none = _send(olga, reference, "draft", text="Hej", template="", go="insert")
    assert "Choose a template" in unescape(none.text)


def test_a_colleague_reads_the_draft_and_says_what_she_thinks(site, olga, per, reference):
    with transaction() as session:
        per_id = people.resident(session, "Per").id
    missing = _send(olga, reference, "readings", text="Vi tittar.", reader="")
    assert missing.status_code == 422
    assert "Choose who shall read it" in unescape(missing.text)
    asked = {"text": "Vi tittar på fredag.", "reader": str(per_id), "question": "Rätt dag?"}
    assert _send(olga, reference, "readings", **asked).status_code == 303
    assert _draft(reference).words == "Vi tittar på fredag."
    assert f"/casework/{reference}#readings" in per.get("/casework").text
    page = _page(per, reference)
    assert "Olga asks you to read" in page
    for words in ("Vi tittar på fredag.", "Rätt dag?"):
        assert words in page
    (number,) = re.findall(r'name="reading" value="(\d+)"', page)
    done = _send(per, reference, "remarks", reading=number, remark="Torsdag.")
    assert done.status_code == 303
    assert "#readings" not in per.get("/casework").text
    page = _page(olga, reference)
    assert "Per has read it" in page
    assert "Torsdag." in page
    with transaction() as session:
        ada = people.ada(session)
    seen = _page(site.browser().sign_in(ada), reference)
    assert "Torsdag." not in seen


def test_whoever_comes_second_is_told_of_a_reading_and_no_word_of_it(site, olga, per, reference):
    with transaction() as session:
        per_id, ada = people.resident(session, "Per").id, people.ada(session)
    third = site.browser().sign_in(ada)
    known = _known(third, reference)
    asked = {"text": "Grannen har rätt.", "reader": str(per_id), "question": "Vågar vi?"}
    _send(olga, reference, "readings", **asked)
    with transaction() as session:
        (one,) = reading.waiting_for(session, per_id)
    _send(per, reference, "remarks", reading=str(one.id), remark="Nej, vänta.")
    late = third.post(f"/submissions/{reference}/answers", known | {"text": "Vi lagar det."})
    assert late.status_code == 409
    told = unescape(late.text)
    assert "Noted for ourselves" in told
    for words in ("Grannen har rätt.", "Vågar vi?", "Nej, vänta."):
        assert words not in told


def test_a_reader_is_a_colleague_and_nobody_reads_for_her(olga, per, reference):
    with transaction() as session:
        rosa, per_id = people.rosa(session).id, people.resident(session, "Per").id
    refused = _send(olga, reference, "readings", text="Vi tittar.", reader=str(rosa))
    assert refused.status_code == 422
    _send(olga, reference, "readings", text="Vi tittar.", reader=str(per_id))
    with transaction() as session:
        (one,) = reading.waiting_for(session, per_id)
    assert _send(olga, reference, "remarks", reading=str(one.id)).status_code == 404


def test_notes_and_calls_stand_in_a_box_of_their_own_and_on_no_page_for_residents(
    site, olga, reference
):
    _send(olga, reference, "notes", text="Hon är rädd för grannen.")
    day = today().isoformat()
    call = {"day": day, "clock": "0.01", "caller": "Rosa", "text": "Det gäller stolpe 118."}
    assert _send(olga, reference, "calls", **call).status_code == 303
    page = _page(olga, reference)
    inside = page[page.index('class="ours"') : page.index('id="answer"')]
    for words in ("Hon är rädd för grannen.", "Det gäller stolpe 118.", "Call with Rosa"):
        assert words in inside
    assert f"/submissions/{reference}/answers" not in inside
    for path in ("", "/history", ".json"):
        public = unescape(site.browser().get(f"/submissions/{reference}{path}").text)
        assert "grannen" not in public
        assert "stolpe 118" not in public
    with transaction() as session:
        kinds = [one.kind for one in note.of_case(session, take(session, reference).id)]
        assert kinds == [NoteKind.CALL, NoteKind.NOTE]
        assert take(session, reference).answered_at is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"text": " "}, "Write what was said"),
        ({"day": ""}, "Enter the day of the call"),
        ({"day": "2999-01-01"}, "a day that has not come"),
        ({"clock": "25.00"}, "Enter the time, like 10.42"),
        ({"clock": ""}, "Enter the time, like 10.42"),
    ],
)
def test_a_call_lacks_nothing(olga, reference, change, told):
    call = {"day": today().isoformat(), "clock": "0.01", "text": "Det gäller stolpe 118."}
    refused = _send(olga, reference, "calls", **call | change)
    assert refused.status_code == 422
    assert unescape(refused.text).count(told) == 2


def test_an_answer_is_refused_when_a_colleague_noted_something_meanwhile(olga, per, reference):
    known = _known(olga, reference)
    _send(per, reference, "notes", text="Rosa ringde: det är redan lagat.")
    late = olga.post(f"/submissions/{reference}/answers", known | {"text": "Vi lagar det."})
    assert late.status_code == 409


@pytest.fixture
def answered(olga, reference):
    assert _send(olga, reference, "answers", text="Vi gräver på torsdag.").status_code == 303
    with transaction() as session:
        given = answer.newest(session, take(session, reference).id).id
    yield given
    unfreeze()


def _correct(olga, reference: str, answered: int, **fields):
    page = olga.get(f"/casework/{reference}/answers/{answered}")
    known = dict(re.findall(r'name="(answer|version)" value="(\d+)"', page.text))
    return olga.post(f"/submissions/{reference}/corrections", known | fields)


def test_a_slip_leaves_no_mark_and_a_change_says_when_and_what(site, olga, reference, answered):
    _correct(olga, reference, answered, text="Vi gräver på torsdag, den 12.")
    reader = site.browser()
    page = reader.get(f"/submissions/{reference}").text
    assert "den 12." in page
    assert "changed " not in page
    feed = reader.get(f"/submissions/{reference}.json").text
    assert "den 12." in feed
    assert "We corrected our answer" not in feed
    wordings = f"/submissions/{reference}/answers/{answered}/wordings"
    assert reader.get(wordings).status_code == 404
    freeze(now() + 6 * MINUTE)
    assert _correct(olga, reference, answered, text="Vi gräver på fredag.").status_code == 303
    page = reader.get(f"/submissions/{reference}").text
    assert "changed " in page
    assert f'href="{wordings}"' in page
    assert "We corrected our answer" in page
    assert "We corrected our answer" in reader.get(f"/submissions/{reference}.json").text
    page = unescape(reader.get(wordings).text)
    assert re.search(r"<del>.*torsdag, den 12\.</del>", page)
    assert re.search(r"<ins>.*fredag\.</ins>", page)


def test_what_must_not_be_shown_is_in_no_wording(site, olga, reference, answered):
    freeze(now() + 6 * MINUTE)
    _correct(olga, reference, answered, text="Vi gräver hos Rosa.")
    _correct(olga, reference, answered, text="Vi gräver.", significant="yes", hide_former="yes")
    page = unescape(
        site.browser().get(f"/submissions/{reference}/answers/{answered}/wordings").text
    )
    assert "Rosa" not in page
    assert "is not shown" in page
    assert "torsdag" in page


def test_a_correction_that_changes_nothing_or_comes_too_late_is_refused(olga, reference, answered):
    same = _correct(olga, reference, answered, text="Vi gräver på torsdag.")
    assert same.status_code == 422
    assert unescape(same.text).count("The words are the same as before") == 2
    page = olga.get(f"/casework/{reference}/answers/{answered}")
    known = dict(re.findall(r'name="(answer|version)" value="(\d+)"', page.text))
    _correct(olga, reference, answered, text="Vi gräver på fredag.")
    late = olga.post(f"/submissions/{reference}/corrections", known | {"text": "På lördag."})
    assert late.status_code == 409
    assert "På lördag." in unescape(late.text)
    assert olga.get(f"/casework/{reference}/answers/999").status_code == 404


def test_the_wordings_of_a_case_that_nobody_may_see_are_nobodys(site, olga):
    with transaction() as session:
        hidden = people.a_submission(session, Kind.QUESTION, shown=False).reference
    _send(olga, hidden, "answers", text="Ja.")
    with transaction() as session:
        given = answer.newest(session, take(session, hidden).id).id
    _correct(olga, hidden, given, text="Nej.", significant="yes")
    path = f"/submissions/{hidden}/answers/{given}/wordings"
    assert olga.get(path).status_code == 200
    assert site.browser().get(path).status_code == 404


def test_two_who_begin_at_once_have_a_draft_each(olga, per, reference):
    for browser, words in ((olga, "Av Olga"), (per, "Av Per")):
        _send(browser, reference, "draft", text=words, go="keep")
    assert _draft(reference).words == "Av Olga"
    assert _draft(reference, "Per").words == "Av Per"
    with transaction(write=False) as session:
        assert seq_of(session, stream_of(reference)) == int(_known(olga, reference)["seq"])
