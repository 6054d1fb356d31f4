"""A thread as rows: in order, in pages, without the words of what is not shown."""

import pytest
from sqlalchemy import event

from models import publishing
from models.actor import SYSTEM
from models.comment import MAX_DEPTH
from models.database import engine
from models.errors import NotAllowed
from models.states import Kind, Publication
from models.thread import thread
from tests import people


@pytest.fixture
def proposal(session):
    return people.published(session)


def write(session, proposal, reply_to=None, **words):
    return people.published_comment(session, proposal, reply_to=reply_to, **words)


def hide(session, proposal, comment, to=Publication.HIDDEN):
    publishing.show_comment(session, proposal, comment, to, by=SYSTEM)


def numbers(session, proposal) -> list[int]:
    return [row.number for row in thread(session, proposal.id, limit=100)]


def test_a_thread_is_in_its_own_order(session, proposal):
    for reply_to in (None, None, 1, 3, 2, 1, None):
        write(session, proposal, reply_to)
    rows = thread(session, proposal.id, limit=100)
    assert [(row.number, row.depth) for row in rows] == [
        (1, 0),
        (3, 1),
        (4, 2),
        (6, 1),
        (2, 0),
        (5, 1),
        (7, 0),
    ]
    assert [row.parent for row in rows] == [None, 1, 3, 1, None, 2, None]


def test_a_row_says_what_the_page_shows(session, proposal):
    write(session, proposal, source="Bra <tanke>.", byline="Sam", by=people.olga(session))
    write(session, proposal, 1)
    first, second = thread(session, proposal.id, limit=100)
    assert (first.html, first.byline, first.official) == ("<p>Bra &lt;tanke&gt;.</p>", "Sam", True)
    assert (first.orphan, first.publication, first.at > 0) == (False, "published", True)
    assert (second.parent, second.parent_byline) == (1, "Sam")


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_pages_of_any_size_make_the_same_thread(session, proposal, limit):
    for number in range(1, 8):
        write(session, proposal, number // 2 or None)
    whole, after, paged = numbers(session, proposal), None, []
    while rows := thread(session, proposal.id, limit=limit, after=after):
        assert len(rows) <= limit
        paged += [row.number for row in rows]
        after = rows[-1].path
    assert paged == whole
    assert len(whole) == 7


@pytest.mark.parametrize("to", [Publication.HIDDEN, Publication.UNPUBLISHED, Publication.WITHDRAWN])
def test_what_was_shown_leaves_an_empty_place_while_an_answer_hangs_below(session, proposal, to):
    parent = write(session, proposal, source="Kanarien själv.", byline="Kanarie")
    child = write(session, proposal, 1)
    grandchild = write(session, proposal, 2)
    hide(session, proposal, parent, to)
    first, second, _ = thread(session, proposal.id, limit=100)
    assert (first.number, first.html, first.byline, first.publication) == (1, "", "", to)
    assert (second.parent, second.parent_byline) == (1, "")
    hide(session, proposal, child, to)
    assert numbers(session, proposal) == [1, 2, 3]
    hide(session, proposal, grandchild, to)
    assert numbers(session, proposal) == []


def test_an_empty_place_belongs_to_its_own_thread_alone(session, proposal):
    lonely = write(session, proposal)
    for _ in range(9):
        write(session, proposal)
    write(session, proposal, 10)
    hide(session, proposal, lonely)
    # 00001 has nothing below it, though 00010 begins alike.
    assert numbers(session, proposal) == [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]


@pytest.mark.parametrize("to", [Publication.REFUSED, Publication.RETURNED, Publication.WITHDRAWN])
def test_what_never_was_shown_leaves_no_place(session, proposal, to):
    waiting = people.a_comment(session, proposal)
    assert numbers(session, proposal) == []
    hide(session, proposal, waiting, to)
    assert numbers(session, proposal) == []


def test_a_redacted_comment_is_shown_as_redacted(session, proposal):
    comment = people.a_comment(session, proposal, source="Ring 070-174 06 05.")
    publishing.show_comment(
        session, proposal, comment, Publication.REDACTED, by=SYSTEM, redacted="Ring ███."
    )
    (row,) = thread(session, proposal.id, limit=100)
    assert (row.html, row.publication) == ("<p>Ring ███.</p>", "redacted")


def test_two_threads_do_not_mix(session, proposal):
    other = people.published(session, Kind.COMPLAINT)
    write(session, proposal)
    write(session, other)
    assert len(thread(session, proposal.id, limit=100)) == 1
    assert len(thread(session, other.id, limit=100)) == 1


def test_the_deepest_reply_has_a_place_and_one_deeper_is_refused(session, proposal):
    write(session, proposal)
    for number in range(1, MAX_DEPTH + 1):
        write(session, proposal, number)
    rows = thread(session, proposal.id, limit=100)
    assert [row.depth for row in rows] == list(range(MAX_DEPTH + 1))
    with pytest.raises(NotAllowed) as refused:
        write(session, proposal, MAX_DEPTH + 1)
    assert refused.value.code == "thread_too_deep"


def test_a_page_of_a_thread_is_one_query_however_deep_it_is(session, proposal):
    write(session, proposal)
    for number in range(1, 15):
        write(session, proposal, number)
    asked = []

    def listen(*statement):
        asked.append(statement)

    event.listen(engine(), "before_cursor_execute", listen)
    try:
        assert len(thread(session, proposal.id, limit=200)) == 15
    finally:
        event.remove(engine(), "before_cursor_execute", listen)
    assert len(asked) == 1
