"""Asking for a verdict to be looked at again, and the page where somebody else decides it."""

import pytest
from sqlalchemy import select

from models import calendar, form_key, statement
from models.calendar import DAY, end_of
from models.database import transaction
from models.person import Channel
from models.report import Report
from models.review_appeal import (
    MOST_WORDS,
    AppealOutcome,
    AppealState,
    ReviewAppeal,
    appeals,
    last_day,
)
from models.statement import Statement
from models.verdict import Judgement
from tests import people
from tests.moderation.appealing import appeal, decide, name_second_person
from tests.moderation.room import item_of, judge, report
from tests.web.visiting import count

SAID = {"reason": "abusive", "message": ""}
WORDS = "Jag angriper ingen, jag berättar om en lampa."
REASONS = "Texten angriper ingen."


@pytest.fixture
def refused(site):
    """Marek has refused Rosa's text; the address of the statement she was sent."""
    with transaction() as session:
        people.anna(session)
        case = people.a_submission(session, by=people.rosa(session))
        judge(session, item_of(session, case), Judgement.REFUSE, **SAID)
        told = session.scalars(select(Statement)).one()
        return f"/statements/{statement.code(told)}", case.reference


@pytest.fixture
def reported(site):
    """Sam reported a text that Marek let stand; the address of her report."""
    with transaction() as session:
        people.anna(session)
        case = people.published(session)
        report(session, case, channel=Channel.EMAIL, address="sam@example.org")
        judge(session, item_of(session, case), Judgement.KEEP)
        return f"/reports/{session.scalars(select(Report)).one().code}", case.reference


def signed_in(site, who):
    with transaction() as session:
        someone = who(session)
    return site.browser().sign_in(someone)


def key(page) -> str:
    return page.text.split('name="form_key" value="')[1][:32]


def sent(browser, address, text=WORDS):
    form = browser.get(f"{address}/appeal")
    return browser.post(f"{address}/appeal", {"text": text, "form_key": key(form)})


def waiting() -> ReviewAppeal:
    with transaction(write=False) as session:
        return session.scalars(select(ReviewAppeal)).one()


def test_whoever_holds_the_address_asks_without_an_account_and_twice_is_once(site, refused):
    address, _ = refused
    stranger = site.browser()
    form = stranger.get(f"{address}/appeal")
    assert form.headers["Referrer-Policy"] == "same-origin"
    body = {"text": WORDS, "form_key": key(form)}
    answers = [stranger.post(f"{address}/appeal", body) for _ in range(2)]
    assert [(one.status_code, one.headers["Location"]) for one in answers] == [(303, address)] * 2
    assert count(appeals) == 1
    assert (
        "You have asked us to look at this decision again."
        in stranger.get(f"{address}/appeal").text
    )


def test_an_address_that_nobody_was_given_leads_nowhere(site, refused):
    address, _ = refused
    for wrong in (f"{address}x", "/statements/1-abc", "/reports/abc", "/sanctions/abc"):
        assert site.browser().get(f"{wrong}/appeal").status_code == 404
        body = {"text": WORDS, "form_key": form_key.fresh()}
        assert site.browser().post(f"{wrong}/appeal", body).status_code == 404


def test_nothing_typed_is_lost_when_it_is_too_short_too_long_or_too_late(site, refused):
    address, _ = refused
    browser = site.browser()
    assert sent(browser, address, " ").status_code == 422
    long = sent(browser, address, "Ord " * MOST_WORDS)
    assert (long.status_code, "Ord Ord Ord" in long.text) == (422, True)
    form = browser.get(f"{address}/appeal")
    with transaction(write=False) as session:
        made_at = session.scalars(select(Statement)).one().made_at
    with calendar.at(end_of(last_day(made_at)) + DAY):
        late = browser.post(f"{address}/appeal", {"text": WORDS, "form_key": key(form)})
        assert late.status_code == 409
        assert "It is too late to ask us to look at this decision again." in late.text
        assert WORDS in late.text
        assert "jo.se" in late.text
    assert count(appeals) == 0


def test_another_moderator_decides_and_whoever_refused_cannot(site, refused):
    address, reference = refused
    assert sent(site.browser(), address).status_code == 303
    marek, anna = signed_in(site, people.marek), signed_in(site, people.anna)
    page = f"/desk/appeals/{waiting().code}"
    assert page in anna.get("/desk/appeals").text
    assert "You judged it, so somebody else decides" in marek.get("/desk/appeals").text
    assert "You had a part in this" in marek.get(page).text
    ruling = {"outcome": "reversed", "reasons": REASONS}
    refusal = marek.post(page, ruling)
    assert (refusal.status_code, "You had a part in this" in refusal.text) == (409, True)
    seen = anna.get(page)
    assert WORDS in seen.text
    wrong = anna.post(page, ruling | {"reasons": " "})
    assert (wrong.status_code, 'value="reversed" checked' in wrong.text) == (422, True)
    assert site.browser().get(f"/submissions/{reference}").status_code == 404
    done = anna.post(page, ruling)
    assert (done.status_code, done.headers["Location"]) == (303, page)
    assert REASONS in anna.get(page).text
    assert site.browser().get(f"/submissions/{reference}").status_code == 200
    late = marek.post(page, ruling)
    assert (late.status_code, "Anna" in late.text) == (409, True)


def test_what_was_reported_and_kept_can_be_taken_away_by_somebody_else(site, reported):
    address, reference = reported
    assert sent(site.browser(), address).status_code == 303
    anna = signed_in(site, people.anna)
    page = f"/desk/appeals/{waiting().code}"
    no_ground = anna.post(page, {"outcome": "reversed", "reasons": REASONS})
    assert (no_ground.status_code, REASONS in no_ground.text) == (422, True)
    ruling = {"outcome": "reversed", "reasons": REASONS, "ground": "abusive"}
    assert anna.post(page, ruling).status_code == 303
    assert site.browser().get(f"/submissions/{reference}").status_code == 404


def test_only_who_judges_finds_the_desk_of_appeals(site, refused):
    address, _ = refused
    sent(site.browser(), address)
    page = f"/desk/appeals/{waiting().code}"
    with transaction() as session:
        others = [people.rosa(session), people.sam(session), people.olga(session)]
    for someone in others:
        browser = site.browser().sign_in(someone)
        assert browser.get(page).status_code == 404
        assert browser.post(page, {"outcome": "upheld", "reasons": "Nej"}).status_code == 404
    assert site.browser().get("/desk/appeals").status_code == 404
    assert waiting().state is AppealState.WAITING


def test_the_list_pages_by_the_day_they_are_due(site, monkeypatch):
    monkeypatch.setattr("web.pages.appeal_desk.SHOWN", 2)
    with transaction() as session:
        anna = people.anna(session)
        for title in ("Ett", "Två", "Tre"):
            case = people.a_submission(session, title=title)
            appeal(session, judge(session, item_of(session, case), Judgement.REFUSE, **SAID))
    browser = site.browser().sign_in(anna)
    first = browser.get("/desk/appeals").text
    assert [title in first for title in (">Ett<", ">Två<", ">Tre<")] == [True, True, False]
    following = first.split('class="next" href="')[1].split('"')[0]
    second = browser.get(following).text
    assert [title in second for title in (">Ett<", ">Tre<")] == [False, True]


def test_her_own_pages_say_where_the_decision_stands_and_how_far_we_are(site, refused):
    address, reference = refused
    rosa = signed_in(site, people.rosa)
    assert address in rosa.get(f"/submissions/{reference}").text
    assert "Somebody else looks at our decision again" not in rosa.get("/me").text
    sent(rosa, address)
    for page in (f"/submissions/{reference}", "/me"):
        assert "Somebody else looks at our decision again, no later than" in rosa.get(page).text
    assert "We look at it again" in site.browser().get(address).text
    with transaction() as session:
        made = session.scalars(select(ReviewAppeal)).one()
        decide(session, made, AppealOutcome.UPHELD)
    assert "The decision stands" in rosa.get("/me").text
    shown = site.browser().get(address).text
    assert "by a person who had no part in the first decision" in shown
    assert "jo.se" in shown


def test_nobody_is_left_on_the_desk_and_the_author_is_told_so(site):
    with transaction() as session:
        case = people.a_submission(session, by=people.rosa(session))
        judge(session, item_of(session, case), Judgement.REFUSE, **SAID)
        told = session.scalars(select(Statement)).one()
        address = f"/statements/{statement.code(told)}"
        olga = people.olga(session)
        name_second_person(session, olga.address)
    sent(site.browser(), address)
    assert "it waits for somebody else in the municipality" in site.browser().get(address).text
    browser = site.browser().sign_in(olga)
    page = f"/desk/appeals/{waiting().code}"
    assert page in browser.get("/desk/appeals").text
    assert "/desk/appeals" in browser.get("/work").text
    assert browser.post(page, {"outcome": "upheld", "reasons": REASONS}).status_code == 303
    assert waiting().state is AppealState.DECIDED
