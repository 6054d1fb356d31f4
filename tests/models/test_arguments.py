"""The strongest arguments by a rule anybody can check, and which of them an answer meets."""

import pytest

from models import publishing
from models.actor import SYSTEM
from models.answer import answer
from models.arguments import weighing
from models.arguments.row import answer_arguments
from models.history import timeline
from models.states import Kind, Publication
from tests import people


@pytest.fixture
def case(session):
    return people.published(session, Kind.COMPLAINT)


def say(session, case, who="Sam", words="Bygg den bredare.", *, to=None) -> int:
    by = people.resident(session, who)
    return people.published_comment(session, case, by=by, source=words, reply_to=to).number


def order(session, case) -> list[tuple[int, int]]:
    return [(one.number, one.strength) for one in weighing.strongest(session, case.id)]


def reply(session, case, numbers):
    olga = people.olga(session)
    answer(session, case, by=olga.actor, source="Ja.", html="<p>Ja.</p>", met=numbers)
    return timeline(session, case.stream)[0].facts


def test_what_most_others_reply_to_is_strongest_whatever_they_say(session, case):
    first, second, third = (say(session, case, who) for who in ("Sam", "Siv", "Stina"))
    below = say(session, case, "Bo", to=second)
    say(session, case, "Bea", to=below)
    say(session, case, "Bo", "En gång till.", to=below)
    say(session, case, "Siv", "Jag svarar mig själv.", to=second)
    say(session, case, "Bo", to=third)
    assert order(session, case) == [(second, 2), (third, 1), (first, 0)]


def test_neither_officials_nor_what_is_not_shown_counts(session, case):
    first, second = say(session, case, "Sam"), say(session, case, "Siv")
    people.published_comment(session, case, by=people.olga(session), reply_to=second)
    people.published_comment(session, case, by=people.olga(session))
    people.a_comment(session, case, by=people.resident(session, "Bo"), reply_to=second)
    people.a_comment(session, case, by=people.resident(session, "Bo"))
    assert order(session, case) == [(first, 0), (second, 0)]


def test_an_answer_notes_what_it_meets_and_what_it_does_not(session, case):
    first, second = say(session, case, "Sam"), say(session, case, "Siv")
    facts = reply(session, case, {second, 99})
    assert (len(facts["met"]), len(facts["unmet"])) == (1, 1)
    later = say(session, case, "Bo", "Kom efter svaret.")
    shown = {one.number: one.met for one in weighing.marked(session, case.id)}
    assert shown == {first: False, second: True}
    reply(session, case, {first, later})
    shown = {one.number: one.met for one in weighing.marked(session, case.id)}
    assert shown == {first: True, second: False, later: True}, "the newest answer's"
    facts = reply(session, case, None)
    assert "met" not in facts
    assert weighing.marked(session, case.id)


def test_what_is_hidden_is_no_argument_any_more(session, case):
    hidden = people.published_comment(session, case)
    reply(session, case, {hidden.number})
    publishing.show_comment(session, case, hidden, Publication.HIDDEN, by=SYSTEM)
    assert weighing.marked(session, case.id) == []
    assert weighing.strongest(session, case.id) == []


def test_without_comments_nothing_is_noted(session, case):
    assert "met" not in reply(session, case, set())
    assert session.execute(answer_arguments.select()).first() is None
