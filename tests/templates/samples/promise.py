"""The start page and the promises, with much to tell and with nothing."""

from datetime import date

from models.keeping import DAYS, LEAST, Figures
from models.opening import Change
from models.states import HANDED_IN
from tests.templates.samples.dialogues import HEAD, PHASE
from tests.templates.samples.town import ROWS, SITE, row

ALL = [kind.value for kind in HANDED_IN]
MIDSUMMER = Change(date(2027, 6, 25), code="midsummers_eve")
STOCKTAKING = Change(date(2027, 1, 4), sv="inventering", en="stocktaking")
WALPURGIS = Change(date(2027, 4, 30), sv="valborg", en="Walpurgis Night", hours=((480, 720),))
CRISIS = SITE.model_copy(
    update={"notice_sv": "Koka vattnet i Norrby.", "notice_en": "Boil the water in Norrby."}
)


def _start(**more: object) -> dict[str, object]:
    usual = {"kinds": ALL, "change": None, "open": [], "done": [], "whole": None, "days": DAYS}
    return usual | {"dialogues": []} | more


def _time(count: int, unit: str = "working_days") -> dict[str, object]:
    return {"count": count, "unit": unit}


def _line(kind: str = "", subject: str = "", **more: object) -> dict[str, object]:
    usual = {
        "first_response": _time(10),
        "confirm_receipt": None,
        "update_every": None,
        "decide": None,
    }
    return {"kind": kind, "subject": subject, **usual, **more}


def _promises(**more: object) -> dict[str, object]:
    usual = {
        "lines": [_line()],
        "changes": [],
        "whole": None,
        "results": [],
        "days": DAYS,
        "least": LEAST,
    }
    return usual | more


def start_and_promises() -> list[tuple[str, str, dict[str, object]]]:
    return [
        (
            "start.html",
            "with everything",
            _start(
                dialogues=[HEAD | {"phase": PHASE}],
                open=[row(goal=50)],
                done=ROWS[2:4],
                whole=Figures(answered=1000, in_time=930, late=7),
                change=MIDSUMMER,
                site=CRISIS,
            ),
        ),
        ("start.html", "empty", _start()),
        (
            "start.html",
            "little to tell",
            _start(kinds=["question"], whole=Figures(answered=2, late=1), change=WALPURGIS),
        ),
        (
            "promises.html",
            "with everything",
            _promises(
                lines=[
                    _line("fault_report", "Gatlampor", first_response=_time(90, "minutes")),
                    _line("question", first_response=_time(1), confirm_receipt=_time(1, "minutes")),
                    _line("", "Parker", first_response=_time(1, "calendar_days")),
                    _line("proposal", decide=_time(90, "calendar_days"), update_every=_time(30)),
                    _line(),
                ],
                changes=[STOCKTAKING, WALPURGIS, MIDSUMMER],
                whole=Figures(answered=1000, in_time=930, late=1),
                results=[
                    {"kind": "complaint", "total": 1000, "late": 1, "share": 92},
                    {"kind": "question", "total": 41, "late": 0, "share": 100},
                    {"kind": "praise", "total": 4, "late": 1, "share": None},
                ],
            ),
        ),
        ("promises.html", "nothing to tell yet", _promises()),
        (
            "promises.html",
            "too few",
            _promises(
                whole=Figures(answered=1, in_time=1),
                results=[{"kind": "praise", "total": 1, "late": 0, "share": None}],
            ),
        ),
    ]
