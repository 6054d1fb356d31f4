"""The part of the site map where people vote in a dialogue."""

from web.entry import Entry, get, officials, post
from web.networks import Limit
from web.pages import dialogue_ballot, dialogue_ballot_result, dialogue_ballot_staff
from web.pages.reaching import LETTERS

ON = ("dialogues",)
HERE = "/dialogues/{slug}/ballot"
SET_UP = "/casework/dialogues/{slug}/phases/{id}/ballot"
LOOK_UPS = Limit("receipts", most=120, seconds=600)

POLLS: tuple[Entry, ...] = (
    get(HERE, dialogue_ballot.show, needs=ON),
    post(HERE, dialogue_ballot.create, again=dialogue_ballot.again, needs=ON),
    post(
        f"{HERE}/link",
        dialogue_ballot.door,
        again=dialogue_ballot.again,
        limit=LETTERS,
        needs=ON,
    ),
    get(f"{HERE}/result", dialogue_ballot_result.show, cached=True, needs=ON),
    get(f"{HERE}/result.csv", dialogue_ballot_result.file, cached=True, needs=ON),
    get(f"{HERE}/receipt", dialogue_ballot_result.receipt, needs=ON),
    post(
        f"{HERE}/receipt",
        dialogue_ballot_result.look_up,
        form=dialogue_ballot_result.Sought,
        again=dialogue_ballot_result.receipt,
        writes=False,
        limit=LOOK_UPS,
        needs=ON,
    ),
)

POLLS_OF_STAFF: tuple[Entry, ...] = (
    get(SET_UP, dialogue_ballot_staff.show, allow=officials, needs=ON),
    post(
        SET_UP,
        dialogue_ballot_staff.create,
        form=dialogue_ballot_staff.BallotForm,
        again=dialogue_ballot_staff.show,
        allow=officials,
        needs=ON,
    ),
)
