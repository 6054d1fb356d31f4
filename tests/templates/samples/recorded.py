"""The register of the law, a copy of a case, and the report to the council."""

from datetime import date

from models.attachment.kinds import Media
from models.errors import Invalid
from models.register.covering import Piece
from models.register.dossier import Dossier, Happened, Part, Sheet
from tests.templates.samples.town import NOW

MARK = {"id": 1, "provision": "OSL 26 kap. 1 §", "at": NOW, "by": "Olga"}
DIARY = {
    "diary": "KS 2026/124",
    "diary_former": [("2026/TN 0012", "other_board"), ("KS 2026/99", "mistake")],
    "diary_series": [("", "", "KS"), ("technical", "Tekniska nämnden", "TN")],
    "diary_usual": "technical",
    "diary_wrong": ["other_board", "mistake"],
    "secrecy": MARK,
}
LINE = {
    "reference": "2026-00123",
    "number": "KS 2026/124",
    "received_at": NOW,
    "withheld": False,
    "destroyed": False,
    "title": "Mörkt på gångvägen",
    "kind": "fault_report",
    "sender": "Rosa",
    "unit": "Gatuenheten",
    "face": "answered",
    "body": "",
    "decided_on": None,
}
SHUT = LINE | {"number": "", "withheld": True, "title": "", "kind": "", "sender": "", "face": ""}
UNITS = [("streets", "Gatuenheten")]
WHOLE = Dossier(
    [Part("sender", "sender", "Rosa Rönn"), Part("place", "place", "Storgatan 4")],
    [
        Happened(
            NOW,
            "received",
            "resident",
            [Part("text-1", "words", "Mörkt på gångvägen\n\nLampan är trasig.")],
            [Sheet("file-1", "a" * 32, Media.PNG, Part("alt-1", "alt", "Lampan"))],
        ),
        Happened(NOW, "noted", "official", [Part("caller-1", "caller", "Rosa")]),
        Happened(NOW, "disposed", "system"),
    ],
    number=1,
    more=True,
)
COPY = {
    "reference": "2026-00123",
    "number": "KS 2026/124",
    "kind": "fault_report",
    "received_at": NOW,
    "asked_on": date(2026, 11, 20),
    "made_at": NOW,
    "site_name": "Exempelby kommun",
    "about": [{"key": "sender", "sort": "sender", "pieces": [Piece("", "OSL 26 kap. 1 §")]}],
    "course": [
        {
            "at": NOW,
            "told": "received",
            "role": "resident",
            "parts": [
                {
                    "key": "text-1",
                    "sort": "words",
                    "pieces": [
                        Piece("Lampan vid "),
                        Piece("", "OSL 21 kap. 1 §"),
                        Piece(" är trasig."),
                    ],
                },
                {"key": "caller-1", "sort": "caller", "pieces": [Piece("Rosa")]},
            ],
            "sheets": [
                {
                    "key": "file-1",
                    "name": "a" * 32,
                    "media": "image/png",
                    "alt": "",
                    "provision": "",
                },
                {
                    "key": "file-2",
                    "name": "b" * 32,
                    "media": "image/png",
                    "alt": "",
                    "provision": "OSL 26 kap. 1 §",
                },
            ],
        },
        {"at": NOW, "told": "assigned", "role": "system", "parts": [], "sheets": []},
    ],
    "volume": 1,
    "more": True,
    "covers": [("OSL 21 kap. 1 §", 1), ("OSL 26 kap. 1 §", 2)],
}


def _list(**more: object) -> dict[str, object]:
    return {
        "rows": [],
        "values": {"number": "", "first": "", "last": "", "unit": "", "board": ""},
        "errors": [],
        "filtered": False,
        "units": UNITS,
        "boards": [("technical", "Tekniska nämnden")],
        "reports": ["2026-2", "2026-1"],
        "next_url": "",
        "first_url": "",
        "files": {"csv": "/records.csv", "json": "/records.json"},
        **more,
    }


def _unfinished(**more: object) -> dict[str, object]:
    row = {
        "reference": "2026-00007",
        "number": "TN 2026/7",
        "title": "Fler bänkar",
        "received_on": date(2025, 1, 2),
        "waits_since": date(2025, 2, 1),
        "days": 514,
        "long": True,
        "status": "referred",
        "unit": "Parkenheten",
        "board": "Tekniska nämnden",
        "reason": "Marken ska mätas först.",
        "new_day": date(2026, 12, 1),
    }
    bare = {"number": "", "days": 1, "long": False, "board": "", "reason": "", "new_day": None}
    return {
        "period": "2026-1",
        "before": "2025-2",
        "last_day": date(2026, 6, 30),
        "is_over": True,
        "rows": [row, row | bare],
        "long": 1,
        "file": "/records/unfinished/2026-1.csv",
        **more,
    }


def records() -> list[tuple[str, str, dict[str, object]]]:
    decided = LINE | {
        "face": "approved",
        "kind": "proposal",
        "sender": "",
        "body": "Tekniska nämnden",
        "decided_on": date(2026, 11, 10),
    }
    gone = SHUT | {"destroyed": True}
    ask = {
        "reference": "2026-00123",
        "number": "",
        "kind": "fault_report",
        "received_at": NOW,
        "seq": 4,
        "dossier": WHOLE,
        "volumes": 2,
        "secrecy": None,
        "releases": [],
        "form": "copy",
        "values": {"asked_on": "2026-11-22"},
        "errors": [],
    }
    asked = [
        {
            "id": number,
            "asked_on": date(2026, 11, 20),
            "what": "Hela ärendet",
            "outcome": outcome,
            "provision": "OSL 26 kap. 1 §" if outcome == "refused" else "",
            "at": NOW,
            "by": "Olga",
        }
        for number, outcome in enumerate(("released", "partly", "refused", "nothing"), 1)
    ]
    wrong = [Invalid("what", "missing"), Invalid("everywhere", "not_there")]
    return [
        ("records/list.html", "an empty town", _list()),
        ("records/list.html", "", _list(rows=[LINE, SHUT, decided, gone], next_url="/records?a")),
        (
            "records/list.html",
            "nothing found",
            _list(filtered=True, errors=[Invalid("first", "bad")], reports=[]),
        ),
        ("records/unfinished.html", "", _unfinished()),
        ("records/unfinished.html", "none, and not over", _unfinished(rows=[], is_over=False)),
        ("casework/dossier.html", "", ask),
        (
            "casework/dossier.html",
            "something lacks",
            ask
            | {
                "secrecy": MARK,
                "releases": asked,
                "values": {"asked_on": "2026-11-22", "cover-sender": "OSL 26 kap. 1 §"},
                "errors": wrong,
            },
        ),
        (
            "casework/dossier.html",
            "a refusal lacks its provision",
            ask | {"form": "refusal", "errors": [Invalid("provision", "missing")]},
        ),
        ("casework/dossier_copy.html", "", COPY | {"file": "/casework/2026-00123/dossiers/1/file"}),
    ]
