"""The five ways to be answered, and what each of them asks and gives."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from models.calendar import now
from models.database import table_of, transaction
from models.event import Event
from models.keys import grouped
from models.profile import Modules, Profile
from models.reply import ReplyBy
from models.submission import submissions, take, tracking_key
from models.token import Token
from tests import people
from tests.web.test_handing_in import TYPED, _key, _sent, _step
from tests.web.visiting import count
from web import town

pytestmark = pytest.mark.once

LANDLINE = "08-465 004 21"
LETTER = "Rosa Berg\nStorgatan 1\n123 00 Exempelby"
WAYS = {
    "email": {"email": "rosa@example.org"},
    "sms": {"mobile": "070-174 06 05"},
    "call": {"phone": LANDLINE},
    "letter": {"letter": LETTER},
    "none": {},
}


def _wanting(way: str, **fields: str) -> dict[str, str]:
    return {"email": "", "answer_by": way, **WAYS.get(way, {}), **fields}


@pytest.mark.parametrize("way", WAYS)
def test_whoever_wants_a_message_has_a_contact_and_everybody_else_a_code(site, way):
    rosa = site.browser()
    reference = _sent(rosa, **_wanting(way))
    with transaction() as session:
        case = take(session, reference)
        key = grouped(tracking_key(case))
        assert case.reply_by is ReplyBy(way)
        assert case.reply_to == {"call": "+46846500421", "letter": LETTER}.get(way, "")
        assert (case.contact_id is not None) == (way in {"email", "sms"})
    receipt = rosa.get(f"/submissions/{reference}/receipt").text
    assert (key in receipt) == (way not in {"email", "sms"})
    assert count(table_of(Token)) == (1 if way in {"email", "sms"} else 0)


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("call", "Vi ringer dig på 08\u2011"),
        ("letter", "Vi skickar ett brev till dig senast"),
        ("none", "Du kan läsa svaret på ärendets sida senast"),
        ("email", "Du får svar senast"),
    ],
)
def test_the_receipt_says_how_the_answer_comes(site, way, said):
    rosa = site.browser(language="sv")
    page = rosa.get(f"/submissions/{_sent(rosa, **_wanting(way))}/receipt")
    assert said in unescape(page.text)
    assert LANDLINE not in page.text, "partly hidden: receipts are printed and left behind"


def test_a_code_is_printed_in_groups_of_five_and_drawn_as_a_square(site):
    rosa = site.browser()
    page = rosa.get(f"/submissions/{_sent(rosa, **_wanting('none'))}/receipt").text
    printed = re.search(r'class="key">([0-9A-Z ]+)<', page)[1]
    assert {len(group) for group in printed.split()} == {5}
    assert re.search(r'<svg class="code" viewBox="0 0 (\d+) \1"', page)
    assert "?k=" in page


def test_the_square_of_whoever_has_a_contact_holds_no_key(site):
    rosa = site.browser()
    page = rosa.get(f"/submissions/{_sent(rosa)}/receipt").text
    assert "?k=" not in page


@pytest.mark.parametrize(
    ("language", "change", "words"),
    [
        ("sv", {"answer_by": ""}, "Välj hur du vill ha svar"),
        ("en", {"answer_by": ""}, "Choose how we shall answer you"),
        ("sv", {"answer_by": "pigeon"}, "Välj hur du vill ha svar"),
        ("sv", {"email": ""}, "Skriv en mejladress som namn@exempel.se"),
        ("en", {"email": "rosa"}, "Enter an e-mail address like name@example.com"),
        (
            "sv",
            _wanting("sms", mobile=LANDLINE),
            'Sms går bara till mobil. Välj "Ring mig" i stället.',
        ),
        (
            "en",
            _wanting("sms", mobile=LANDLINE),
            'Text messages reach mobiles only. Choose "Call me" instead.',
        ),
        (
            "sv",
            _wanting("sms", mobile="+45 20 12 34 56"),
            'Vi kan bara skicka sms till svenska nummer. Välj "Mejl" eller "Ring mig" i stället.',
        ),
        (
            "en",
            _wanting("sms", mobile="+45 20 12 34 56"),
            'text messages to Swedish numbers only. Choose "E-mail" or "Call me" instead.',
        ),
        ("sv", _wanting("sms", mobile="0900-1000000"), "Skriv ett vanligt mobilnummer."),
        ("sv", _wanting("call", phone=""), "Skriv numret med riktnummer, som 070-123 45 67"),
        ("en", _wanting("call", phone="12"), "Enter the number with its area code"),
        ("sv", _wanting("call", phone="0939-1001000"), "Skriv ett vanligt telefonnummer."),
        ("sv", _wanting("letter", letter=""), "Skriv adressen dit brevet ska"),
        ("en", _wanting("letter", letter="här"), "Enter the address for the letter"),
    ],
)
def test_what_is_wrong_with_the_way_stands_beside_its_field(site, language, change, words):
    rosa = site.browser(language=language)
    page = _step(rosa, "3", **TYPED | {"form_key": _key(rosa)} | change)
    assert page.status_code == 422
    assert page.text.count("<title>" + {"sv": "Fel:", "en": "Error:"}[language]) == 1
    assert unescape(page.text).count(words) == 2, "in the summary and at the field"
    assert TYPED["text"] in page.text
    field = re.search(r'id="error-summary".*?href="#(\w+)"', page.text, re.DOTALL)[1]
    assert f'id="{field}-error"' in page.text
    assert count(submissions) == 0


def test_a_number_abroad_can_be_rung(site):
    reference = _sent(site.browser(), **_wanting("call", phone="0045 20 12 34 56"))
    with transaction() as session:
        assert take(session, reference).reply_to == "+4520123456"


def test_a_number_typed_for_messages_is_there_for_the_call(site):
    rosa = site.browser()
    page = _step(rosa, "3", **TYPED | {"form_key": _key(rosa)} | _wanting("sms", mobile=LANDLINE))
    assert page.text.count(f'value="{LANDLINE}"') == 2


def test_a_field_of_a_way_that_was_not_chosen_is_not_looked_at(site):
    reference = _sent(site.browser(), **_wanting("none", email="rosa@", phone="12", letter="x"))
    with transaction() as session:
        case = take(session, reference)
        assert (case.contact_id, case.reply_to) == (None, "")


@pytest.mark.parametrize(
    ("way", "words"),
    [("call", "Ring Rosa:"), ("letter", "Skicka brev till:")],
)
def test_officials_read_whom_to_ring_and_where_to_write(site, way, words):
    reference = _sent(site.browser(), **_wanting(way))
    with transaction() as session:
        olga = people.olga(session)
    page = site.browser(language="sv").sign_in(olga).get(f"/casework/{reference}").text
    assert words in page
    assert "Avsändaren får inget meddelande härifrån" in page
    assert ('href="tel:+46846500421"' in page) == (way == "call")
    assert ("Storgatan 1\n123 00 Exempelby" in page) == (way == "letter")


def test_a_town_without_text_messages_offers_none(site):
    with transaction() as session:
        usual = people.municipality(session)
        off = usual.model_copy(update={"modules": Modules(sms=False)})
        session.add(Profile(version=2, data=off.model_dump_json(), made_at=now()))
    town.forget()
    rosa = site.browser()
    assert 'value="sms"' not in _step(rosa, "2", **TYPED, form_key=_key(rosa)).text
    form = TYPED | _wanting("sms") | {"form_key": _key(rosa)}
    assert rosa.post("/submissions", form).status_code == 422


def test_how_somebody_is_answered_is_no_fact_of_history(site):
    _sent(site.browser(), **_wanting("letter"))
    with transaction(write=False) as session:
        told = " ".join(str(facts) for facts in session.scalars(select(table_of(Event).c.facts)))
    assert "Storgatan" not in told
    assert "letter" not in told
