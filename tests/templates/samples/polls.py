"""Votes of dialogues: the ballot, the receipt, the result, and setting one up."""

from tests.templates.samples.dialogues import HEAD
from tests.templates.samples.town import NOW, at, wrong

POLL = {
    "id": 1,
    "phase": 7,
    "question": "Vad ska torget få <b>först</b>?",
    "method": "approval",
    "most": 3,
    "live": False,
    "opens_at": at(2026, 11, 4),
    "closes_at": at(2026, 11, 18),
    "state": "open",
    "options": [
        {"number": 1, "title": "Bänkar med ryggstöd", "words": "Tolv stycken, längs husväggen."},
        {"number": 2, "title": "En fontän", "words": ""},
        {"number": 3, "title": "Fler träd & buskar på Samhällsbyggnadsförvaltningen", "words": ""},
    ],
}
BALLOT = {
    "dialogue": HEAD,
    "poll": POLL,
    "known": True,
    "voted": False,
    "participation": None,
    "values": {},
    "errors": [],
}
LINES = [
    {"number": 3, "title": "Fler träd", "count": 3000, "rank": 1, "percent": 75, "width": 75},
    {"number": 1, "title": "Bänkar", "count": 1000, "rank": 2, "percent": 25, "width": 25},
    {"number": 2, "title": "En fontän", "count": 1000, "rank": 2, "percent": 25, "width": 25},
]
OUTCOME = {
    "closed": True,
    "ballots": 4000,
    "digest": "5d" * 32,
    "lines": [{**line, "mean": None} for line in LINES],
    "first": ["Fler träd"],
    "ties": [["Bänkar", "En fontän"]],
    "drawn": ["Fler träd", "En fontän", "Bänkar"],
    "fewest": 5,
}
SCORED = {**OUTCOME, "lines": [{**line, "mean": 3.67} for line in LINES], "ties": []}
NOBODY = {**OUTCOME, "ballots": 0, "first": [], "ties": []}
PHASE = {"id": 7, "title": "Rösta", "opens_at": NOW, "closes_at": NOW}
SET_UP = {
    "dialogue": HEAD,
    "phase": PHASE,
    "fixed": False,
    "ready": False,
    "rows": 6,
    "levels": ["confirmed", "declared", "identified", "resident"],
    "voted": 0,
    "values": {"version": "0"},
    "errors": [],
}
IDENTIFIED = {
    "act": "vote",
    "level": "identified",
    "age": 16,
    "asks_tied": False,
    "asks_year": False,
    "signed_in": False,
    "needs": "identification",
}


def polls() -> list[tuple[str, str, dict[str, object]]]:
    return [*_ballots(), *_results(), *_set_ups()]


def _ballots() -> list[tuple[str, str, dict[str, object]]]:
    vote = "dialogues/ballot/vote.html"
    errors = [wrong("choice", "missing")]
    states = ("unready", "coming", "stopped", "counting", "closed")
    return [
        (vote, "several", BALLOT),
        (vote, "at most two, voted before", {**BALLOT, "poll": {**POLL, "most": 2}, "voted": True}),
        (vote, "one", {**BALLOT, "poll": {**POLL, "method": "support"}, "errors": errors}),
        (vote, "points", {**BALLOT, "poll": {**POLL, "method": "score", "live": True}}),
        (vote, "a stranger", {**BALLOT, "known": False}),
        (vote, "a rule", {**BALLOT, "known": False, "participation": IDENTIFIED}),
        *((vote, state, {**BALLOT, "poll": {**POLL, "state": state}}) for state in states),
        (
            "dialogues/ballot/thanks.html",
            "a receipt",
            {"dialogue": HEAD, "poll": POLL, "receipt": "7K3M-90QX-4TZ2-H8WB"},
        ),
        *(
            (
                "dialogues/sent.html",
                "a link is on its way",
                {
                    "dialogue": HEAD,
                    "channel": "email",
                    "address": "nils@example.org",
                    "back": "/dialogues/torget/ballot",
                    "back_title": POLL["question"],
                    "occasion": occasion,
                },
            )
            for occasion in (False, True)
        ),
    ]


def _results() -> list[tuple[str, str, dict[str, object]]]:
    result, receipt = "dialogues/ballot/result.html", "dialogues/ballot/receipt.html"
    closed = {**POLL, "state": "closed"}
    scored = {**closed, "method": "score"}
    live = {**POLL, "live": True}
    sought = {"dialogue": HEAD, "poll": closed, "sought": True, "values": {}, "errors": []}
    return [
        (result, "a tie", {"dialogue": HEAD, "poll": closed, "outcome": OUTCOME}),
        (result, "points", {"dialogue": HEAD, "poll": scored, "outcome": SCORED}),
        (result, "nobody", {"dialogue": HEAD, "poll": closed, "outcome": NOBODY}),
        (
            result,
            "so far",
            {"dialogue": HEAD, "poll": live, "outcome": {**OUTCOME, "closed": False}},
        ),
        (result, "too few so far", {"dialogue": HEAD, "poll": live, "outcome": None}),
        (result, "not yet", {"dialogue": HEAD, "poll": POLL, "outcome": None}),
        (
            result,
            "counting",
            {"dialogue": HEAD, "poll": {**POLL, "state": "counting"}, "outcome": None},
        ),
        (receipt, "found", {**sought, "ballot": [("En fontän", None), ("Fler träd", 5)]}),
        (receipt, "not found", {**sought, "ballot": []}),
        (receipt, "too early", {**sought, "poll": POLL, "sought": False, "ballot": []}),
    ]


def _set_ups() -> list[tuple[str, str, dict[str, object]]]:
    setup = "dialogues/ballot/setup.html"
    errors = [wrong("question", "missing"), wrong("options", "too_few"), wrong("most", "bad")]
    return [
        (setup, "an empty ballot", SET_UP),
        (setup, "ready", {**SET_UP, "ready": True}),
        (setup, "refused", {**SET_UP, "errors": errors}),
        (setup, "open", {**SET_UP, "ready": True, "fixed": True, "voted": 412}),
    ]
