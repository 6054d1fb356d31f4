"""The start page and the promises, with much to tell and with nothing."""

from datetime import date

from models.keeping import DAYS, LEAST, Figures
from models.keeping_promises.overdue import Late
from models.keeping_promises.row import Cause, Which
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


def time(count: int, unit: str = "working_days") -> dict[str, object]:
    return {"count": count, "unit": unit}


def promise_line(kind: str = "", subject: str = "", **more: object) -> dict[str, object]:
    usual = {
        "first_response": time(10),
        "confirm_receipt": None,
        "update_every": None,
        "decide": None,
    }
    return {"kind": kind, "subject": subject, "channel": "", "results": [], **usual, **more}


def _late(**more: object) -> dict[str, object]:
    usual = {
        "reference": "2026-00123",
        "title": "Lampor <b>längs</b> ån",
        "kind": "fault_report",
        "unit": {"slug": "streets", "name": "Gatuenheten"},
        "which": "first",
        "promised": date(2026, 11, 12),
        "days": 12,
        "reason": "En kabel saknas.",
        "day": date(2026, 12, 24),
    }
    return usual | more


def _deviation(**more: object) -> dict[str, object]:
    usual = {
        "reference": "2026-00123",
        "title": "Lampor <b>längs</b> ån",
        "kind": "fault_report",
        "unit": "Gatuenheten",
        "which": "first",
        "cause": "other",
        "promised": date(2026, 11, 12),
        "met": None,
    }
    return usual | more


def _deviations(**more: object) -> dict[str, object]:
    usual = {"month": date(2026, 11, 1), "total": 0, "most": 200, "earlier": None, "later": None}
    return {**usual, "departments": [], "cases": [], **more}


def _promises(**more: object) -> dict[str, object]:
    usual = {
        "lines": [promise_line()],
        "changes": [],
        "measured": False,
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
                    promise_line("fault_report", "Gatlampor", first_response=time(90, "minutes")),
                    promise_line(
                        "question", first_response=time(1), confirm_receipt=time(1, "minutes")
                    ),
                    promise_line("", "Parker", first_response=time(1, "calendar_days")),
                    promise_line(
                        "complaint",
                        channel="phone",
                        results=[
                            {"which": "confirm", "total": 9, "late": 0, "share": 100},
                            {"which": "first", "total": 900, "late": 1, "share": 92},
                            {"which": "update", "total": 40, "late": 7, "share": 60},
                            {"which": "decide", "total": 2, "late": 1, "share": None},
                        ],
                    ),
                    promise_line(
                        "proposal", decide=time(90, "calendar_days"), update_every=time(30)
                    ),
                    promise_line(),
                ],
                measured=True,
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
            "promises/overdue.html",
            "with everything",
            {
                "late": Late(late=1200, listed=3, hidden=1),
                "rows": [
                    _late(),
                    _late(which="decide", days=1, reason="", day=None),
                    _late(kind="proposal"),
                ],
                "next_url": "/promises/overdue?after=1-2",
                "first_url": "/promises/overdue",
            },
        ),
        (
            "casework/deviations.html",
            "with everything",
            _deviations(
                departments=[
                    {
                        "name": "Samhällsbyggnadsförvaltningen",
                        "total": 1040,
                        "times": [("first", 1000), ("decide", 20), ("update", 15), ("confirm", 5)],
                        "causes": [(cause.value, 9) for cause in Cause],
                        "units": [("Gatuenheten", 1000), ("Parkenheten", 40)],
                    }
                ],
                cases=[
                    _deviation(cause=cause.value, which=which.value)
                    for cause, which in zip(Cause, [*Which, *Which], strict=False)
                ],
                total=1040,
                most=7,
                earlier={"url": "/casework/deviations/2026-10", "month": date(2026, 10, 1)},
                later={"url": "/casework/deviations/2026-12", "month": date(2026, 12, 1)},
            ),
        ),
        (
            "casework/deviations.html",
            "few",
            _deviations(cases=[_deviation(met=date(2026, 11, 20))], total=1),
        ),
        ("casework/deviations.html", "nothing", _deviations()),
        (
            "promises/overdue.html",
            "nothing",
            {"late": Late(0, 0, 0), "rows": [], "next_url": "", "first_url": ""},
        ),
        (
            "promises/overdue.html",
            "only hidden ones",
            {"late": Late(2, 0, 2), "rows": [], "next_url": "", "first_url": ""},
        ),
        (
            "promises.html",
            "too few",
            _promises(
                whole=Figures(answered=1, in_time=1),
                results=[{"kind": "praise", "total": 1, "late": 0, "share": None}],
            ),
        ),
    ]
