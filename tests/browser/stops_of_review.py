"""Stops at the moderators' desk: its heaps, what looks fine, the next text, one that another has."""

from models.states import Kind
from moderation import claims
from tests import people
from tests.browser.guest import Guest, made
from tests.moderation.room import item_of, report
from tests.moderation.test_sorting import _known, _sorted


def _fine(guest: Guest) -> None:
    guest.is_(people.marek).go("/desk/fine")
    guest.reads("Här ligger inget just nu.")
    made(lambda s: [_sorted(s, people.a_submission(s, by=_known(s))).id for _ in range(2)])
    guest.go("/desk/fine")
    guest.press("Publicera 2")
    guest.reads("2 texter är publicerade.")


def _next(guest: Guest) -> None:
    """To the list where nothing waits, and to a text; one that another has, and one reported."""
    guest.is_(people.marek).go("/desk/next")
    guest.arrives("Granska")
    item = made(lambda s: item_of(s, people.a_submission(s, Kind.COMPLAINT)).id)
    guest.go("/desk/next")
    guest.reads("Namn som visas")
    made(lambda s: claims.claim(s, item, people.anna(s).actor))
    guest.go(f"/desk/{item}")
    guest.press("Ta över")
    made(lambda s: [report(s, people.published(s), reason="abusive")])
    guest.go("/desk?heap=read")
    guest.press("Den angriper eller kränker någon (1)")
    guest.press("Läs nästa")
    for fold in ("Den som skrev", "Tangenter"):
        guest.unfold(fold)


STOPS = {"/desk/counts": [], "/desk/fine": [_fine], "/desk/next": [_next]}
