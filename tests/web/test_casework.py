"""The official's desk: every step of a case, through its own form."""

import re
from datetime import timedelta
from html import unescape

import pytest

from models import caseload, publishing, tally, vote
from models.actor import SYSTEM
from models.calendar import today
from models.database import transaction
from models.decision import decisions
from models.states import Kind, Outcome, Publication, Status
from models.submission import Submission, take
from notifications import audience
from tests import people
from tests.notifications.post import follow
from tests.web.visiting import count
from tests.web.waiting import soon

pytestmark = pytest.mark.once


@pytest.fixture
def olga(site):
    with transaction() as session:
        someone = people.olga(session)
    return site.browser().sign_in(someone)


def _case(kind=Kind.COMPLAINT, *, shown: bool = True) -> str:
    with transaction() as session:
        return people.a_submission(session, kind, shown=shown).reference


def _referred() -> str:
    with transaction() as session:
        return people.referred(session).reference


def _row(reference: str) -> Submission:
    with transaction() as session:
        return take(session, reference)


def _carried(browser, reference: str) -> dict[str, str]:
    """The hidden fields of the desk's forms: which state they were made from."""
    page = browser.get(f"/casework/{reference}")
    assert page.status_code == 200
    return dict(re.findall(r'name="(seq|version)" value="(\d+)"', page.text))


def _send(browser, reference: str, noun: str, **fields):
    known = _carried(browser, reference)
    return browser.post(f"/submissions/{reference}/{noun}", known | fields)


DECISION = {
    "ruling": "approved",
    "body": "Tekniska nämnden",
    "decided_on": (today() - timedelta(days=1)).isoformat(),
    "paragraph": "§ 214",
    "summary": "Nämnden säger ja till tre bänkar.",
    "reasons": "Många äldre går här, och det är långt mellan bänkarna.",
    "appealable": "yes",
}


def test_an_unreviewed_fault_report_is_assigned_answered_and_closed_while_it_is_not_public(
    site, olga
):
    reference = _case(Kind.FAULT_REPORT)
    with transaction(write=False) as session:
        ((olga_id, _),) = caseload.colleagues(session)
    assert _send(olga, reference, "assignee", assignee=str(olga_id)).status_code == 303
    assert _row(reference).status is Status.IN_PROGRESS
    assert _send(olga, reference, "answers", text="Lampan lagas på torsdag.").status_code == 303
    assert _row(reference).status is Status.ANSWERED
    closed = _send(
        olga, reference, "closing", outcome="fixed", reason="Lampan är lagad och lyser igen."
    )
    assert closed.status_code == 303
    case = _row(reference)
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.FIXED)
    assert case.publication is Publication.QUEUED, "handling never waited for review"
    assert site.browser().get(f"/submissions/{reference}").status_code == 404


def test_the_desk_is_in_groups_by_the_promised_day(olga):
    with transaction() as session:
        late, soon = (people.a_submission(session, title=title) for title in ("Sen", "Snart"))
        late.answer_by = today() - timedelta(days=3)
        soon.answer_by = today()
        people.a_submission(session, title="Senare")
        session.add_all((late, soon))
    page = olga.get("/casework").text
    order = [page.index(words) for words in (">Late <", ">Sen<", ">Today <", ">Snart<", ">Senare<")]
    assert order == sorted(order)


def test_strangers_and_residents_find_no_desk(site):
    reference = _case()
    with transaction() as session:
        rosa = people.rosa(session)
    for browser in (site.browser(), site.browser().sign_in(rosa)):
        for path in ("/casework", f"/casework/{reference}"):
            assert browser.get(path).status_code == 404
        form = {"seq": "1", "text": "Jag svarar själv."}
        assert browser.post(f"/submissions/{reference}/answers", form).status_code == 404


def test_an_answer_is_refused_when_something_happened_and_its_text_is_kept(site, olga):
    reference = _case()
    known = _carried(olga, reference)
    with transaction() as session:
        someone = people.ada(session)
    ada = site.browser().sign_in(someone)
    assert _send(ada, reference, "answers", text="Det är redan lagat.").status_code == 303
    page = olga.post(f"/submissions/{reference}/answers", known | {"text": "Vi lagar i morgon."})
    assert page.status_code == 409
    assert "Ada answered at" in unescape(page.text)
    assert "Vi lagar i morgon." in page.text
    assert page.text.count("Your text is kept below.") == 1


def test_a_step_from_a_stale_page_is_refused(olga):
    reference = _case(Kind.FAULT_REPORT)
    known = _carried(olga, reference)
    assert _send(olga, reference, "steps", to="in_progress").status_code == 303
    page = olga.post(f"/submissions/{reference}/steps", known | {"to": "waiting_resident"})
    assert page.status_code == 409
    assert _row(reference).status is Status.IN_PROGRESS


@pytest.mark.parametrize("to", ["decided", "voting", "closed", "answered", "fixed", "implemented"])
def test_a_step_that_the_case_does_not_have_is_refused(olga, to):
    reference = _case(Kind.COMPLAINT)
    assert _send(olga, reference, "steps", to=to).status_code == 409
    assert _row(reference).status is Status.RECEIVED


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ruling": ""}, "Choose what was decided"),
        ({"body": ""}, "Enter who decided"),
        ({"decided_on": ""}, "Enter the day of the decision"),
        ({"decided_on": "igår"}, "Enter the day like 2026-11-12"),
        ({"decided_on": "2999-01-01"}, "The day of the decision has not come yet"),
        ({"paragraph": ""}, "Enter the paragraph of the minutes"),
        ({"summary": ""}, "Write a summary of the decision"),
        ({"reasons": " "}, "Write the reasons for the decision"),
        ({"appealable": ""}, "Choose whether the decision can be appealed"),
    ],
)
def test_a_decision_lacks_nothing(olga, change, words):
    reference = _referred()
    page = _send(olga, reference, "decision", **DECISION | change)
    assert page.status_code == 422
    assert unescape(page.text).count(words) >= 2
    assert count(decisions) == 0
    for kept in (set(DECISION) & {"body", "summary"}) - set(change):
        assert DECISION[kept] in unescape(page.text)


def test_the_last_day_to_appeal_is_said_only_when_the_minutes_are_posted(site, olga):
    reference = _referred()
    assert _send(olga, reference, "decision", **DECISION).status_code == 303
    page = site.browser().get(f"/submissions/{reference}").text
    assert "minutes not yet approved" in page
    assert "It must have arrived by" not in page
    posted = _send(olga, reference, "minutes", minutes_posted=today().isoformat())
    assert posted.status_code == 303
    for path in (f"/submissions/{reference}", "/decisions/1"):
        assert "It must have arrived by" in site.browser().get(path).text


def test_a_decision_that_cannot_be_appealed_says_so(site, olga):
    reference = _referred()
    assert _send(olga, reference, "decision", **DECISION | {"appealable": "no"}).status_code == 303
    assert (
        "This decision cannot be appealed." in site.browser().get(f"/submissions/{reference}").text
    )


def test_what_was_approved_is_carried_out(site, olga):
    reference = _referred()
    _send(olga, reference, "decision", **DECISION)
    for to in ("implementing", "implemented"):
        assert _send(olga, reference, "carrying-out", to=to).status_code == 303
    assert _row(reference).status is Status.IMPLEMENTED
    assert "Carried out" in site.browser().get("/decisions").text


def test_what_was_rejected_cannot_be_carried_out(olga):
    reference = _referred()
    _send(olga, reference, "decision", **DECISION | {"ruling": "rejected"})
    assert _send(olga, reference, "carrying-out", to="implemented").status_code == 409


def test_handing_over_says_why_and_to_whom(site, olga):
    with transaction() as session:
        reference = people.published(session, Kind.COMPLAINT).reference
    assert _send(olga, reference, "handovers", unit="", reason="").status_code == 422
    assert _send(olga, reference, "handovers", unit="999", reason="Fel enhet").status_code == 422
    other = str(_row(reference).unit_id % 6 + 1)
    assert (
        _send(olga, reference, "handovers", unit=other, reason="Det är en park.").status_code == 303
    )
    assert "Det är en park." in site.browser().get(f"/submissions/{reference}").text


def test_closing_needs_an_outcome_and_a_reason(olga):
    reference = _case()
    for fields in ({"outcome": "", "reason": "x" * 30}, {"outcome": "answered", "reason": "kort"}):
        assert _send(olga, reference, "closing", **fields).status_code == 422
    assert _send(olga, reference, "closing", outcome="fixed", reason="x" * 30).status_code == 422
    assert _row(reference).status is Status.RECEIVED


def test_an_answer_shows_on_the_page_at_once_with_the_day_it_came(site, olga):
    with transaction() as session:
        reference = people.published(session, Kind.QUESTION).reference
    reader = site.browser()
    assert "No answer yet" in reader.get(f"/submissions/{reference}").text
    _send(olga, reference, "answers", text="Biblioteket öppnar klockan nio.")
    page = reader.get(f"/submissions/{reference}").text
    assert "Biblioteket öppnar klockan nio." in page
    assert "in time" in page


def test_a_closed_case_is_opened_again_and_a_proposal_is_not(olga):
    reference = _case()
    closing = {"outcome": "dismissed", "reason": "Det har vi svarat på förut, i våras."}
    _send(olga, reference, "closing", **closing)
    assert "Open it again" in olga.get(f"/casework/{reference}").text
    assert _send(olga, reference, "reopening").status_code == 303
    assert (_row(reference).status, _row(reference).outcome) == (Status.IN_PROGRESS, None)
    # It is open now: a page from before says so.
    assert _send(olga, reference, "reopening").status_code == 409
    proposal = _referred()
    _send(olga, proposal, "closing", outcome="converted", reason=closing["reason"])
    assert _row(proposal).status is Status.CLOSED
    assert "Open it again" not in olga.get(f"/casework/{proposal}").text
    version = {"version": str(_row(proposal).version)}
    assert olga.post(f"/submissions/{proposal}/reopening", version).status_code == 409


def test_an_answer_and_a_decision_each_say_how_many_they_tell(olga):
    """Whoever follows all decisions hears of the decision, and not of the answer."""
    reference = _referred()
    with transaction() as session:
        for name in ("Nils", "Maja"):
            follow(session, people.resident(session, name))
        case = take(session, reference)
        counts = [audience.count(session, case, kind) for kind in ("answered", "decided")]
    told = re.findall(r"Send and tell (\d+)", olga.get(f"/casework/{reference}").text)
    assert [int(number) for number in told] == counts
    assert counts[1] == counts[0] + 2


NEXT_WEEK = (today() + timedelta(days=7)).isoformat()


def _public(kind=Kind.FAULT_REPORT) -> str:
    with transaction() as session:
        return people.published(session, kind).reference


def _page(site, reference: str) -> str:
    return unescape(site.browser().get(f"/submissions/{reference}").text)


def test_planned_work_says_its_week_and_its_day(site, olga):
    reference = _public()
    _send(olga, reference, "steps", to="in_progress")
    for day, told in (
        ("", "Enter the day"),
        ("i morgon", "Enter the day like"),
        ("2020-01-01", "passed"),
    ):
        refused = _send(olga, reference, "plans", day=day)
        assert refused.status_code == 422
        assert told in unescape(refused.text)
    assert _send(olga, reference, "steps", to="planned").status_code == 409
    assert _send(olga, reference, "plans", day=NEXT_WEEK).status_code == 303
    week = (today() + timedelta(days=7)).isocalendar().week
    assert f"To be done in week {week}, by " in _page(site, reference)


def test_a_delay_is_told_with_its_reason_and_the_new_day_on_the_page_and_in_the_lists(site, olga):
    reference = _public()
    refused = _send(olga, reference, "delays", reason="", day="")
    assert refused.status_code == 422
    assert "Say why it takes longer" in refused.text
    reason = "Kabeln är slut hos leverantören"
    assert _send(olga, reference, "delays", reason=reason, day=NEXT_WEEK).status_code == 303
    page = _page(site, reference)
    assert f"Delayed. {reason}. New date: " in page
    assert "No answer yet. It comes by " in page
    assert f"Delayed. {reason}. New date: " in olga.get(f"/casework/{reference}").text
    for path in ("/submissions", "/casework"):
        browser = site.browser() if path == "/submissions" else olga
        assert "Delayed" in browser.get(path).text
    _send(olga, reference, "answers", text="Nu lyser den.")
    assert f"Delayed. {reason}" not in _page(site, reference)


def test_what_is_not_ours_says_whose_it_is_and_whether_we_sent_it_on(site, olga):
    reference = _public()
    closing = {"outcome": "not_ours", "reason": "Vägen är statlig, så lampan är inte vår."}
    refused = _send(olga, reference, "closing", **closing)
    assert refused.status_code == 422
    for told in ("who is responsible", "how one can reach", "have sent it on"):
        assert (
            unescape(refused.text).count(f"Say {told}")
            + unescape(refused.text).count(f"Say whether you {told}")
            == 2
        )
    receiver = {"receiver": "Trafikverket", "receiver_contact": "0771-921 921", "forwarded": "no"}
    assert _send(olga, reference, "closing", **closing | receiver).status_code == 303
    page = _page(site, reference)
    assert "Trafikverket is responsible. We have not sent it on: turn to them yourself." in page
    assert '<a class="nowrap" href="tel:+46771921921">0771-921 921</a>' in page
    assert closing["reason"] in page


def test_a_duplicate_leads_to_the_case_that_goes_on(site, olga):
    reference, target = _public(), _public()
    for number, told in (
        ("", "Enter the number"),
        ("2026-99999", "There is no case with that number"),
        (reference, "That is this case itself"),
    ):
        refused = _send(olga, reference, "closing", outcome="duplicate", duplicate_of=number)
        assert refused.status_code == 422
        assert told in unescape(refused.text)
    joined = _send(olga, reference, "closing", outcome="duplicate", duplicate_of=target)
    assert joined.status_code == 303
    page = _page(site, reference)
    assert f'It goes on in <a href="/submissions/{target}">' in page
    assert "Already raised" in page


def test_a_page_names_the_case_that_goes_on_no_longer_than_that_is_shown(site, olga):
    reference = _public()
    with transaction() as session:
        target = people.published(session, Kind.FAULT_REPORT, title="Mörkt vid bron").reference
    _send(olga, reference, "closing", outcome="duplicate", duplicate_of=target)
    assert "Mörkt vid bron" in _page(site, reference)
    with transaction() as session:
        case, rules = take(session, target), people.municipality(session).proposals
        publishing.show(session, case, Publication.HIDDEN, by=SYSTEM, rules=rules)
    soon(lambda: "Mörkt vid bron" not in _page(site, reference))
    page = _page(site, reference)
    assert target not in page
    assert "There is another case about the same thing" in page


def test_a_proposal_is_sent_to_a_board_by_name(site, olga):
    with transaction() as session:
        case = people.published(session)
        case.threshold = 1
        session.flush()
        vote.support(session, case.reference, people.sam(session).id)
        tally.recount(session, case.reference)
        reference = case.reference
    assert _send(olga, reference, "steps", to="referred", board="no-board").status_code == 422
    assert _send(olga, reference, "steps", to="referred", board="technical").status_code == 303
    assert "Tekniska nämnden will take a stand on it." in _page(site, reference)
