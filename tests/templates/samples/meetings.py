"""Meetings of the boards, decisions row by row, and what is corrected afterwards."""

from datetime import date
from types import SimpleNamespace as Thing

from tests.templates.samples.town import BOARD, DECISION, NO_FILES, NOW, at, case, wrong

FORMER = Thing(
    ruling="partly",
    paragraph="111",
    until=at(2026, 12, 8),
    summary_html="<p>Det byggs en mindre lekplats.</p>",
    reasons_html="<p>Pengarna räcker inte till mer.</p>",
    why_html="<p>I protokollet står bifall.</p>",
)
COMING = {"board": BOARD, "day": date(2026, 12, 1), "public_cases": 2}


def meeting(**changed: object) -> Thing:
    facts: dict[str, object] = {
        "id": 3,
        "board": BOARD,
        "day": date(2026, 12, 1),
        "place": "Kommunhuset, sal A",
        "presenter": "",
        "participants": "",
        "state": "planned",
        "passed": False,
        "version": 4,
        "cases": 7,
        "public_cases": 6,
        "show_at": None,
        "shown_at": None,
        "minutes_approved": None,
        "minutes_posted": None,
        "updated_at": NOW,
    }
    return Thing(**facts | changed)


def _case(number: int, **changed: object) -> Thing:
    facts: dict[str, object] = {
        "id": number,
        "reference": f"2026-0012{number}",
        "title": "Lekplats i Björkparken",
        "publication": "published",
        "public": True,
        "ruling_shown": None,
        "decision_id": None,
        "left_out": "",
        "lacks": ["ruling", "paragraph", "summary", "reasons", "document"],
        "ready": False,
        "begun": False,
    }
    return Thing(**facts | changed)


def _row(number: int, **changed: object) -> Thing:
    typed = {"ruling": "approved", "paragraph": "112", "summary": "Ja.", "reasons": ""}
    typed |= {"appealable": "yes", "document_alt": ""}
    facts: dict[str, object] = {
        "number": number,
        "id": 10 + number,
        "reference": f"2026-0012{number}",
        "title": "Lekplats i Björkparken",
        "left_out": "",
        "board": True,
        "typed": {f"row{number}-{name}": value for name, value in typed.items()},
        "theirs": {},
        "document": None,
        "document_name": "",
    }
    return Thing(**facts | changed)


def _page(**changed: object) -> dict[str, object]:
    facts: dict[str, object] = {
        "meeting": meeting(),
        "rows": [_case(1), _case(2, lacks=["document"], ready=True, begun=True)],
        "delayed": {"count": 1, "url": "/casework/delays/new?case=2026-00124&day=2026-12-04"},
        "left": 2,
        "shown": 0,
        "candidates": [
            Thing(id=8, reference="2026-00130", title="Fler bänkar", board="", here=1),
            Thing(id=9, reference="2026-00131", title="En cykelväg", board=BOARD, here=0),
        ],
        "room": 18,
        "waits": False,
        "coming_now": False,
        "form": "",
        "values": {},
        "errors": [],
    }
    return facts | changed


def _entering(**changed: object) -> dict[str, object]:
    facts: dict[str, object] = {
        "meeting": meeting(),
        "rows": [_row(1), _row(2)],
        "waits": False,
        "stale": False,
        "values": {"when": "now"},
        "errors": [],
    }
    return facts | changed


def meetings() -> list[tuple[str, str, dict[str, object]]]:
    listed = {"any_board": True, "next_url": "", "first_url": ""}
    new = {"boards": [("technical", "Tekniska nämnden")], "values": {}, "errors": []}
    posted = {"minutes_approved": date(2026, 12, 8), "minutes_posted": date(2026, 12, 10)}
    shown = _case(1, decision_id=4, ruling_shown="approved", lacks=[])
    correcting = {
        "decision": DECISION,
        "case": Thing(reference="2026-00123", title="Lekplats i Björkparken", version=4),
        "values": {"ruling": "approved", "paragraph": "112", "summary": "Ja.", "reasons": "Så."},
        "errors": [],
    }
    return [
        (
            "meetings/list.html",
            "full",
            {
                "boards": [
                    (
                        BOARD,
                        [
                            meeting(),
                            meeting(passed=True),
                            meeting(state="held"),
                            meeting(state="held", minutes_approved=date(2026, 12, 8)),
                            meeting(show_at=NOW),
                        ],
                    )
                ],
                "past": [meeting(state="minutes_posted", **posted)],
            }
            | listed,
        ),
        ("meetings/list.html", "empty", {"boards": [], "past": []} | listed | {"any_board": False}),
        ("meetings/new.html", "empty", new),
        (
            "meetings/new.html",
            "with errors",
            new | {"errors": [wrong("board", "missing"), wrong("day", "bad")]},
        ),
        ("meetings/show.html", "to come", _page()),
        ("meetings/show.html", "without a case", _page(rows=[], left=0)),
        (
            "meetings/show.html",
            "about to be shown",
            _page(meeting=meeting(show_at=NOW), waits=True, candidates=[]),
        ),
        (
            "meetings/show.html",
            "shown, one left out",
            _page(
                meeting=meeting(state="held", shown_at=NOW),
                rows=[shown, _case(2, left_out="not_before_a_board", lacks=["board"])],
                left=1,
                shown=1,
            ),
        ),
        (
            "meetings/show.html",
            "minutes with errors",
            _page(
                meeting=meeting(state="minutes_posted", shown_at=NOW, **posted),
                rows=[shown],
                left=0,
                shown=1,
                form="minutes",
                values={"minutes_approved": "2026-12-08"},
                errors=[wrong("minutes_posted", "missing")],
            ),
        ),
        (
            "meetings/show.html",
            "no case ticked",
            _page(form="cases", errors=[wrong("cases", "missing")]),
        ),
        ("meetings/decisions.html", "begun", _entering()),
        ("meetings/decisions.html", "all decided", _entering(rows=[])),
        (
            "meetings/decisions.html",
            "waiting for its time",
            _entering(meeting=meeting(show_at=NOW), waits=True),
        ),
        (
            "meetings/decisions.html",
            "errors in one row",
            _entering(
                rows=[_row(1), _row(2, board=False, document={"url": "/attachments/a"})],
                errors=[wrong("row1-reasons", "missing"), wrong("clock", "missing")],
                values={"when": "later", "day": "2026-12-01"},
            ),
        ),
        (
            "meetings/decisions.html",
            "a colleague was first",
            _entering(
                rows=[_row(1, theirs={"ruling": "rejected", "reasons": "", "summary": "Nej."})],
                stale=True,
            ),
        ),
        ("decisions/correct.html", "as it stands", correcting),
        (
            "decisions/correct.html",
            "without a reason",
            correcting | {"errors": [wrong("why", "missing")]},
        ),
        (
            "decisions/show.html",
            "corrected",
            {
                "case": case(votes=64),
                "decision": Thing(
                    **(vars(DECISION) | {"presenter": "Maj Ek", "participants": "Bo, Eva"})
                ),
                "former": [FORMER],
                "attachments": NO_FILES,
                "carried_out_on": None,
            },
        ),
    ]
