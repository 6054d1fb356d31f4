"""How often an address may ask something of us."""

import pytest

from models import calendar
from models.allowance import spend
from models.calendar import HOUR, SECOND
from models.database import transaction
from models.errors import TooMany
from tests.parallel import at_once, unit

NOON = 1_790_000_000_000_000 - 1_790_000_000_000_000 % HOUR


def use(who: str = "rosa", what: str = "letter", most: int = 3) -> None:
    with transaction() as session:
        spend(session, what, who, most=most, seconds=3600)


def test_the_last_allowed_is_allowed_and_the_next_must_wait(town):
    calendar.freeze(NOON + 600 * SECOND)
    for _ in range(3):
        use()
    with pytest.raises(TooMany) as refused:
        use()
    assert (refused.value.status, refused.value.wait) == (429, 3000)


def test_a_new_window_begins_anew(town):
    calendar.freeze(NOON)
    for _ in range(3):
        use()
    calendar.freeze(NOON + HOUR)
    use()


def test_one_does_not_use_up_what_is_anothers(town):
    calendar.freeze(NOON)
    for _ in range(3):
        use()
    use("sam")
    use(what="sign-in")


def test_there_is_always_a_second_to_wait(town):
    calendar.freeze(NOON + HOUR - 1)
    use(most=1)
    with pytest.raises(TooMany) as refused:
        use(most=1)
    assert refused.value.wait == 1


def test_forty_at_once_get_what_is_allowed_and_no_more(town):
    calendar.freeze(NOON)

    def ask():
        return unit(lambda session: spend(session, "letter", "rosa", most=10, seconds=3600))

    results = at_once([ask] * 40)
    assert results.count(None) == 10
    assert {type(result) for result in results if result is not None} == {TooMany}
