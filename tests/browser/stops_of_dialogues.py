"""The stops at dialogues, as everyone reads them."""

from tests.browser.guest import Guest, made
from tests.dialogues import QUESTION, a_dialogue


def _list(guest: Guest) -> None:
    guest.go("/dialogues")
    made(lambda s: a_dialogue(s).dialogue.slug)
    guest.page.wait_for_timeout(1100)
    guest.go("/dialogues")
    guest.reads(QUESTION)


def _page(guest: Guest) -> None:
    slug = made(lambda s: a_dialogue(s).dialogue.slug)
    guest.go(f"/dialogues/{slug}")
    guest.reads(QUESTION)


STOPS = {"/dialogues": [_list], "/dialogues/{slug}": [_page]}
