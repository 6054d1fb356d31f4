"""The public register, its report, and the figures of the desk."""

from models.errors import Invalid
from models.keeping import Figures
from moderation.reasons import Reason
from moderation.register_entries import What
from tests.templates.samples.town import NOW

SUBJECTS = [("street-lights", "Gatubelysning"), ("parks", "Parker och lekplatser")]
NOTHING = {"what": "", "kind": "", "reason": "", "subject": "", "unit": "", "first": "", "last": ""}


def _entry(what: What, row: int, **more: object) -> dict[str, object]:
    return {
        "key": f"1-{row}",
        "at": NOW,
        "what": what.value,
        "target": "submission",
        "kind": "proposal",
        "subject": "Gatubelysning",
        "reason": "",
        "illegal": False,
        "automated": False,
        "reversed": False,
        "change": False,
        "reference": "",
        "number": None,
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


def openness() -> list[tuple[str, str, dict[str, object]]]:
    rows = [
        _entry(What.REFUSE, 9, reason="threat", illegal=True, target="comment", change=True),
        _entry(What.HIDE, 8, reason="threat", illegal=True, automated=True),
        _entry(What.REDACT, 7, reason="personal_data", reversed=True, reference="2026-00122"),
        _entry(What.REDACT, 6, reason="personal_data", reference="2026-00122", number=4),
        _entry(What.SHOWN_BY_RULE, 5, automated=True),
        _entry(What.SHOWN_AGAIN, 4, automated=True),
        _entry(What.PROMISE_MISSED, 3, subject=""),
        _entry(What.APPEAL_REVERSED, 2, reason="abusive"),
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
    ]
