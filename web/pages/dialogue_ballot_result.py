"""What came of a vote: the count, the ballots for anyone to count again, and one's own receipt."""

from typing import Annotated, Any

from models.dialogue import ballots, proof
from models.errors import NotFound
from models.states import PUBLIC
from models.submission import stream_of
from web.answers import Answer, Shown
from web.forms import Form, words
from web.pages.dialogue_head import found, head
from web.pages.dialogue_polls import chosen, outcome, told
from web.visit import Visit


class Sought(Form):
    receipt: Annotated[str, words(40, least=1)]


def show(visit: Visit) -> Answer:
    """The result; before there is one, when it comes."""
    row = found(visit)
    poll = chosen(visit, row, over=True)
    said = told(visit, row, poll)
    # Without a result the page goes by the clock, and is made anew each time.
    kept = row.publication in PUBLIC and poll.closed_at is not None
    return Shown(
        "dialogues/ballot/result.html",
        {"dialogue": head(visit, row), "poll": said, "outcome": outcome(poll, said["options"])},
        stream=stream_of(row.reference) if kept else None,
    )


def file(visit: Visit) -> Answer:
    """The published ballots, as they were counted."""
    row = found(visit)
    poll = chosen(visit, row, over=True)
    if poll.closed_at is None:
        raise NotFound
    return Shown(
        "dialogues/ballot/ballots.txt",
        {"ballots": proof.file(visit.session, poll.id)},
        media="text/csv",
        stream=stream_of(row.reference) if row.publication in PUBLIC else None,
    )


def receipt(visit: Visit) -> Answer:
    """The form for a receipt."""
    return _receipt(visit, None)


def look_up(visit: Visit) -> Answer:
    """What the ballot with this receipt says. Nothing is written, and the receipt is in no address:
    it would stand in the history of the browser.
    """
    sought: Sought = visit.form
    return _receipt(visit, sought.receipt)


def _receipt(visit: Visit, given: str | None) -> Answer:
    row = found(visit)
    poll = chosen(visit, row, over=True)
    said = told(visit, row, poll)
    choices = ballots.with_receipt(visit.session, poll.id, given) if given else None
    return Shown(
        "dialogues/ballot/receipt.html",
        {
            "dialogue": head(visit, row),
            "poll": said,
            "sought": given is not None,
            "ballot": _named(said["options"], choices) if choices else [],
            "values": visit.values,
            "errors": visit.errors,
        },
    )


def _named(options: list[dict[str, Any]], choices: str) -> list[tuple[str, int | None]]:
    """The options that a ballot names, with their points where it has any."""
    titles = {str(one["number"]): one["title"] for one in options}
    parts = (mark.partition("=") for mark in choices.split(" "))
    return [(titles[number], int(points) if points else None) for number, _, points in parts]
