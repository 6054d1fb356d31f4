"""What administrators do with people: in force at once, never without an administrator, logged."""

import datetime as dt

import pytest
from sqlalchemy import select

from models import access_log, appointing, suspending
from models import session as sessions
from models.access_log import What
from models.actor import Role
from models.administered import last_change
from models.calendar import today
from models.database import table_of, transaction
from models.delivery import deliveries
from models.errors import Invalid, NotAllowed, Stale
from models.person import Appointment
from models.suspending import Why
from tests import people
from tests.parallel import at_once, unit
from tests.signed_in import signed_in

pytestmark = pytest.mark.usefixtures("town")
_held = table_of(Appointment)


@pytest.fixture
def ada():
    with transaction() as session:
        people.municipality(session)
        return people.ada(session)


@pytest.fixture
def olga():
    with transaction() as session:
        return people.olga(session)


def _posts(person_id, cookie):
    with transaction(write=False) as session:
        return sessions.whose(session, cookie).roles


def _log():
    with transaction(write=False) as session:
        columns = access_log.access_log.c
        rows = session.execute(select(access_log.access_log).order_by(columns.id))
        return [(row.what, row.person_id, row.about_person_id, row.detail) for row in rows]


def _appointment(person_id, role) -> int:
    with transaction(write=False) as session:
        wanted = select(_held.c.id).where(_held.c.person_id == person_id, _held.c.role == role)
        return session.execute(wanted).scalar_one()


def _letters():
    with transaction(write=False) as session:
        return [row.kind for row in session.execute(select(deliveries.c.kind)).all()]


def test_a_role_that_is_given_is_held_from_its_day_and_told(ada):
    with transaction() as session:
        rosa = people.rosa(session)
        before = signed_in(session, rosa)
        appointing.give(session, rosa.id, Role.MODERATOR, by=ada.actor)
        tomorrow = today() + dt.timedelta(days=1)
        appointing.give(session, rosa.id, Role.AUDITOR, by=ada.actor, first=tomorrow)
    with transaction(write=False) as session:
        assert sessions.whose(session, before).person_id is None
    with transaction() as session:
        cookie = signed_in(session, rosa)
        assert sessions.whose(session, cookie).roles == {Role.MODERATOR}
    assert _log() == [
        (What.ROLE_GIVEN, ada.id, rosa.id, "moderator"),
        (What.ROLE_GIVEN, ada.id, rosa.id, "auditor"),
    ]
    assert _letters() == ["account", "account"]


def test_a_role_that_is_ended_is_over_at_once_and_ending_it_twice_is_one_change(ada, olga):
    with transaction() as session:
        cookie = signed_in(session, olga)
    number = _appointment(olga.id, Role.OFFICIAL)
    for _ in range(2):
        with transaction() as session:
            appointing.end(session, olga.id, number, by=ada.actor)
    assert _posts(olga.id, cookie) == frozenset()
    with transaction() as session:
        assert sessions.whose(session, signed_in(session, olga)).roles == frozenset()
    assert [row[0] for row in _log()] == [What.ROLE_ENDED]


def test_nobody_can_leave_the_town_without_an_administrator(ada, olga):
    number = _appointment(ada.id, Role.ADMINISTRATOR)
    for act in (
        lambda session: appointing.end(session, ada.id, number, by=ada.actor),
        lambda session: appointing.change(
            session, ada.id, number, by=ada.actor, lead=False, trusted=False, until=today()
        ),
        lambda session: suspending.suspend(session, ada.id, Why.OTHER, by=ada.actor),
        lambda session: suspending.suspend(session, ada.id, Why.OTHER, by=olga.actor),
    ):
        with pytest.raises(NotAllowed), transaction() as session:
            act(session)
    with transaction() as session:
        appointing.give(session, olga.id, Role.ADMINISTRATOR, by=ada.actor)
        appointing.end(session, ada.id, number, by=ada.actor)
    assert _log()[-1][0] is What.ROLE_ENDED


def test_two_administrators_cannot_end_each_other(ada):
    with transaction() as session:
        eva = people.resident(session, "Eva", role=Role.ADMINISTRATOR)
    numbers = {one.id: _appointment(one.id, Role.ADMINISTRATOR) for one in (ada, eva)}

    def end(by, whom):
        unit(lambda session: appointing.end(session, whom.id, numbers[whom.id], by=by.actor))

    at_once([lambda: end(ada, eva), lambda: end(eva, ada)])
    with transaction(write=False) as session:
        left = session.execute(
            select(_held.c.id).where(
                _held.c.role == Role.ADMINISTRATOR, _held.c.until_date.is_(None)
            )
        ).all()
    assert len(left) == 1


def test_whoever_comes_second_is_told_who_was_first(ada, olga):
    with transaction() as session:
        known = last_change(session, olga.id)
        appointing.give(session, olga.id, Role.MODERATOR, by=ada.actor, known=known)
    with pytest.raises(Stale) as late, transaction() as session:
        appointing.give(session, olga.id, Role.AUDITOR, by=ada.actor, known=known)
    assert late.value.who == "Ada"


@pytest.mark.parametrize(
    ("wanted", "field", "code"),
    [
        ({"role": Role.OFFICIAL}, "role", "held"),
        ({"role": Role.SYSTEM}, "role", "unknown"),
        ({"role": Role.MODERATOR, "unit_id": 999}, "unit", "unknown"),
        ({"role": Role.ADMINISTRATOR, "unit_id": 1}, "unit", "all_units"),
        ({"role": Role.MODERATOR, "unit_id": 1, "lead": True}, "lead", "of_a_unit"),
        ({"role": Role.OFFICIAL, "lead": True}, "lead", "of_a_unit"),
        ({"role": Role.AUDITOR, "until": dt.date(2020, 1, 1)}, "until", "past"),
        (
            {
                "role": Role.AUDITOR,
                "first": dt.date(2190, 1, 2),
                "until": dt.date(2190, 1, 1),
            },
            "until",
            "before_first",
        ),
    ],
)
def test_a_role_that_cannot_be_held_like_that_is_refused(ada, olga, wanted, field, code):
    with pytest.raises(Invalid) as refused, transaction() as session:
        appointing.give(session, olga.id, wanted.pop("role"), by=ada.actor, **wanted)
    assert (refused.value.field, refused.value.code) == (field, code)
    assert _log() == []


def test_a_suspended_person_is_signed_out_holds_nothing_and_may_come_back(ada, olga):
    with transaction() as session:
        cookie = signed_in(session, olga)
        suspending.suspend(session, olga.id, Why.STOLEN, by=ada.actor)
        suspending.suspend(session, olga.id, Why.LEFT, by=ada.actor)
        assert sessions.whose(session, cookie).person_id is None
        assert sessions.whose(session, signed_in(session, olga)).person_id is None
        assert suspending.why(session, olga.id)[0] is Why.STOLEN
        with pytest.raises(NotAllowed):
            appointing.give(session, olga.id, Role.MODERATOR, by=ada.actor)
        suspending.restore(session, olga.id, by=ada.actor)
        assert sessions.whose(session, signed_in(session, olga)).roles == {Role.OFFICIAL}
    assert [(row[0], row[3]) for row in _log()] == [
        (What.SUSPENDED, "stolen"),
        (What.RESTORED, ""),
    ]
    assert _letters() == ["account", "account"]


def test_what_a_provider_gave_is_not_ours_to_take(ada, olga):
    number = _appointment(olga.id, Role.OFFICIAL)
    with transaction() as session:
        session.get_one(Appointment, number).source = "town-login"
    with pytest.raises(NotAllowed), transaction() as session:
        appointing.end(session, olga.id, number, by=ada.actor)
