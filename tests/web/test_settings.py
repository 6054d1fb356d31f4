"""Settings in the browser: tried before they are made, made once, taken back."""

import re

from models import profile
from models.actor import SYSTEM, Role
from models.database import transaction
from models.organisation import units
from models.profile import version
from models.profile_file import parse, read
from models.reconfiguring import present, use
from models.settings.fields import PROFILE, ROOT
from models.states import Kind
from models.submission import take
from tests import people
from tests.web.settings_forms import typed
from web import town
from web.commands import reorganising

SECOND = read((ROOT / PROFILE).parent / "ljungvalla.toml")


def change(browser, path: str, **values: str):
    """Fill in, look at what would follow, do it."""
    form = typed(browser.get(path)) | values
    before = browser.post(f"{path}/preview", form)
    assert before.status_code == 200, before.text
    return before, browser.post(path, form)


def test_what_follows_is_said_before_a_change_and_it_can_be_taken_back(ada):
    with transaction() as session:
        case = people.published(session, Kind.FAULT_REPORT)
    before, done = change(ada, "/admin/settings/subjects/rows/street-lights", unit="parks")
    assert "New cases about Street lights and dark places go to The parks unit." in before.text
    assert "1 open case can move from The streets unit to The parks unit." in before.text
    assert "Move the open case too" in before.text
    assert done.status_code == 303
    page = ada.get(done.headers["location"])
    assert "Ada" in page.text
    # Nobody ticked that the case goes along: it has stayed, and there is nothing to tell of it.
    assert "open case" not in page.text
    assert ada.post(f"{done.headers['location']}/undo").status_code == 303
    with transaction() as session:
        assert present(session).categories[0].unit == "streets"
        assert case.unit_id
    assert "This has been taken back." in ada.get(done.headers["location"]).text
    _, done = change(ada, "/admin/settings/subjects/rows/street-lights", unit="parks", moves="yes")
    page = ada.get(done.headers["location"]).text
    assert "0 cases have moved from The streets unit to The parks unit. 1 is left to move." in page
    reorganising.go_on()
    page = ada.get(done.headers["location"]).text
    assert "1 case has moved from The streets unit to The parks unit." in page
    assert "1 open case that it moved returns from The parks unit to The streets unit." in page


def test_the_second_of_two_keeps_what_she_typed_and_sees_what_the_first_made_of_it(site, ada):
    with transaction() as session:
        bea = people.resident(session, "Bea", role=Role.ADMINISTRATOR)
    path = "/admin/settings/proposals"
    other = site.browser().sign_in(bea)
    hers = typed(other.get(path)) | {"proposals_days": "60"}
    notice = typed(other.get("/admin/settings/notice"))
    _, done = change(ada, path, proposals_days="45")
    assert done.status_code == 303
    answer = other.post(path, hers)
    assert answer.status_code == 409
    assert "Ada was first" in answer.text
    assert 'value="60"' in answer.text
    assert "45" in re.search(r'<dl class="facts">.*?</dl>', answer.text, re.DOTALL)[0]
    # Of another room she changes what she likes, and sent once more her own stands.
    notice |= {"notice_sv": "Koka vattnet.", "notice_en": "Boil the water."}
    assert other.post("/admin/settings/notice", notice).status_code == 303
    assert other.post(path, typed(answer)).status_code == 303
    with transaction() as session:
        assert present(session).site.proposals.days == 60
        assert present(session).site.notice_sv == "Koka vattnet."


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(ada):
    path = "/admin/settings/promises"
    form = typed(ada.get(path)) | {"promises2-kind": "praise", "promises1-first_response": "soon"}
    answer = ada.post(f"{path}/preview", form)
    assert answer.status_code == 422
    assert "Line 1: Enter a whole number" in answer.text
    assert 'value="soon"' in answer.text
    form |= {"promises1-first_response": "1", "promises2-kind": ""}
    back = ada.post(f"{path}/preview", form | {"again": "yes"})
    assert (back.status_code, typed(back)["promises1-first_response"]) == (200, "1")
    without_end = ada.post(f"{path}/preview", form | {"promises2-kind": "praise"}).text
    assert "the last one has to fit everything" in without_end
    never = ada.post(f"{path}/preview", form | {"promises1-kind": ""}).text
    assert "it is never reached, because promise 1 fits all" in never
    path = "/admin/settings/calendar"
    form = typed(ada.get(path)) | {"calendar_monday": "16.30–8"}
    assert "It has to close after it opens" in ada.post(f"{path}/preview", form).text


def test_a_new_subject_is_chosen_at_once_and_a_town_says_a_sentence_in_its_own_words(site, ada):
    given = {"name_sv": "Buller", "name_en": "Noise", "unit": "parks", "at": "1"}
    before, done = change(ada, "/admin/settings/subjects/rows/new", **given)
    assert "Noise can be chosen at once." in before.text
    assert done.status_code == 303
    found = ada.get("/admin/words?q=What would you like")
    (path,) = re.findall(r'href="(/admin/words/\w+)"', found.text)
    _, done = change(ada, path, sv="Vad gäller det?", en="What is it about today?")
    assert done.status_code == 303
    town.forget()
    start = site.browser().get("/")
    assert "What is it about today?" in start.text
    assert ">Noise</" in site.browser().get("/submissions/new?kind=complaint").text


def test_strangers_and_officials_find_no_settings(site):
    with transaction() as session:
        olga = people.olga(session)
    for browser in (site.browser(), site.browser().sign_in(olga)):
        for path in ("contact", "subjects/rows/roads", "nothing"):
            assert browser.get(f"/admin/settings/{path}").status_code == 404
            assert browser.post(f"/admin/settings/{path}/preview").status_code == 404


def test_a_file_goes_round_and_a_file_that_is_half_wrong_changes_nothing(ada):
    with transaction() as session:
        use(session, SECOND, by=SYSTEM)
        case = people.published(session, Kind.FAULT_REPORT)
        before = version(session)
    form = {"known": str(before)}
    taken = ada.get("/admin/configuration/profile.toml")
    assert parse(taken.text).model_dump(exclude={"logo"}) == SECOND.model_dump(exclude={"logo"})
    same = ada.post("/admin/configuration/preview", form | {"text": taken.text})
    assert "Nothing differs from how it is now" in same.text
    lamps = re.compile(r'(slug = "street-lights".*?unit = )"technical"', re.DOTALL)
    better = lamps.sub(r'\1"care"', taken.text).replace("days = 60", "days = 61")
    wrong = taken.text.replace('unit = "care"', 'unit = "cares"').replace("days = 60", "days = 61")
    wrong = lamps.sub(r'\1"schools"', wrong)
    wrong = wrong.replace('phone = "0980-319 200"', 'phone = "ring"')
    number = next(n for n, line in enumerate(wrong.splitlines(), 1) if '"cares"' in line)
    for path in ("/admin/configuration/preview", "/admin/configuration"):
        answer = ada.post(path, form | {"text": wrong})
        assert answer.status_code == 422
        assert f"Line {number}, categories.care.unit: That unit is not there." in answer.text
        assert "Line 5, site.phone: Enter the number with its area code" in answer.text
    unread = taken.text.replace('escalation = "above"', 'escalation = "higher"')
    answer = ada.post("/admin/configuration", form | {"text": unread})
    assert "site.escalation: This has to be one of: &#39;above&#39;" in answer.text
    with transaction() as session:
        assert version(session) == before
    right = ("profile.toml", better.encode())
    shown = ada.post("/admin/configuration/preview", form, files={"text": right})
    assert shown.status_code == 200
    assert "Days to collect support" in shown.text
    assert "Move the open case too" in shown.text
    # Nothing of the half wrong one has moved anything; the right one takes its case along.
    reorganising.go_on()
    done = ada.post("/admin/configuration", form | {"text": right[1].decode(), "moves": "yes"})
    assert done.status_code == 303
    reorganising.go_on()
    with transaction() as session:
        assert profile.site(session).proposals.days == 61
        (care,) = [row.id for row in units(session) if row.slug == "care"]
        assert take(session, case.reference).unit_id == care != case.unit_id
    late = ada.post("/admin/configuration", form | {"text": taken.text})
    assert late.status_code == 409
