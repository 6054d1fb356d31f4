"""A demonstration filled once for a whole file of tests: it takes longer than a test may."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from models import calendar, database
from models import settings as town_settings
from models.calendar import Moment
from models.database import transaction
from models.settings import Settings
from tests import people
from tests.conftest import TEST_KEY
from web.commands.demo import fill

A_THURSDAY: Moment = calendar.moment(datetime(2026, 11, 12, 9, 40, tzinfo=UTC))


def a_moment(year: int, month: int, day: int, hour: int = 10) -> Moment:
    return calendar.moment(datetime(year, month, day, hour, tzinfo=calendar.zone()))


@contextmanager
def opened(url: str, folder: Path, at: Moment, *, demo: bool = True) -> Iterator[None]:
    """That town, with the clock stopped."""
    town_settings.use(Settings(secret_key=TEST_KEY, data=folder, database_url=url, demo=demo))
    database.configure(url)
    calendar.freeze(at)
    try:
        yield
    finally:
        database.dispose()
        calendar.unfreeze()
        town_settings.use(None)


def filled(
    supply, folder: Path, at: Moment = A_THURSDAY, *, demo: bool = True
) -> Callable[[], AbstractContextManager[None]]:
    """Fill a town of its own at that moment; the result opens it, as often as one likes."""
    url = supply.fresh(folder)
    with opened(url, folder, at, demo=demo):
        with transaction() as session:
            people.municipality(session)
        fill()
    return lambda: opened(url, folder, at, demo=demo)
