"""The part of the site map where the municipality asks: dialogues, as everyone reads them."""

from web.entry import Entry, get
from web.pages import dialogues

ON = ("dialogues",)

DIALOGUES: tuple[Entry, ...] = (
    get("/dialogues", dialogues.index, cached=True, needs=ON),
    get("/dialogues/{slug}", dialogues.show, cached=True, needs=ON),
)
