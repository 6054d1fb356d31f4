"""The part of the site map where the municipality asks: dialogues, as everyone reads them."""

from web.entry import Entry, get
from web.pages import dialogue_dates, dialogue_feed, dialogues
from web.routes_of_dialogue_statements import STATEMENTS_OF_DIALOGUES
from web.routes_of_listening import LISTENING
from web.routes_of_occasions import OCCASIONS, OCCASIONS_OF_STAFF
from web.routes_of_polls import POLLS, POLLS_OF_STAFF
from web.routes_of_results import RESULTS, RESULTS_OF_STAFF
from web.routes_of_talk import DISCUSSION

ON = ("dialogues",)
FED = ("feeds", "dialogues")

DIALOGUES: tuple[Entry, ...] = (
    get("/dialogues", dialogues.index, cached=True, needs=ON),
    # An ending comes before the address without one, which would take it for a part of the slug.
    get("/dialogues/{slug}.ics", dialogue_dates.show, cached=True, needs=FED),
    get("/dialogues/{slug}.atom", dialogue_feed.show, cached=True, needs=FED),
    get("/dialogues/{slug}.json", dialogue_feed.show, cached=True, needs=FED),
    get("/dialogues/{slug}/phases/{phase}.ics", dialogue_dates.one_phase, cached=True, needs=FED),
    get("/dialogues/{slug}", dialogues.show, cached=True, needs=ON),
    *DISCUSSION,
    *STATEMENTS_OF_DIALOGUES,
    *POLLS,
    *POLLS_OF_STAFF,
    *LISTENING,
    *OCCASIONS,
    *OCCASIONS_OF_STAFF,
    *RESULTS,
    *RESULTS_OF_STAFF,
)
