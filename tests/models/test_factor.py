"""The second factor: what is kept of it, what is taken, and what is not."""

import pyotp
import pytest
from sqlalchemy import insert, select

from models import calendar, factor, factor_app, factor_codes, factor_passkey, stepping_up
from models import session as sessions
from models import settings as town_settings
from models.actor import Role
from models.calendar import DAY, HOUR, MINUTE, SECOND
from models.database import transaction
from models.delivery import deliveries
from models.errors import NotAllowed, NotFound, TooMany
from models.factor import FactorKind, factors
from models.session import STRONG, STRONG_IDLE
from models.viewer import NOBODY, EnteredBy
from tests import people
from tests.authenticator import Authenticator
from tests.parallel import at_once

HERE = "http://localhost:8000"
OTHER_KEY = "another-Key-of-the-Town-0123456789-abcdefgh"


@pytest.fixture
def olga(town):
    calendar.freeze(calendar.now())
    town_settings.use(town.settings.model_copy(update={"base_url": HERE}))
    with transaction() as session:
        return people.olga(session)


@pytest.fixture
def cookie(olga):
    with transaction() as session:
        return sessions.begin(session, olga.id)


def viewer(cookie):
    with transaction(write=False) as session:
        return sessions.whose(session, cookie)


def _app(olga):
    """An app of hers, and the code it shows."""
    with transaction() as session:
        number = factor_app.begin(session, olga.id, "Telefon")
        totp = pyotp.TOTP(factor_app.secret(session, olga.id, number))
        assert factor_app.confirm(session, olga.id, number, totp.at(calendar.now() // SECOND))
    calendar.advance(60)
    return lambda: totp.at(calendar.now() // SECOND)


def _passkey(cookie, *, counts=True):
    key = Authenticator(HERE, counts=counts)
    with transaction() as session:
        her = sessions.whose(session, cookie)
        asked = factor_passkey.wanted(session, her, site="Torget", whose="Olga")
        assert factor_passkey.add(session, her, key.make(asked), "Nyckel")
    return key


def _typed(cookie, code):
    with transaction() as session:
        return stepping_up.by_code(session, sessions.whose(session, cookie), code)


def _told() -> list[str]:
    with transaction(write=False) as session:
        rows = session.execute(select(deliveries).order_by(deliveries.c.id)).all()
    return [row.message_key.split(":")[1] for row in rows if row.kind == "factor_changed"]


# Roles and strength


def test_whoever_works_here_is_a_resident_until_she_has_shown_her_factor(olga, cookie):
    weak = viewer(cookie)
    assert (weak.roles, weak.posts) == (frozenset(), frozenset())
    assert weak.waits_for_factor
    assert weak.works_here
    assert not weak.is_fresh
    assert weak.as_strong().roles == {Role.OFFICIAL}
    strong = _typed(cookie, _app(olga)())
    assert viewer(cookie) == NOBODY, "the old cookie signs nobody in (T14)"
    assert viewer(strong).roles == {Role.OFFICIAL}
    assert viewer(strong).is_fresh


def test_strength_ends_before_the_session_and_does_not_come_back_by_being_there(olga):
    with transaction() as session:
        idle, busy = (sessions.begin(session, olga.id, strong=True) for _ in range(2))
    began = calendar.now()
    calendar.freeze(began + STRONG_IDLE + MINUTE)
    with transaction() as session:
        gone = sessions.whose(session, idle)
        assert gone.lapsed
        sessions.seen(session, gone)
    assert viewer(idle).waits_for_factor
    for hour in range(0, 12, 1):
        calendar.freeze(began + hour * HOUR)
        with transaction() as session:
            there = sessions.whose(session, busy)
            assert there.roles == {Role.OFFICIAL}, hour
            sessions.seen(session, there)
    calendar.freeze(began + STRONG + MINUTE)
    assert viewer(busy).lapsed
    assert viewer(busy).person_id == olga.id


def test_somebody_of_the_demonstration_is_strong_in_a_demonstration_alone(olga, town):
    with transaction() as session:
        cookie = sessions.begin(session, olga.id, by=EnteredBy.DEMO)
    assert viewer(cookie).waits_for_factor
    town_settings.use(town.settings.model_copy(update={"demo": True}))
    assert viewer(cookie).roles == {Role.OFFICIAL}


# An app


def test_a_code_works_once_and_half_a_minute_early_or_late(olga, cookie):
    shown = _app(olga)
    first = shown()
    calendar.advance(30)
    strong = _typed(cookie, f" {first[:3]} {first[3:]} ")
    assert strong is not None
    assert _typed(strong, first) is None
    assert _typed(strong, shown()) is not None


def test_of_many_who_type_one_code_at_once_one_gets_in(olga):
    shown = _app(olga)
    with transaction() as session:
        cookies = [sessions.begin(session, olga.id) for _ in range(4)]
    code = shown()
    given = at_once([lambda c=one: _typed(c, code) for one in cookies])
    assert sum(one is not None for one in given) == 1


@pytest.mark.parametrize("wrong", ["000000", "12345", "abcdef", "１２３４５６", "0" * 40, ""])
def test_what_is_no_code_of_hers_is_not_taken(olga, cookie, wrong):
    _app(olga)
    assert _typed(cookie, wrong) is None


def test_after_five_wrong_codes_she_waits_and_the_right_one_has_to_wait_too(olga, cookie):
    # Tries are counted by the window: all of these in one.
    calendar.freeze((calendar.now() // DAY + 1) * DAY + HOUR)
    shown = _app(olga)
    for _ in range(5):
        assert _typed(cookie, "000000") is None
    with pytest.raises(TooMany) as told:
        _typed(cookie, shown())
    assert 0 < told.value.wait <= 300
    calendar.advance(300)
    with transaction() as session:
        cookie = sessions.begin(session, olga.id)
    assert _typed(cookie, shown()) is not None


def test_an_app_counts_once_its_first_code_has_come(olga, cookie):
    with transaction() as session:
        number = factor_app.begin(session, olga.id, "")
        secret = factor_app.secret(session, olga.id, number)
        assert not factor_app.confirm(session, olga.id, number, "000000")
        assert not factor.has(session, olga.id)
    assert _typed(cookie, pyotp.TOTP(secret).at(calendar.now() // SECOND)) is None
    calendar.advance(2 * 86_400)
    with transaction() as session:
        factor.forget_unfinished(session)
        with pytest.raises(NotFound):
            factor_app.secret(session, olga.id, number)


def test_the_database_alone_shows_no_codes_and_the_former_key_still_opens(olga, cookie, town):
    shown = _app(olga)
    with transaction(write=False) as session:
        sealed = session.scalar(select(factors.c.secret))
    turned = {"secret_key": OTHER_KEY, "secret_key_previous": town.settings.secret_key}
    town_settings.use(town.settings.model_copy(update=turned))
    cookie = _typed(cookie, shown())
    assert cookie is not None
    with transaction(write=False) as session:
        assert session.scalar(select(factors.c.secret)) != sealed, "sealed with the present key"
    calendar.advance(30)
    town_settings.use(town.settings.model_copy(update={"secret_key": OTHER_KEY}))
    assert _typed(cookie, shown()) is not None


# Codes on paper


def test_ten_codes_on_paper_work_once_each_and_a_letter_tells(olga, cookie):
    with transaction() as session:
        codes = factor_codes.make(session, olga.id)
        kept = list(session.scalars(select(factors.c.secret)))
    assert len(set(codes)) == 10
    assert not any(code.encode() in secret for code in codes for secret in kept)
    typed = f"{codes[0][:5]}-{codes[0][5:]}".upper().replace("0", "O")
    cookie = _typed(cookie, typed)
    assert cookie is not None
    assert _typed(cookie, codes[0]) is None
    with transaction() as session:
        assert factor_codes.left(session, olga.id) == 9
        factor_codes.make(session, olga.id, again=True)
    assert _typed(cookie, codes[1]) is None
    assert _told() == ["code_used", "codes_made"]


# A passkey


@pytest.mark.parametrize("counts", [True, False])
def test_a_passkey_signs_her_in_and_its_answer_is_good_for_one_time(olga, cookie, counts):
    key = _passkey(cookie, counts=counts)
    with transaction() as session:
        her = sessions.whose(session, cookie)
        answer = key.show(factor_passkey.asked(session, her))
        strong = stepping_up.by_passkey(session, her, answer)
        her = sessions.whose(session, strong)
        assert her.roles == {Role.OFFICIAL}
        assert stepping_up.by_passkey(session, her, answer) is None


@pytest.mark.parametrize("trick", ["elsewhere", "replayed", "late", "copied", "garbage", "other"])
def test_an_answer_that_does_not_hold_is_not_taken(olga, cookie, trick):
    key = _passkey(cookie)
    with transaction() as session:
        her = sessions.whose(session, cookie)
        asked = factor_passkey.asked(session, her)
        if trick == "elsewhere":
            key.origin = "https://torget.example.com"
        elif trick == "replayed":
            factor_passkey.asked(session, her)
        elif trick == "late":
            calendar.advance(6 * 60)
        elif trick == "copied":
            key.counter = -1
        elif trick == "other":
            key = Authenticator(HERE)
        answer = "{}" if trick == "garbage" else key.show(asked)
        assert stepping_up.by_passkey(session, her, answer) is None


def test_a_passkey_of_somebody_else_opens_nothing(olga, cookie):
    key = _passkey(cookie)
    with transaction() as session:
        marek = sessions.whose(session, sessions.begin(session, people.marek(session).id))
        with pytest.raises(NotFound):
            factor_passkey.asked(session, marek)
        wanted = factor_passkey.wanted(session, marek, site="Torget", whose="Marek")
        assert factor_passkey.add(session, marek, Authenticator(HERE).make(wanted), "")
        answer = key.show(factor_passkey.asked(session, marek))
        assert stepping_up.by_passkey(session, marek, answer) is None
        # Nor does a challenge of one browser in another.
        her = sessions.whose(session, cookie)
        asked = factor_passkey.asked(session, her)
        beside = sessions.whose(session, sessions.begin(session, olga.id))
        assert stepping_up.by_passkey(session, beside, key.show(asked)) is None


def test_the_same_passkey_is_not_added_twice(olga, cookie):
    key = _passkey(cookie)
    with transaction() as session:
        her = sessions.whose(session, cookie)
        asked = factor_passkey.wanted(session, her, site="Torget", whose="Olga")
        assert not factor_passkey.add(session, her, key.make(asked), "")


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "http://[::1]:8000"])
def test_at_a_bare_number_no_browser_makes_a_passkey(olga, town, address):
    town_settings.use(town.settings.model_copy(update={"base_url": address}))
    assert factor_passkey.host() == ""


# Taking away


def test_the_last_one_stays_while_she_works_here(olga, cookie):
    _app(olga)
    _passkey(cookie)
    with transaction() as session:
        first, second = (row.id for row in factor.of_person(session, olga.id))
        with pytest.raises(NotFound):
            factor.remove(session, people.marek(session).id, first, needs_one=True)
        factor.remove(session, olga.id, first, needs_one=True)
        with pytest.raises(NotAllowed):
            factor.remove(session, olga.id, second, needs_one=True)
        assert [row.id for row in factor.of_person(session, olga.id)] == [second]
    assert _told() == ["added", "added", "removed"]


def test_resetting_takes_all_of_it_away_and_signs_her_out(olga, cookie):
    _app(olga)
    with transaction() as session:
        factor_codes.make(session, olga.id)
        factor.reset(session, olga.id)
        assert factor.kinds(session, olga.id) == frozenset()
    assert viewer(cookie) == NOBODY


def test_ten_are_enough_for_anybody(olga, cookie):
    _app(olga)
    with transaction() as session:
        row = session.execute(select(factors)).one()._asdict()
        del row["id"]
        session.execute(insert(factors), [row] * (factor.MOST - 1))
        assert factor.kinds(session, olga.id) == {FactorKind.APP}
        with pytest.raises(NotAllowed):
            factor_app.begin(session, olga.id, "")
