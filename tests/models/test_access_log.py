"""The access log: what staff saw and changed, once a look, and unchangeable (spec L25)."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from models import access_log
from models.access_log import AGAIN_AFTER, Seen, What
from models.actor import SYSTEM, Actor, Role
from models.calendar import at, now
from models.database import is_postgres, transaction
from models.viewer import Viewer

OLGA = Viewer(7, "Olga", frozenset({Role.OFFICIAL}))
MAREK = Viewer(8, "Marek", frozenset({Role.MODERATOR, Role.OFFICIAL}))
CASE = Seen(What.CASE, 3)

pytestmark = pytest.mark.usefixtures("town")


def _rows():
    with transaction(write=False) as session:
        return session.execute(
            select(access_log.access_log).order_by(access_log.access_log.c.id)
        ).all()


def _looked(viewer, seen) -> bool:
    with transaction() as session:
        if access_log.has_looked(session, viewer, seen):
            return False
        access_log.look(session, viewer, seen)
        return True


def test_the_same_look_of_the_same_person_is_one_row_for_ten_minutes():
    with at(now()) as start:
        assert _looked(OLGA, CASE)
        assert not _looked(OLGA, CASE)
        for other in (Seen(What.CASE, 4), Seen(What.ATTACHMENT, 3), Seen(What.PERSON, None, 3)):
            assert _looked(OLGA, other)
            assert not _looked(OLGA, other)
        assert _looked(MAREK, CASE)
    with at(start + AGAIN_AFTER):
        assert _looked(OLGA, CASE)
    assert [row.person_id for row in _rows() if row.what is What.CASE] == [7, 7, 8, 7]


def test_a_look_is_in_the_role_that_it_was_done_in():
    for seen in (CASE, Seen(What.ITEM, 3)):
        _looked(MAREK, seen)
    assert [(row.what, row.role) for row in _rows()] == [
        (What.CASE, Role.OFFICIAL),
        (What.ITEM, Role.MODERATOR),
    ]


def test_a_change_says_who_what_to_whom_and_nothing_in_words():
    ada = Actor(Role.ADMINISTRATOR, 5)
    with at(now()) as start, transaction() as session:
        access_log.note(
            session, ada, What.ROLE_GIVEN, person_id=7, detail=Role.OFFICIAL.value, number=2
        )
        access_log.note(session, SYSTEM, What.SUSPENDED, person_id=7)
    given, suspended = _rows()
    assert given[1:] == (start, 5, "administrator", "role_given", None, 7, "official", 2)
    assert suspended[1:] == (start, None, "system", "suspended", None, 7, "", None)


def test_no_row_is_ever_changed():
    _looked(OLGA, CASE)
    statements = ["UPDATE access_log SET person_id = 8"]
    if is_postgres():
        statements.append("TRUNCATE access_log")
    else:
        statements.append("INSERT OR REPLACE INTO access_log SELECT * FROM access_log")
    for statement in statements:
        with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
            session.execute(text(statement))
    assert [row.person_id for row in _rows()] == [7]


def test_the_rule_forgets_the_oldest_first_and_no_more_than_it_says():
    with at(now()) as start:
        for case in (1, 2, 3):
            with at(start + case):
                _looked(OLGA, Seen(What.CASE, case))
        with transaction() as session:
            assert access_log.forget(session, start + 3, most=1) == 1
        assert [row.submission_id for row in _rows()] == [2, 3]
        with transaction() as session:
            assert access_log.forget(session, start + 3, most=9) == 1
    assert [row.submission_id for row in _rows()] == [3]
