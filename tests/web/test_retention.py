"""What was disposed of, as everyone sees it; and the rules, as pages tell them."""

import pytest

from models import calendar
from models.actor import Role
from models.calendar import DAY, now
from models.database import transaction
from models.progress import close
from models.retention import rules
from models.retention.what import What
from models.states import Kind, Outcome
from tests import people
from tests.models.retaining import decide, nights

LONG = "Lampan är lagad och lyser nu hela natten."


def _closed(**said) -> str:
    with transaction() as session:
        case = people.published(session, Kind.COMPLAINT, title="Gallringsprovet", **said)
        olga = people.olga(session).actor
        close(session, case, by=olga, outcome=Outcome.ANSWERED, reason=LONG)
        return case.reference


@pytest.mark.parametrize("language", ["sv", "en"])
def test_where_a_case_was_stands_by_what_decision_it_went(site, language):
    reference = _closed()
    browser = site.browser(language=language)
    here = f"/submissions/{reference}"
    assert "Gallringsprovet" in browser.get(here).text
    decide(What.CASES, 365)
    calendar.freeze(now() + 400 * DAY)
    nights()
    gone = browser.get(here)
    assert gone.status_code == 410
    told = {"sv": "Gallrat enligt beslut 7.", "en": "Erased under decision 7."}
    assert told[language] in gone.text
    for path in ("/history", "/receipt", ".json"):
        assert browser.get(here + path).status_code in {404, 410}, path
    for path in ("/submissions", "/submissions?q=Gallringsprovet", "/feeds/submissions.atom"):
        assert reference not in browser.get(path).text, path


def test_staff_learn_the_same_and_find_no_word_of_it(site):
    reference = _closed()
    decide(What.CASES, 365)
    calendar.freeze(now() + 400 * DAY)
    nights()
    with transaction() as session:
        olga = people.olga(session)
    browser = site.browser().sign_in(olga)
    assert browser.get(f"/casework/{reference}").status_code == 410
    assert "Gallringsprovet</" not in browser.get("/casework?q=Gallringsprovet").text


def test_administrators_and_auditors_read_the_rules_and_nobody_else(site):
    reference = _closed()
    decide(What.CASES, 365)
    calendar.freeze(now() + 400 * DAY)
    with transaction() as session:
        ada = people.ada(session)
        eva = people.resident(session, "Eva", role=Role.AUDITOR)
        olga = people.olga(session)
    for someone in (ada, eva):
        page = site.browser().sign_in(someone).get("/admin/retention")
        assert page.status_code == 200
        assert f"1 goes tonight: {reference}" in page.text
        assert "By decision 7" in page.text
    nights()
    assert "never those that a board has decided in: 1" in (
        site.browser().sign_in(ada).get("/admin/retention").text
    )
    for someone in (olga, None):
        browser = site.browser().sign_in(someone) if someone else site.browser()
        assert browser.get("/admin/retention").status_code == 404


def test_the_privacy_notice_says_what_the_rules_do(site):
    page = site.browser().get("/privacy").text
    part = page[page.index('id="gone"') : page.index('id="public"')]
    with transaction(write=False) as session:
        found = rules.in_force(session)
    told = [rule for rule in found.values() if rule.applies and rule.what is not What.DEMO]
    assert part.count("<li>") == len(told)
    assert "Comments that were never confirmed: after 30 days." in part
    assert "We write first, and erase 30 days later: after 2 years." in part
    assert "Closed cases" not in part, "no municipality has decided so here"
    assert "At most 2 days" in page
    decide(What.CASES, 730)
    with transaction() as session:
        row = rules.RuleRow(what=What.LIMITS, days=4)
        rules.put(session, [*rules.told(session), row])
    page = site.browser(language="sv").get("/privacy").text
    assert "Högst 5 dagar" in page
    assert "aldrig de som en nämnd har beslutat i: efter 2 år (beslut 7)." in page
