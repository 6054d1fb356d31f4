"""Buttons in letters: pressed once, in time, and not to be guessed."""

import pytest
from sqlalchemy import select

from models import calendar, token
from models.calendar import DAY, MINUTE
from models.database import table_of, transaction
from models.errors import Gone, NotFound
from models.settings import settings, use
from models.token import LIFETIME, Purpose, Token
from tests import people
from tests.parallel import at_once, unit

_tokens = table_of(Token)


@pytest.fixture
def rosa(town):
    with transaction() as session:
        return people.rosa(session)


def issue(contact_id: int, purpose: Purpose = Purpose.SUPPORT) -> str:
    with transaction() as session:
        return token.secret(token.issue(session, purpose, contact_id))


def find(given: str) -> Token:
    with transaction(write=False) as session:
        return token.find(session, given)


def test_a_button_does_what_it_was_made_for(rosa):
    given = issue(rosa.contact_id, Purpose.COMMENT)
    found = find(given)
    assert (found.purpose, found.contact_id, found.used_at) == (
        Purpose.COMMENT,
        rosa.contact_id,
        None,
    )


def test_fifty_presses_at_once_have_one_winner(rosa):
    given = issue(rosa.contact_id)
    pressed = at_once([lambda: unit(lambda session: token.use(session, given))] * 50)
    assert sum(isinstance(result, Token) for result in pressed) == 1
    lost = [result for result in pressed if not isinstance(result, Token)]
    assert {(type(result), result.code) for result in lost} == {(Gone, "used")}


def test_a_token_seen_before_it_was_used_elsewhere_is_used(rosa):
    given = issue(rosa.contact_id)
    with transaction() as session:
        token.find(session, given)
        session.execute(
            _tokens.update().values(used_at=1).execution_options(synchronize_session=False)
        )
        with pytest.raises(Gone):
            token.use(session, given)


@pytest.mark.parametrize("purpose", Purpose)
def test_a_button_works_until_its_time_is_over(rosa, purpose):
    with calendar.at(calendar.now()) as made:
        given = issue(rosa.contact_id, purpose)
    with calendar.at(made + LIFETIME[purpose] - 1):
        assert find(given)
    with calendar.at(made + LIFETIME[purpose]), pytest.raises(Gone) as gone:
        find(given)
    assert gone.value.code == "expired"


def test_buttons_live_as_long_as_was_decided():
    assert {str(purpose): time for purpose, time in LIFETIME.items()} == {
        "submission": 30 * DAY,
        "comment": 30 * DAY,
        "support": 30 * DAY,
        "subscription": 7 * DAY,
        "sign_in": 30 * MINUTE,
        "invitation": 7 * DAY,
        "new_address": DAY,
        "undo_address": 14 * DAY,
    }


def test_a_new_sign_in_link_ends_the_older_one(rosa):
    first, other = issue(rosa.contact_id, Purpose.SIGN_IN), issue(rosa.contact_id, Purpose.SUPPORT)
    second = issue(rosa.contact_id, Purpose.SIGN_IN)
    with pytest.raises(Gone):
        find(first)
    assert find(second)
    assert find(other)


def test_a_sign_in_link_of_one_leaves_anothers_alone(rosa):
    with transaction() as session:
        sam = people.sam(session)
    first = issue(rosa.contact_id, Purpose.SIGN_IN)
    issue(sam.contact_id, Purpose.SIGN_IN)
    assert find(first)


@pytest.mark.parametrize(
    "forged",
    [
        "",
        ".",
        "1",
        "1.",
        ".abc",
        "-1.abc",
        "1.5.abc",
        "٣.abc",
        "1" * 30 + ".abc",
        "1.å",
        "1.\x00",
        "1." + "a" * 10_000,
    ],
)
def test_a_forged_button_is_not_found(rosa, forged):
    issue(rosa.contact_id)
    with pytest.raises(NotFound):
        find(forged)


def test_the_key_of_one_button_opens_no_other(rosa):
    first, second = issue(rosa.contact_id), issue(rosa.contact_id)
    for number, key in (
        (first.partition(".")[0], second.partition(".")[2]),
        (second.partition(".")[0], first.partition(".")[2]),
    ):
        with pytest.raises(NotFound):
            find(f"{number}.{key}")


def test_the_database_alone_opens_nothing(rosa):
    given = issue(rosa.contact_id)
    with transaction(write=False) as session:
        (row,) = session.execute(select(_tokens)).all()
    assert given.partition(".")[2] not in str(row)
    use(settings().model_copy(update={"secret_key": "another-secret-of-the-same-length-0123"}))
    with pytest.raises(NotFound):
        find(given)


def test_a_printed_link_survives_a_new_secret_once(rosa):
    given, former = issue(rosa.contact_id), settings().secret_key
    new = {"secret_key": "another-secret-of-the-same-length-0123", "secret_key_previous": former}
    use(settings().model_copy(update=new))
    assert find(given)
