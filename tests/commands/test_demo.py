"""The demonstration: whole, believable, of everything that can happen, and only for an empty town."""

import re

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from models import calendar, history, profile, proof
from models.attachment.row import Attachment
from models.calendar import now, today
from models.comment import comments
from models.database import table_of, transaction
from models.decision import decisions
from models.event import Event
from models.event_kind import EventKind
from models.keeping_promises.row import clocks
from models.person import Appointment, Contact, Person, contacts_of
from models.promise import given
from models.review import IS_OPEN, ReviewState, reviewables
from models.states import HANDED_IN, Kind, Outcome, Publication, Ruling, Status
from models.statistics import following
from models.statistics.recount import differences
from models.submission import submissions
from models.text import Text
from models.verdict import Judgement, verdicts
from moderation.screening import Rule, screen
from tests import people
from tests.commands.a_demonstration import filled
from tests.signed_in import signed_in
from tests.web.visiting import BASE
from web.app import Town
from web.commands.demo import fill, told

pytestmark = pytest.mark.once

PEOPLE, CASES = told()
# No verb of the product does these yet, or they belong to what is imported and thrown away.
NOT_YET = {
    EventKind.RETYPED, EventKind.SPLIT,
    EventKind.EXTERNAL_UPDATE, EventKind.DISPOSED,
    EventKind.SUPPORT_REMOVED, EventKind.SUPPORT_RESTORED,
    # What a demonstration promises has never been anything else.
    EventKind.PROMISED,
    # The right to a decision comes after six months: no demonstration is that old.
    EventKind.DELAY_ACTION_REQUESTED, EventKind.DELAY_ACTION_DECIDED,
    EventKind.DELAY_ACTION_REFUSED,
}  # fmt: skip


@pytest.fixture(scope="module")
def made(supply, tmp_path_factory):
    return filled(supply, tmp_path_factory.mktemp("demo"))


@pytest.fixture
def demonstration(made):
    with made():
        yield


def _values(column):
    with transaction(write=False) as session:
        return set(session.scalars(select(column).distinct()))


EVERY_ONE = [
    (submissions.c.kind, Kind, set()),
    (submissions.c.status, Status, set()),
    (submissions.c.publication, Publication, set()),
    (submissions.c.outcome, Outcome, set()),
    (decisions.c.ruling, Ruling, set()),
    (comments.c.publication, Publication, {
        Publication.PRIVATE, Publication.RETURNED, Publication.WITHDRAWN, Publication.UNCONFIRMED,
        Publication.REDACTED, Publication.HIDDEN, Publication.UNPUBLISHED,
    }),  # of comments only what their cases need: submissions show the others
    (reviewables.c.state, ReviewState, set()),
    (verdicts.c.judgement, Judgement, set()),
    (table_of(Event).c.kind, EventKind, NOT_YET),
]  # fmt: skip


@pytest.mark.parametrize(
    ("column", "codes", "missing"), EVERY_ONE, ids=lambda one: str(getattr(one, "name", ""))
)
def test_there_is_one_of_everything(demonstration, column, codes, missing):
    assert set(codes) - _values(column) == missing


def test_every_stream_is_whole_and_nothing_happens_in_the_future(demonstration):
    with transaction(write=False) as session:
        assert [
            fault for stream in history.streams(session) for fault in proof.faults(session, stream)
        ] == []
        latest = session.execute(select(func.max(table_of(Event).c.at))).scalar_one()
    assert latest <= now()


def test_every_promise_is_the_one_that_was_given_that_day(demonstration):
    with transaction(write=False) as session:
        opening = people.municipality(session).opening
        cases = submissions.c.kind.in_(HANDED_IN)
        for row in session.execute(select(submissions).where(cases)).all():
            promised = given(session, opening, row.kind, row.category_id, row.received_at)
            assert row.answer_by == promised.answer_by
            if row.answered_at is not None:
                on_time = calendar.local(row.answered_at).date() <= row.answer_by
                assert row.kept is on_time


def test_some_are_answered_late_and_some_are_late_still(demonstration):
    with transaction(write=False) as session:
        rows = session.execute(select(submissions)).all()
    still = [row for row in rows if row.status == "in_progress" and row.answer_by < today()]
    assert {row.kind for row in still if row.answered_at is None} == {
        Kind.COMPLAINT, Kind.FAULT_REPORT, Kind.QUESTION,
    }  # fmt: skip
    assert sum(row.kept is False for row in rows) == 2


def test_what_was_late_is_noted_on_the_day_it_became_so(demonstration):
    events = table_of(Event)
    with transaction(write=False) as session:
        late = session.execute(select(clocks.c.due_at, clocks.c.missed_at)).all()
        noted = select(func.count()).where(events.c.kind == EventKind.PROMISE_MISSED)
        assert session.scalar(noted.where(events.c.facts.contains('"late"'))) >= 5
    for due, missed in late:
        assert missed is None or 0 <= missed - due < 2 * calendar.DAY


def test_its_statistics_are_what_its_history_says(demonstration):
    with transaction(write=False) as session:
        opening = profile.site(session).opening
        assert following.last(session)
        assert differences(session, opening, following.last(session)) == []


def test_the_desk_has_something_to_read_and_to_be_warned_of(demonstration):
    _words = table_of(Text)
    with transaction(write=False) as session:
        waiting = session.execute(
            select(_words.c.title, _words.c.source, reviewables.c.reports)
            .join(_words, _words.c.id == reviewables.c.text_id)
            .where(reviewables.c.state == ReviewState.PENDING)
        ).all()
    assert 6 <= len(waiting) <= 12
    rules = {hit.rule for row in waiting for hit in screen(f"{row.title}\n{row.source}")}
    assert rules >= {Rule.PERSONAL_NUMBER, Rule.MANY_LINKS, Rule.SHOUTING}
    assert max(row.reports for row in waiting) == 2


def test_two_or_three_threads_are_worth_reading(demonstration):
    with transaction(write=False) as session:
        many = session.scalars(
            select(func.count())
            .where(comments.c.publication == Publication.PUBLISHED)
            .group_by(comments.c.submission_id)
        ).all()
        deepest = session.execute(select(func.max(func.length(comments.c.path)))).scalar_one()
    assert sum(one >= 15 for one in many) == 4
    assert deepest >= 4 * 5


def test_everybody_has_the_role_that_is_told(demonstration):
    with transaction(write=False) as session:
        rows = session.execute(
            select(table_of(Person).c.name, table_of(Appointment).c.role)
            .outerjoin(Appointment, table_of(Appointment).c.person_id == table_of(Person).c.id)
            .join(Contact, table_of(Contact).c.person_id == table_of(Person).c.id)
            .where(table_of(Person).c.name != "")
        ).all()
    assert {(row.name, row.role) for row in rows} == {
        (one["name"], one.get("role")) for one in PEOPLE
    }


def test_pictures_belong_to_faults_and_to_the_answer_that_shows_how_it_became(demonstration):
    shown = table_of(Attachment).c
    with transaction(write=False) as session:
        rows = session.execute(select(shown.submission_id, shown.answer_id, shown.alt)).all()
    assert sum(row.submission_id is not None for row in rows) == 4
    assert sum(row.answer_id is not None for row in rows) == 1
    assert all(len(row.alt) > 20 for row in rows)


def test_a_town_that_is_not_empty_is_left_alone(demonstration):
    assert fill() == 0


@pytest.mark.parametrize("who", [None, people.rosa, people.marek, people.olga, people.ada])
def test_its_pages_say_nothing_that_was_not_meant(demonstration, who):
    with transaction() as session:
        cookie = signed_in(session, who(session)) if who else ""
    with TestClient(Town(), base_url=BASE) as server:
        server.headers["Accept-Language"] = "sv"
        if cookie:
            server.cookies.set("session", cookie, domain="127.0.0.1")
        for page in _pages(who):
            _reads_well(server.get(page))


def _pages(who):
    """What each comes to first, and every case that she may read."""
    case, judged = submissions.c, reviewables.c
    public = case.publication.in_(["published", "redacted"])
    with transaction() as session:
        seen = {
            None: public,
            people.rosa: case.contact_id.in_(contacts_of(session, people.rosa(session).id)),
        }.get(who, case.id > 0)
        numbers = session.scalars(select(case.reference).where(seen)).all()
        items = session.scalars(select(judged.id).where(IS_OPEN)).all()
    if who is people.marek:
        return ["/desk", *(f"/desk/{number}" for number in items)]
    if who in {people.olga, people.ada}:
        return ["/casework", "/casework?mine=yes", *(f"/casework/{one}" for one in numbers)]
    first = ["/me"] if who else ["/", "/submissions", "/decisions", "/moderation-log", "/promises"]
    return [*first, *(f"/submissions/{number}" for number in numbers)]


def _reads_well(response):
    assert response.status_code == 200, response.url
    text = response.text
    seen = re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(script|style|svg).*?</\1>", "", text))
    assert not re.search(r"\b(?:None|Undefined|nan|True|False)\b", seen), response.url
    empty = r"<(h[1-6]|p|li|dd|dt)\b(?![^>]*\bhidden\b)[^>]*>\s*</\1>"
    assert not re.search(empty, text), response.url


def test_the_start_page_tells_how_it_goes_what_is_open_and_what_was_done(demonstration):
    with TestClient(Town(), base_url=BASE) as server:
        server.headers["Accept-Language"] = "sv"
        page = server.get("/").text
    assert re.search(r"\d\d\s%\sfick svar i tid", page)
    assert "3 ärenden är försenade" in page
    assert page.count("stöder det") + page.count("Hur kan torget bli") == 3
    assert "Nyligen klart" in page


def test_everybody_with_an_address_can_be_signed_in_as(demonstration):
    with TestClient(Town(), base_url=BASE) as server:
        server.headers["Accept-Language"] = "sv"
        page = server.get("/sign-in").text
    offered = re.findall(r'name="person" value="\d+">([^<,]+)(?:, ([^<]+))?</button>', page)
    assert [name for name, _ in offered] == [one["name"] for one in PEOPLE if "email" in one]
    assert {role for _, role in offered} == {
        "granskare", "handläggare", "administratör", "revisor", "",
    }  # fmt: skip


def test_that_minutes_were_posted_is_not_told_as_a_change_of_the_text(demonstration):
    with transaction(write=False) as session:
        reference = session.execute(
            select(submissions.c.reference)
            .join(decisions, decisions.c.submission_id == submissions.c.id)
            .where(decisions.c.minutes_posted.is_not(None))
            .limit(1)
        ).scalar_one()
    with TestClient(Town(), base_url=BASE) as server:
        server.headers["Accept-Language"] = "sv"
        for page in ("", "/history"):
            told_of = server.get(f"/submissions/{reference}{page}").text
            assert "Protokollet är anslaget" in told_of
            assert "Texten ändrades" not in told_of
