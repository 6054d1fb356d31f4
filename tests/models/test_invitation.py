"""Invitations: by their own link alone, once, in time, while whoever invites may (spec T15)."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from models import appointing, confirming, invitation, inviting, person, signing_in, suspending
from models import session as sessions
from models import token as tokens
from models.access_log import What, access_log
from models.actor import Role
from models.calendar import DAY, at, now, today
from models.database import table_of, transaction
from models.delivery import deliveries
from models.errors import Gone, Invalid, NotAllowed, NotFound, TooMany
from models.person import Appointment, Channel
from models.session import BrowserSession
from models.suspending import Why
from models.token import Purpose, Token
from models.viewer import NOBODY
from tests import people
from tests.parallel import at_once, unit

pytestmark = pytest.mark.usefixtures("town")

NEW = "nina@example.org"
_held = table_of(Appointment)


@pytest.fixture
def ada():
    with transaction() as session:
        people.municipality(session)
        return people.ada(session)


def _invite(by, *, address=NEW, role=Role.OFFICIAL, **more) -> str:
    """The secret part of the link that was sent."""
    with transaction() as session:
        inviting.invite(session, address, by=by.actor, name="Nina Ny", role=role, **more)
    return _newest()


def _newest() -> str:
    with transaction(write=False) as session:
        wanted = select(Token).where(Token.purpose == Purpose.INVITATION)
        return tokens.secret(session.scalars(wanted.order_by(Token.id.desc())).first())


def _accept(link) -> str:
    with transaction() as session:
        return inviting.accept(session, link, NOBODY)


def _id() -> int:
    with transaction(write=False) as session:
        return session.execute(select(func.max(invitation.invitations.c.id))).scalar_one()


def _count(table) -> int:
    with transaction(write=False) as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def _whose(cookie):
    with transaction(write=False) as session:
        return sessions.whose(session, cookie)


def test_whoever_accepts_has_the_role_the_name_and_a_session(ada):
    unit_id = 1
    last = today() + dt.timedelta(days=90)
    cookie = _accept(_invite(ada, unit_id=unit_id, lead=True, until=last))
    nina = _whose(cookie)
    assert nina.name == "Nina Ny"
    with transaction(write=False) as session:
        held = session.execute(select(_held).where(_held.c.person_id == nina.person_id)).one()
        log = session.execute(select(access_log).order_by(access_log.c.id)).all()
    assert (held.role, held.unit_id, held.lead, held.until_date) == ("official", 1, True, last)
    assert [(row.what, row.person_id, row.about_person_id) for row in log] == [
        (What.INVITED, ada.id, None),
        (What.ROLE_GIVEN, ada.id, nina.person_id),
    ]


def test_it_is_accepted_once_however_many_press_at_once(ada):
    link = _invite(ada)
    pressed = at_once(
        [lambda: unit(lambda session: inviting.accept(session, link, NOBODY)) for _ in range(4)]
    )
    assert sum(isinstance(one, str) for one in pressed) == 1
    assert {type(one) for one in pressed} == {str, Gone}
    assert _count(table_of(BrowserSession)) == 1


def _a_week_later(_ada):
    return now() + 7 * DAY


def _withdrawn(ada):
    with transaction() as session:
        inviting.withdraw(session, _id(), by=ada.actor)


def _sent_again(ada):
    with transaction() as session:
        inviting.send_again(session, _id(), by=ada.actor)


def _offered_anew(ada):
    _invite(ada)


def _inviter_suspended(ada):
    with transaction() as session:
        eva = people.resident(session, "Eva", role=Role.ADMINISTRATOR)
        suspending.suspend(session, ada.id, Why.LEFT, by=eva.actor)


def _inviter_ended(ada):
    with transaction() as session:
        people.resident(session, "Eva", role=Role.ADMINISTRATOR)
        wanted = select(_held.c.id).where(_held.c.person_id == ada.id)
        appointing.end(session, ada.id, session.execute(wanted).scalar_one(), by=ada.actor)


@pytest.mark.parametrize(
    "over",
    [_a_week_later, _withdrawn, _sent_again, _offered_anew, _inviter_suspended, _inviter_ended],
)
def test_one_that_is_over_gives_nothing_by_any_way(ada, over):
    """Spec T15: not by its link, a sign-in link, a confirmation or the renewal of a link."""
    link = _invite(ada)
    with at(over(ada) or now()):
        for door in (
            lambda session: invitation.offer(session, link),
            lambda session: inviting.accept(session, link, NOBODY),
        ):
            with pytest.raises(Gone), transaction() as session:
                door(session)
        for door in (
            lambda session: confirming.press(session, link),
            lambda session: confirming.button(session, link),
            lambda session: signing_in.enter(session, link, NOBODY),
            lambda session: signing_in.renew(session, link, language="sv"),
        ):
            with pytest.raises(NotFound), transaction() as session:
                door(session)
        before = _count(deliveries)
        with transaction() as session:
            signing_in.ask(session, Channel.EMAIL, NEW, towards="", language="sv")
        assert _count(deliveries) == before
        # Whoever confirms the address otherwise is a resident and nothing else.
        with transaction() as session:
            place = person.reach(session, Channel.EMAIL, NEW)
            nina = person.confirm(session, place.id)
            cookie = sessions.begin(session, nina, strong=True)
        assert _whose(cookie).roles == frozenset()


def test_one_that_holds_gives_nothing_by_another_way_either(ada):
    link = _invite(ada)
    with transaction() as session:
        place = person.reach(session, Channel.EMAIL, NEW)
        nina = person.confirm(session, place.id)
        signing_in.ask(session, Channel.EMAIL, NEW, towards="", language="sv")
        wanted = select(Token).where(Token.purpose == Purpose.SIGN_IN)
        cookie = signing_in.enter(
            session, tokens.secret(session.scalars(wanted).one()), NOBODY
        ).cookie
    assert _whose(cookie).person_id == nina
    assert _count(_held) == 1
    assert _whose(_accept(link)).person_id == nina
    assert _whose(cookie).person_id is None
    assert _count(_held) == 2


def test_a_forged_or_foreign_link_is_none(ada):
    link = _invite(ada)
    number, _, key = link.partition(".")
    for forged in (f"{number}.{key[::-1]}", f"{int(number) + 1}.{key}", "", "0"):
        with pytest.raises(NotFound), transaction() as session:
            inviting.accept(session, forged, NOBODY)


def test_a_suspended_person_is_not_let_in_and_the_invitation_stays(ada):
    with transaction() as session:
        rosa = people.rosa(session)
        suspending.suspend(session, rosa.id, Why.RULES, by=ada.actor)
    link = _invite(ada, address=rosa.address)
    with pytest.raises(NotAllowed), transaction() as session:
        inviting.accept(session, link, NOBODY)
    with transaction(write=False) as session:
        assert len(invitation.still_open(session)) == 1


def test_what_was_offered_stands_in_a_list_until_it_is_answered(ada):
    first = _invite(ada)
    _invite(ada, role=Role.MODERATOR)
    with transaction(write=False) as session:
        listed = invitation.still_open(session)
    assert [(row.role, row.address, row.by_name, row.over) for row in listed] == [
        ("moderator", NEW, "Ada", False),
        ("official", NEW, "Ada", False),
    ]
    _accept(first)
    with transaction(write=False) as session:
        assert [row.role for row in invitation.still_open(session)] == ["moderator"]
    with at(now() + 8 * DAY), transaction(write=False) as session:
        assert [row.over for row in invitation.still_open(session)] == [True]


def test_an_answered_one_is_neither_withdrawn_nor_sent_again(ada):
    _accept(_invite(ada))
    for act in (inviting.withdraw, inviting.send_again):
        with pytest.raises(NotAllowed), transaction() as session:
            act(session, _id(), by=ada.actor)
        with pytest.raises(NotFound), transaction() as session:
            act(session, 999, by=ada.actor)


def test_nobody_is_invited_to_what_she_has_or_more_often_than_five_times_a_day(ada):
    with transaction() as session:
        olga = people.olga(session)
    with pytest.raises(Invalid):
        _invite(ada, address=olga.address)
    for _ in range(5):
        _invite(ada)
    with pytest.raises(TooMany):
        _invite(ada)
