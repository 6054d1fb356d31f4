"""What was taken over from another system, as residents see it."""

import re

from sqlalchemy import event

from models.database import engine, transaction
from models.imported import Figures, GivenComment, GivenSubmission
from models.importing import import_comment, import_submission
from models.states import Kind, Outcome, Publication, Status
from tests import people

LONG_AGO = 1_442_311_819_000_000


def imported(comments: int) -> str:
    """A closed proposal with threads that are 24 levels deep, in which some parents are lost."""
    with transaction() as session:
        reference = import_submission(
            session,
            GivenSubmission(
                source="Decide Elsewhere",
                id="7",
                kind=Kind.PROPOSAL,
                title="Rena gator",
                words="Städa oftare.",
                html="<p>Städa oftare.</p>",
                subject="not-sure",
                status=Status.CLOSED,
                outcome=Outcome.BELOW_THRESHOLD,
                publication=Publication.PUBLISHED,
                at=LONG_AGO,
                language="es",
                figures=Figures(supports=6560, comments=600),
            ),
            site=people.municipality(session),
        )
        for number in range(1, comments + 1):
            parent = None if number % 25 == 1 else str(number - 1)
            import_comment(
                session,
                GivenComment(
                    source="Decide Elsewhere",
                    id=str(number),
                    submission="7",
                    parent="absent" if number % 250 == 26 else parent,
                    words=f"Ord {number}.",
                    html=f"<p>Ord {number}.</p>",
                    publication=Publication.PUBLISHED,
                    at=LONG_AGO + number,
                    figures=Figures(),
                ),
            )
        return reference


def test_figures_of_the_source_stand_apart_from_ours(site):
    page = site.browser().get(f"/submissions/{imported(30)}").text
    assert "From Decide Elsewhere" in page
    assert re.search(r"At the source:\s+6,560 supported it,\s+600 comments", page)
    assert "Reply to a comment that was not in the source" in page


def test_our_own_case_says_nothing_of_a_source(site):
    with transaction() as session:
        ours = people.published(session).reference
    assert "At the source" not in site.browser().get(f"/submissions/{ours}").text


def queries(site, reference: str, after: str = "") -> int:
    """How many statements one page takes that is not cached."""
    asked = []

    def listen(*statement):
        asked.append(statement)

    event.listen(engine(), "before_cursor_execute", listen)
    try:
        assert site.browser().get(f"/submissions/{reference}{after}").status_code == 200
    finally:
        event.remove(engine(), "before_cursor_execute", listen)
    return len(asked)


def test_the_largest_thread_is_read_in_a_bounded_number_of_queries(site):
    large = imported(592)
    with transaction() as session:
        warm, empty = (people.published(session).reference for _ in range(2))
    queries(site, warm)
    least = queries(site, empty)
    assert least > 0
    # Two more: where it comes from, and how many there are beyond this page.
    assert queries(site, large) <= least + 2
    assert queries(site, large, "?after=00200") <= least + 2
    browser, seen, where, pages = site.browser(), [], f"/submissions/{large}", 0
    while where:
        page = browser.get(where).text
        seen += map(int, re.findall(r"Ord (\d+)\.", page))
        following = re.search(r'href="(/submissions/[^"]+\?after=[^"#]+)', page)
        where = following[1] if following else ""
        pages += 1
    assert sorted(seen) == list(range(1, 593))
    assert pages == 3
