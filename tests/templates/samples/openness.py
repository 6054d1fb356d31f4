"""The public register, its report, and the figures of the desk."""

from datetime import date

from models.authority_order import OrderKind
from models.errors import Invalid
from models.invalidated import SupportRule
from models.keeping import Figures
from models.review_appeal import Party
from models.sanction import Conduct, Measure
from models.verdict import Judgement
from moderation.agreement import Agreement
from moderation.figures import Desk, Period
from moderation.neutrality import Flagged, Judged
from moderation.orders import Ordered, Timed
from moderation.reasons import Reason
from moderation.register_entries import What
from moderation.transparency import Year
from moderation.transparency_counts import Complaint, Measured, Paused, Removed
from tests.templates.samples.town import NOW

SUBJECTS = [("street-lights", "Gatubelysning"), ("parks", "Parker och lekplatser")]
NO_PAIRS = Agreement(0, 0, None)
NOTHING = {"what": "", "kind": "", "reason": "", "subject": "", "unit": "", "first": "", "last": ""}


def _entry(what: What, row: int, **more: object) -> dict[str, object]:
    return {
        "key": f"1-{row}",
        "at": NOW,
        "what": what.value,
        "target": "submission",
        "kind": "proposal",
        "section": None,
        "subject": "Gatubelysning",
        "reason": "",
        "illegal": False,
        "automated": False,
        "reversed": False,
        "change": False,
        "reference": "",
        "number": None,
        "rule": "",
        "votes": None,
        **more,
    }


def _list(**more: object) -> dict[str, object]:
    return {
        "rows": [],
        "held_back": 0,
        "kept": Figures(),
        "days": 90,
        "rule_pause": "",
        "paused": [],
        "few": 5,
        "values": NOTHING,
        "errors": [],
        "filtered": False,
        "whats": [one.value for one in What],
        "kinds": ["proposal", "complaint"],
        "reasons": [one.value for one in Reason],
        "subjects": SUBJECTS,
        "units": [("streets", "Gatuenheten")],
        "next_url": "",
        "first_url": "",
        "files": {form: f"/moderation-log.{form}" for form in ("atom", "json", "csv")},
        **more,
    }


def _report() -> list[tuple[str, str, dict[str, object]]]:
    """A year of which there is something to tell, and one of which there is nothing."""
    some = Year(
        year=2026,
        since=NOW,
        until=NOW,
        notices=[],
        notices_median=95,
        read=Figures(1_200, 1_150, 3),
        read_median=200,
        measures=[
            Measured(Judgement.REFUSE, Reason.ABUSIVE, False, "screening", 12, 2),
            Measured(Judgement.HIDE, Reason.THREAT, True, "rule", 4, 1),
        ],
        complaints=[
            Complaint(Party.AUTHOR, "text", Reason.ABUSIVE, "reversed", 2),
            Complaint(Party.AUTHOR, "pause", None, "waiting", 1),
        ],
        complaints_median=5_000,
        complaints_late=1,
        flags=[Flagged("phone", 40, 8), Flagged("shouting", 3, 1)],
        paused=[
            Paused(Measure.WARNING, Conduct.WRITING, 7),
            Paused(Measure.SUSPENDED, Conduct.REPORTING, 1),
        ],
        groups=[],
        second=Agreement(60, 54, 0.7321),
        support=[Removed(SupportRule.ONE_NETWORK, 1, 12, 11)],
        ordered=[
            Ordered(OrderKind.ACT, Reason.THREAT, 2, 1, 1),
            Ordered(OrderKind.INFORM, None, 1, 0, 0),
        ],
        timed=[Timed(OrderKind.ACT, 30, 2_000), Timed(OrderKind.INFORM, None, None)],
    )
    nothing = Year(
        2025, NOW, NOW, [], None, Figures(), None, [], [], None, 0, [], [], [], NO_PAIRS, [], [], []
    )
    told = {
        "year": some,
        "over": False,
        "years": [2026, 2025],
        "notices": [
            {
                "reason": "threat",
                "illegal": True,
                "number": 4,
                "acted": 1,
                "waiting": 1,
                "known": 1,
            },
            {"reason": "abusive", "illegal": False, "number": 3, "acted": 0, "waiting": 0}
            | {"known": 0},
        ],
        "by_rule": {"number": 4, "reversed": 1},
        "complaints": 3,
        "months": {"2026-01": {True: Judged(40, 4), False: Judged(3, 1)}},
        "subjects": [
            {"name": "Gatubelysning", "texts": Judged(40, 4)},
            {"name": "", "texts": Judged(3, 1)},
        ],
        "few": 5,
        "files": {
            "csv": "/moderation-log/report/2026.csv",
            "json": "/moderation-log/report/2026.json",
        },
    }
    bare = told | {"year": nothing, "over": True, "years": [2025], "notices": [], "complaints": 0}
    bare |= {"by_rule": {"number": 0, "reversed": 0}, "months": {}, "subjects": []}
    return [
        ("moderation_log/report.html", "full", told),
        ("moderation_log/report.html", "empty", bare),
    ]


def _desk() -> list[tuple[str, str, dict[str, object]]]:
    week = Period(date(2026, 11, 2), date(2026, 11, 8), Figures(40, 38, 1))
    quiet = Period(date(2026, 10, 26), date(2026, 11, 1), Figures())
    few = Period(date(2026, 10, 19), date(2026, 10, 25), Figures(2, 2))
    figures = {
        "desk": Desk(14, NOW, 2),
        "weeks": [week, quiet, few],
        "months": [week],
        "days": 90,
        "taken": 16,
        "reversed": 3,
        "agreed": Agreement(60, 54, 0.7321),
        "flags": [Flagged("phone", 40, 8), Flagged("unheard_of", 2, 1)],
        "few": 5,
    }
    none = {"desk": Desk(0, None, 0), "agreed": NO_PAIRS, "flags": []}
    look = {"id": 7, "kind": "proposal", "section": None, "title": "Fler bänkar"}
    look |= {"html": "<p>Sätt bänkar längs ån.</p>"}
    differs = {
        "id": 3,
        "item_id": 9,
        "judged_at": NOW,
        "reference": "2026-00122",
        "judgement": "publish",
        "reason": "",
        "shown": False,
        "other_reason": "abusive",
    }
    second = {"look": look, "waiting": 3, "leads": False, "disagreements": []}
    second |= {"values": {}, "errors": []}
    wrong = {"values": {"opinion": "refuse"}, "errors": [Invalid("reason", "missing")]}
    lead = {"look": None, "waiting": 0, "leads": True}
    return [
        ("desk/figures.html", "full", figures),
        ("desk/figures.html", "nothing", figures | none),
        ("desk/second_looks.html", "one", second),
        ("desk/second_looks.html", "no reason", second | wrong),
        ("desk/second_looks.html", "for a lead", second | lead | {"disagreements": [differs]}),
        ("desk/second_looks.html", "all agree", second | lead),
    ]


def openness() -> list[tuple[str, str, dict[str, object]]]:
    rows = [
        _entry(
            What.REFUSE,
            9,
            reason="threat",
            illegal=True,
            target="comment",
            section="talk",
            change=True,
        ),
        _entry(What.HIDE, 8, reason="threat", illegal=True, automated=True),
        _entry(What.REDACT, 7, reason="personal_data", reversed=True, reference="2026-00122"),
        _entry(What.REDACT, 6, reason="personal_data", reference="2026-00122", number=4)
        | {"target": "comment", "kind": "dialogue", "section": "idea"},
        _entry(What.SHOWN_BY_RULE, 5, automated=True),
        _entry(What.SHOWN_AGAIN, 4, automated=True),
        _entry(What.PROMISE_MISSED, 3, subject=""),
        _entry(What.APPEAL_REVERSED, 2, reason="abusive"),
        _entry(What.SUPPORT_REMOVED, 10, rule="one_network", votes=12, reference="2026-00122"),
        _entry(What.APPEAL_UPHELD, 1, target="", kind="", subject="", reason=""),
    ]
    full = _list(
        rows=rows,
        held_back=2,
        kept=Figures(100, 96, 3),
        rule_pause="Två av oss är sjuka den här veckan.",
        paused=[{"kind": "warning", "number": 7}, {"kind": "suspended", "number": None}],
        next_url="/moderation-log?after=1-1-1",
        first_url="/moderation-log",
    )
    wrong = {"values": NOTHING | {"first": "i går"}, "errors": [Invalid("first", "bad")]}
    return [
        ("moderation_log/list.html", "full", full),
        ("moderation_log/list.html", "empty", _list()),
        ("moderation_log/list.html", "a day that is none", _list(filtered=True, **wrong)),
        *_report(),
        *_desk(),
        *_orders(),
    ]


def _orders() -> list[tuple[str, str, dict[str, object]]]:
    waiting = {
        "id": 3,
        "kind": "act",
        "reason": "threat",
        "authority": "Polismyndigheten",
        "ground": "SFS 1998:112 5 §",
        "received_at": NOW,
        "confirmed_at": None,
        "outcome": None,
        "done_at": None,
        "words": "",
    }
    done = waiting | {
        "kind": "inform",
        "reason": None,
        "confirmed_at": NOW,
        "outcome": "met",
        "done_at": NOW,
        "words": "Uppgiften lämnades.",
    }
    when = {"day": "2026-11-12", "clock": "10.42"}
    quiet: dict[str, object] = {"values": when, "errors": []}
    unlawful = {"unlawful": ["threat", "hate_speech"]}
    wrong = [Invalid("authority", "missing"), Invalid("reason", "missing")]
    return [
        ("desk/orders.html", "full", {"rows": [waiting, done]}),
        ("desk/orders.html", "empty", {"rows": []}),
        ("desk/order_new.html", "new", quiet | unlawful),
        (
            "desk/order_new.html",
            "half filled in",
            unlawful | {"values": when | {"kind": "act"}, "errors": wrong},
        ),
        ("desk/order.html", "waiting", quiet | {"order": waiting}),
        ("desk/order.html", "answered", quiet | {"order": done}),
        (
            "desk/order.html",
            "answered without words",
            {"order": waiting, "values": when, "errors": [Invalid("words", "missing")]},
        ),
    ]
