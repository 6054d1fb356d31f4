"""A reorganisation at New Year in a browser without script, on a telephone: seen before it is done,
done by the clock, and taken back.
"""

import datetime as dt

import pytest

from models import calendar
from models.database import transaction
from models.states import Kind
from tests import people
from tests.browser.guest import Guest
from web import town
from web.commands import reorganising

pytestmark = [pytest.mark.browser, pytest.mark.once]

DECEMBER = calendar.moment(dt.datetime(2026, 12, 14, 10, 0, tzinfo=calendar.zone()))
NEW_YEAR = calendar.moment(dt.datetime(2027, 1, 1, 9, 0, tzinfo=calendar.zone()))


def _clock() -> None:
    while reorganising.go_on():
        pass
    town.forget()


def test_a_reorganisation_at_new_year_is_seen_done_and_taken_back(site, open_page, fits):
    calendar.freeze(DECEMBER)
    with transaction() as session:
        reference = people.published(session, Kind.FAULT_REPORT).reference

    def looks(page):
        assert fits(page), f"{page.url} is wider than the screen"

    guest = Guest(open_page(javascript=False), site, looks)
    guest.is_(people.ada).go("/admin")
    guest.press("Omorganisationer")
    guest.pick("Vilken enhet gäller det?", "Gatuenheten")
    guest.choose("Den får ett annat namn")
    guest.write("Nytt namn på svenska", "Trafikenheten")
    guest.write("Nytt namn på engelska", "The traffic unit")
    guest.write("Från vilken dag?", "2027-01-01")
    guest.press("Se vad det innebär")
    guest.reads("Gatuenheten blir Trafikenheten, från fredag 1 januari 2027.", "Flyttar 1 öppet")
    guest.press("Planera")
    guest.reads("Planerat")
    _clock()
    guest.go(f"/submissions/{reference}")
    guest.reads("Gatuenheten, 08-465 004 10")

    calendar.freeze(NEW_YEAR)
    _clock()
    guest.is_(people.ada).go(f"/submissions/{reference}")
    guest.reads("Trafikenheten, 08-465 004 10", "en annan enhet har det nu")
    guest.go("/units/streets")
    guest.reads("Enheten upphörde 1 januari 2027.", "Arbetet sköts nu av:")
    guest.press("Trafikenheten")
    guest.arrives("Trafikenheten")

    guest.go("/admin/reorganisations")
    guest.reads("1 ärende flyttat")
    guest.press("Ta tillbaka")
    _clock()
    guest.go(f"/submissions/{reference}")
    guest.reads("Gatuenheten, 08-465 004 10")
    guest.go("/admin/reorganisations")
    guest.reads("Taget tillbaka")
