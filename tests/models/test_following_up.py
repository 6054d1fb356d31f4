"""Did it help? Asked once for each end, of its author, and never told to anyone."""

import json
from collections import Counter

import pytest

from models import calendar, publishing
from models.answer import answer
from models.calendar import DAY, advance, freeze, now
from models.database import transaction
from models.errors import Invalid, NotAllowed
from models.following_up import (
    REOPEN_DAYS,
    asked,
    decline,
    open_again,
    tell,
    tell_more,
)
from models.history import replay, timeline, verify
from models.progress import close
from models.satisfaction import FEWEST, Figures, Helped, figures, quarter_of, words_of
from models.states import Kind, Outcome, Publication, Status
from tests import people

REASON = "Lampan lyser igen sedan i går kväll."
AGAIN = "Lampan slocknade igen i natt."


@pytest.fixture
def session(town):
    freeze(now())
    with transaction() as opened:
        yield opened


@pytest.fixture
def rosa(session):
    return people.rosa(session)


@pytest.fixture
def case(session):
    made = people.a_submission(session, Kind.FAULT_REPORT)
    end(session, made)
    return made


def end(session, submission) -> None:
    olga = people.olga(session)
    close(session, submission, by=olga.actor, outcome=Outcome.DISMISSED, reason=REASON)


def test_nothing_is_asked_while_a_case_is_open_or_of_a_proposal(session):
    assert asked(session, people.a_submission(session)) is None
    proposal = people.published(session)
    end_of = {"by": people.olga(session).actor, "outcome": Outcome.CONVERTED, "reason": REASON}
    close(session, proposal, **end_of)
    assert asked(session, proposal) is None


def test_whoever_took_it_back_is_not_asked(session, rosa):
    made = people.a_submission(session)
    rules = people.municipality(session).proposals
    publishing.withdraw(session, made, by=rosa.actor, rules=rules)
    assert asked(session, made) is None


def test_her_answer_is_told_once_and_is_not_public(session, case, rosa):
    tell(session, case, by=rosa.actor, helped=Helped.PARTLY)
    assert asked(session, case).said is Helped.PARTLY
    newest = timeline(session, case.stream, public_only=False)[0]
    assert (newest.kind, newest.facts) == ("followed_up", {"helped": "partly"})
    assert timeline(session, case.stream)[0].kind == "closed"
    with pytest.raises(NotAllowed):
        tell(session, case, by=rosa.actor, helped=Helped.YES)


def test_she_opens_it_again_with_a_reason_that_stands_in_no_event(session, case, rosa):
    open_again(session, case, by=rosa.actor, reason=AGAIN)
    assert (case.status, case.outcome) == (Status.IN_PROGRESS, None)
    newest, before = timeline(session, case.stream, public_only=False)[:2]
    assert (newest.kind, newest.role) == ("reopened", "resident")
    assert (before.kind, before.facts) == ("followed_up", {"helped": "no"})
    assert AGAIN not in json.dumps([newest.facts, before.facts])
    assert verify(session, case.stream) == []
    assert replay(session, case.stream).status == "in_progress"


def test_opening_again_needs_a_reason(session, case, rosa):
    with pytest.raises(Invalid):
        open_again(session, case, by=rosa.actor, reason=" \n")
    assert case.status is Status.CLOSED


def test_after_thirty_days_it_is_too_late(session, case, rosa):
    advance(REOPEN_DAYS * DAY // 1_000_000)
    assert asked(session, case) is not None
    advance(DAY // 1_000_000)
    assert asked(session, case) is None
    for verb in (
        lambda: open_again(session, case, by=rosa.actor, reason=AGAIN),
        lambda: tell(session, case, by=rosa.actor, helped=Helped.YES),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_once_for_each_end(session, case, rosa):
    open_again(session, case, by=rosa.actor, reason=AGAIN)
    with pytest.raises(NotAllowed):
        open_again(session, case, by=rosa.actor, reason=AGAIN)
    end(session, case)
    assert asked(session, case).said is None
    open_again(session, case, by=rosa.actor, reason=AGAIN)
    assert case.status is Status.IN_PROGRESS


def test_an_answer_is_an_end_and_closing_it_later_asks_no_second_time(session, rosa):
    made = people.a_submission(session, Kind.QUESTION)
    olga = people.olga(session)
    answer(session, made, by=olga.actor, source="Klockan nio.", html="<p>Klockan nio.</p>")
    tell(session, made, by=rosa.actor, helped=Helped.YES)
    end(session, made)
    assert asked(session, made).said is Helped.YES


def told(session) -> dict:
    quarter = quarter_of(calendar.today())
    return {unit: one for (unit, _), one in figures(session, quarter, quarter).items()}


def test_the_three_questions_are_answered_once_for_each_end(session, case, rosa):
    with pytest.raises(NotAllowed):
        tell_more(session, case, by=rosa.actor, mark=4, words="")
    tell(session, case, by=rosa.actor, helped=Helped.YES)
    for mark, words, code in ((None, " ", "missing"), (6, "", "unknown"), (0, "", "unknown")):
        with pytest.raises(Invalid) as refused:
            tell_more(session, case, by=rosa.actor, mark=mark, words=words)
        assert (refused.value.field, refused.value.code) == ("mark", code)
    tell_more(session, case, by=rosa.actor, mark=4, words="Ring gärna. 121212-1212")
    newest = timeline(session, case.stream, public_only=False)[0]
    assert newest.facts == {"mark": 4, "worded": 1}
    with pytest.raises(NotAllowed):
        tell_more(session, case, by=rosa.actor, mark=5, words="")
    found = told(session)[case.unit_id]
    assert (found.answers, found.mean) == (1, 75.0)
    open_again(session, case, by=rosa.actor, reason=AGAIN)
    end(session, case)
    assert asked(session, case).said is None
    tell(session, case, by=rosa.actor, helped=Helped.NO)
    assert told(session)[case.unit_id].answers == 2


def test_words_are_read_from_five_answers_on_and_numbers_are_hidden(session, rosa):
    for number in range(FEWEST):
        made = people.a_submission(session, Kind.FAULT_REPORT)
        end(session, made)
        tell(session, made, by=rosa.actor, helped=Helped.PARTLY)
        if number in {0, 1}:
            tell_more(session, made, by=rosa.actor, mark=None, words=f"Nr {number}: 121212-1212")
        found = told(session)[made.unit_id]
        read = words_of(session, made.unit_id, quarter_of(calendar.today()), found)
        assert bool(read) == (number + 1 == FEWEST)
    assert read == ["Nr 0: 121212-****", "Nr 1: 121212-****"]
    assert found.mean is None


@pytest.mark.parametrize(
    ("marks", "mean"), [((1, 5), 50.0), ((1, 1), 0.0), ((5,), 100.0), ((2, 3, 4), 50.0)]
)
def test_marks_are_told_as_the_mean_of_their_hundredths(marks, mean):
    """SKR, Servicemätning: 1 to 5 as 0, 25, 50, 75 and 100."""
    assert Figures(solved=Counter(), marks=Counter(marks)).mean == mean


def test_who_wants_no_question_is_asked_none_and_may_still_open_it_again(session, case, rosa):
    decline(session, case, by=rosa.actor)
    assert not asked(session, case).wanted
    assert told(session) == {}
    other = people.a_submission(session, Kind.QUESTION)
    end(session, other)
    assert not asked(session, other).wanted
    open_again(session, other, by=rosa.actor, reason=AGAIN)
    tell(session, case, by=rosa.actor, helped=Helped.YES)
    assert asked(session, case).wanted, "she changed her mind"


@pytest.mark.parametrize("publication", ["hidden", "unpublished", "refused"])
def test_of_what_broke_the_rules_nobody_is_asked(session, case, rosa, publication):
    case.publication = Publication(publication)
    session.flush()
    assert not asked(session, case).wanted
    for verb in (
        lambda: tell(session, case, by=rosa.actor, helped=Helped.YES),
        lambda: decline(session, case, by=rosa.actor),
    ):
        with pytest.raises(NotAllowed):
            verb()
    open_again(session, case, by=rosa.actor, reason=AGAIN)
    assert told(session) == {}
