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


def _reorganised(guest: Guest) -> None:
    """Nothing chosen, then what follows of it, done, and taken back."""
    made(lambda s: people.published(s, Kind.FAULT_REPORT).id)
    guest.is_(people.ada).go("/admin/reorganisations")
    guest.press("Se vad det innebär")
    guest.is_told("Välj en enhet", "Välj vad som ska hända med den")
    guest.pick("Vilken enhet gäller det?", "Gatuenheten")
    guest.choose("En annan enhet tar över arbetet")
    guest.pick("Den andra enheten", "Parkenheten")
    guest.press("Se vad det innebär")
    guest.reads("Flyttar 1 öppet ärende.", "3 områden går till den andra enheten")
    guest.press("Gör det nu")
    guest.reads("Parkenheten tar över arbetet från Gatuenheten", "Planerat")
    guest.press("Avbryt planen")
    guest.reads("Avbruten")


STOPS = {"/units": [_list], "/units/{slug}": [_unit], "/admin/reorganisations": [_reorganised]}
