"""What an appeal gives back is what was there: the same place, words, votes and times (MQ-11)."""

import re

import pytest
from sqlalchemy import select

from models import calendar
from models.calendar import DAY
from models.comment import comments
from models.database import transaction
from models.states import Status
from models.submission import submissions, take
from models.tally import tallies
from models.text import Text
from models.verdict import Judgement
from models.vote import support, votes
from tests import people
from tests.moderation.appealing import appeal, decide
from tests.moderation.room import judge, noon, report
from tests.web.visiting import Site
from web.commands.scheduler import tick

AWAY = 3 * DAY
LISTS = (
    "/submissions",
    "/submissions?kind=proposal",
    "/submissions?order=supported",
    "/submissions?q=ån",
    "/submissions?q=stationen",
    "/feeds/submissions.json",
)
KEPT = ("publication", "status", "outcome", "text_id", "original_id", "byline", "place")
TIMES = ("received_at", "confirmed_at", "published_at", "edited_at", "done_at", "threshold")


@pytest.fixture
def square(site: Site) -> tuple[Site, str]:
    """A proposal between two others, with votes of three and a thread below it."""
    calendar.freeze(noon())
    with transaction() as session:
        voters = [people.resident(session, name) for name in ("Eva", "Ali", "Bo")]
        people.published(session, title="En bänk vid torget")
        calendar.advance(60)
        case = people.published(session, title="En cykelväg längs ån", byline="Rosa Ek")
        calendar.advance(60)
        people.published(session, title="En lekplats vid stationen")
        for voter in voters:
            support(session, case.reference, voter.id)
        first = people.published_comment(session, case, byline="Sam")
        people.published_comment(session, case, by=voters[0], reply_to=first.number)
        reference = case.reference
    tick("test")
    return site, reference


def _rows(reference: str) -> dict[str, object]:
    """Everything of it that the public sees, as it is stored."""
    with transaction() as session:
        case = take(session, reference)
        words = session.get_one(Text, case.text_id)
        below = select(comments).where(comments.c.submission_id == case.id)
        cast = select(votes).where(votes.c.submission_id == case.id)
        counted = select(tallies.c.count).where(tallies.c.submission_id == case.id)
        return {
            **{name: getattr(case, name) for name in (*KEPT, *TIMES)},
            "words": (words.title, words.source, words.html),
            "comments": [tuple(row) for row in session.execute(below.order_by(comments.c.path))],
            "votes": [tuple(row) for row in session.execute(cast.order_by(votes.c.id))],
            "count": session.scalar(counted),
        }


def _until(reference: str) -> int:
    with transaction(write=False) as session:
        wanted = select(submissions.c.voting_until).where(submissions.c.reference == reference)
        return session.execute(wanted).scalar_one()


def _pages(site: Site) -> list[str]:
    """The lists as a reader gets them, but for the day until which a proposal is open and when a
    feed's entry was last touched. She is signed in, because a stranger's may be a second old.
    """
    with transaction() as session:
        reader = people.resident(session, "Lina")
    browser = site.browser().sign_in(reader)
    return [
        re.sub(r"\d+ days? left|until [^<]*<|.date_modified.: .*", "", browser.get(one).text)
        for one in LISTS
    ]


def _case(site: Site, reference: str) -> str:
    """The page of the case but for what has happened, and the day until which it is open."""
    page = site.browser().get(f"/submissions/{reference}")
    assert page.status_code == 200
    text = re.sub(r'<section class="history".*?</section>', "", page.text, flags=re.DOTALL)
    return re.sub(r"(?:until|by|to) \w+day \d+ \w+( \d{4})?|Show all \d+ events", "", text)


@pytest.mark.parametrize("how", ["unpublished", "hidden by a rule, then unpublished", "redacted"])
def test_a_reversal_gives_back_everything_that_was_public(square, how):
    site, reference = square
    rows, until = _rows(reference), _until(reference)
    pages, case_page = _pages(site), _case(site, reference)
    with transaction() as session:
        case = take(session, reference)
        report(session, case, reason="threat" if "rule" in how else "abusive")
        item = people.waiting_item(session, submission_id=case.id)
        if how == "redacted":
            judgement, said = Judgement.REDACT, {"redacted": "Bygg en cykelväg."}
        else:
            judgement, said = Judgement.UNPUBLISH, {}
        verdict = judge(session, item, judgement, reason="abusive", **said)
    calendar.advance(AWAY // 1_000_000)
    tick("test")
    if how != "redacted":
        assert site.browser().get(f"/submissions/{reference}").status_code == 404
        assert not any(reference in page for page in _pages(site))
    with transaction() as session:
        decide(session, appeal(session, verdict))
    tick("test")
    assert _rows(reference) == rows
    assert _until(reference) == until + (0 if how == "redacted" else AWAY)
    for now, then in zip([*_pages(site), _case(site, reference)], [*pages, case_page], strict=True):
        assert now.splitlines() == then.splitlines()


def test_votes_go_on_where_they_stopped_also_after_the_time_would_have_run_out(square):
    site, reference = square
    until = _until(reference)
    with transaction() as session:
        case = take(session, reference)
        report(session, case)
        item = people.waiting_item(session, submission_id=case.id)
        verdict = judge(session, item, Judgement.UNPUBLISH, reason="abusive")
    calendar.freeze(until + DAY)
    tick("test")
    with transaction() as session:
        decide(session, appeal(session, verdict))
        assert take(session, reference).status is Status.VOTING
        support(session, reference, people.resident(session, "Cia").id)
    tick("test")
    assert _rows(reference)["count"] == 4
    assert "4 of 50" in site.browser().get(f"/submissions/{reference}").text
