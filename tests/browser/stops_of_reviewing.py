"""Stops at the promise of review: the rule and its pause, a place in the queue, a backlog."""

from models import calendar, review_wait
from models.calendar import DAY, now
from models.review_wait import Counted
from models.states import Kind
from moderation import lateness, rule, sorting
from tests import people
from tests.browser.guest import Guest, made
from tests.moderation.ruled import town_with
from web import town

REASON = "Vi ser många lika texter, så vi läser alla själva en tid."


def _rule(guest: Guest) -> None:
    guest.is_(people.marek).go("/desk/rule")
    guest.reads("Regeln är avstängd")
    made(lambda s: town_with(s, publish_late=True).name)
    town.forget()
    calendar.freeze(now())
    made(lambda s: people.a_submission(s, Kind.COMPLAINT).id)
    calendar.freeze(now() + 5 * DAY)
    sorting.go_on()
    lateness.each_minute()
    rule.each_minute()
    guest.is_(people.marek).go("/desk")
    guest.reads("Regeln visar 1 text")
    guest.press("Se vilka, eller pausa regeln")
    guest.reads("Mörkt på gångvägen")
    guest.press("Pausa regeln")
    guest.is_told("Skriv varför regeln ska pausas")
    guest.write("Varför?", REASON)
    guest.press("Pausa regeln")
    guest.reads("Pausad sedan", REASON)
    guest.is_nobody().go("/moderation-log")
    guest.reads(REASON)
    _waits(guest)
    guest.is_(people.marek).go("/desk/rule")
    guest.press("Låt regeln fortsätta")
    guest.reads("Regeln är inte på väg att visa något.")
    guest.go("/desk")


def _waits(guest: Guest) -> None:
    """What her author reads meanwhile, and whoever writes below another case."""
    made(lambda s: review_wait.note(s, Counted(73, 900, 900, behind=True)))
    reference = made(lambda s: people.published(s).reference)
    guest.is_(people.rosa).go("/me")
    guest.reads("Din text är nummer 1 i kön.", "Nu räknar vi med")
    guest.go(f"/submissions/{reference}/comments/new")
    guest.reads("73 texter väntar på att bli lästa.", REASON)


STOPS = {"/desk/rule": [_rule]}
