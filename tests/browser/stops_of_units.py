"""The stops at who does what, and at a unit."""

from models.states import Kind
from tests import people
from tests.browser.guest import Guest, made


def _list(guest: Guest) -> None:
    guest.go("/units")
    guest.reads("Vem gör vad", "Samhällsbyggnadsförvaltningen", "Gatuenheten")


def _unit(guest: Guest) -> None:
    made(lambda s: people.published(s, Kind.FAULT_REPORT).id)
    guest.go("/units/streets")
    guest.reads("Det här sköter vi", "08-465 004 10", "Vi arbetar med 1 ärende just nu")


STOPS = {"/units": [_list], "/units/{slug}": [_unit]}
