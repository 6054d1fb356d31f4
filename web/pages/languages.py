"""Choosing a language: a cookie, and back to the page."""

from web.answers import Answer, Cookie, Go
from web.language import COOKIE, LANGUAGES
from web.towards import own_page
from web.visit import Visit

A_YEAR = 365 * 24 * 3600


def choose(visit: Visit) -> Answer:
    """Remember a language we speak; anything else changes nothing."""
    wanted = visit.values.get("language", "")
    cookies = (Cookie(COOKIE, wanted, seconds=A_YEAR),) if wanted in LANGUAGES else ()
    return Go(own_page(visit.values.get("next", "")) or "/", cookies)
