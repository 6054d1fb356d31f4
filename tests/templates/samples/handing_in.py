"""The form from its first step to the receipt, and the appeal's own."""

from datetime import date

from tests.templates.samples import searching
from tests.templates.samples.participating import ASKED, HOPELESS
from tests.templates.samples.reviewing import NOBODY_KNOWS, PLACE, WAIT
from tests.templates.samples.screened import SCREENED
from tests.templates.samples.town import DOCUMENT, PHOTO, SUBJECTS, TYPED, at, case, wrong

PAGE = "submissions/new.html"
RECEIPT = "submissions/receipt.html"
HELPING = {"helping": "yes", "helped_name": "Gunvor Ek", "helped_address": "gunvor@example.org"}
EMPTY: dict[str, str] = {"form_key": "k" * 22}


def _step(step: str, values: dict[str, str], **more: object) -> dict[str, object]:
    facts: dict[str, object] = {
        "step": step,
        "number": {"2": 2, "3": 3, "check": 3}.get(step, 1),
        "total": 3,
        "values": EMPTY | values,
        "errors": [],
        "kinds": ["proposal", "complaint", "fault_report", "question", "praise"],
        "organisations": [],
        "ways": ["email", "sms", "call", "letter", "none"],
        "subjects": SUBJECTS,
        "areas": [("north", "Norra byarna"), ("south", "Södra byarna")],
        "chosen": SUBJECTS[0] if values.get("subject") else {},
        "participation": None,
        "hidden": False,
        "at_once": False,
        "wait": WAIT if step == "check" else None,
        "child_age": 16,
        "suggestion": "",
        "screened": None,
        "photo": None,
        "photo_step": "2",
        "asks_photo": step == "2",
        "unit": "Gatuenheten",
        "promised": date(2026, 11, 19),
        "alike": [],
        "asked_before": [],
    }
    return facts | more


def steps() -> list[tuple[str, str, dict[str, object]]]:
    proposal = TYPED | {"kind": "proposal"}
    elsewhere = SUBJECTS[-1]
    errors = [
        wrong("title", "missing"),
        wrong("text", "too_long", over=12),
        wrong("subject", "missing"),
    ]
    number = [wrong("mobile", "not_mobile"), wrong("shown", "missing")]
    private = TYPED | {"answer_by": "letter", "letter": "Storgatan 1\n123 00 Exempelby"}
    alias = {"shown": "alias", "alias": "Nattuggla", "subject": "not-sure", "place": ""}
    return [
        (PAGE, "step 1 without a kind", _step("1", {})),
        (PAGE, "step 1", _step("1", {"kind": "fault_report"})),
        (PAGE, "step 1 with errors", _step("1", {"kind": "complaint"}, errors=errors)),
        (
            PAGE,
            "step 1, somebody else's",
            _step("1", TYPED | {"subject": "state-roads", "anyway": "state-roads"})
            | {"chosen": elsewhere},
        ),
        (PAGE, "elsewhere", _step("elsewhere", TYPED, chosen=elsewhere)),
        (PAGE, "step 2", _step("2", TYPED)),
        (
            PAGE,
            "step 2, a position outside",
            _step("2", TYPED, errors=[wrong("position", "outside")]),
        ),
        (PAGE, "step 2, a photo", _step("2", TYPED, photo=PHOTO)),
        (PAGE, "step 2, too large", _step("2", TYPED, errors=[wrong("photo", "too_large")])),
        (PAGE, "step 3, a document", _step("3", TYPED, photo=DOCUMENT, asks_photo=True)),
        (PAGE, "check, something near", _step("check", TYPED, **searching.near())),
        (PAGE, "check, a photo", _step("check", TYPED | {"photo_alt": "En lampa"}, photo=PHOTO)),
        (PAGE, "step 3", _step("3", TYPED, suggestion="rosa@gmail.com")),
        (
            PAGE,
            "step 3 of a proposal with errors",
            _step("3", proposal | {"answer_by": "sms", "mobile": "08-1"}, errors=number),
        ),
        (PAGE, "step 1, not for her", _step("1", proposal, participation=HOPELESS)),
        (
            PAGE,
            "step 3 of a proposal with rules",
            _step("3", proposal, participation=ASKED, errors=[wrong("birth_year", "bad")]),
        ),
        (PAGE, "step 3, protected", _step("3", TYPED, hidden=True)),
        (PAGE, "check, protected", _step("check", TYPED | {"protected": "yes", "shown": "no"})),
        (
            PAGE,
            "step 3, for somebody else, with errors",
            _step(
                "3",
                TYPED | HELPING | {"helped_address": "gunvor@"},
                organisations=[(1, "Cykelföreningen")],
                errors=[wrong("helped_address", "bad"), wrong("shown", "helped")],
            ),
        ),
        (PAGE, "check, for somebody else", _step("check", TYPED | HELPING)),
        (
            PAGE,
            "check, for an organisation",
            _step("check", TYPED | {"organisation": "1"}, organisations=[(1, "Cykelföreningen")]),
        ),
        (PAGE, "check", _step("check", TYPED, suggestion="rosa@gmail.com", screened=SCREENED)),
        (
            PAGE,
            "check, a letter and nothing shown",
            _step("check", private | {"shown": "no"}, wait=None),
        ),
        (PAGE, "check, shown at once", _step("check", TYPED, at_once=True, wait=NOBODY_KNOWS)),
        (
            PAGE,
            "check of a proposal",
            _step("check", proposal | alias | {"answer_by": "call", "phone": "08-123 45 00"}),
        ),
        *_receipts(),
        ("appeals/new.html", "empty", {"values": EMPTY, "errors": []}),
        (
            "appeals/new.html",
            "errors",
            {
                "values": EMPTY | {"text": "Jag behöver mer hjälp.", "answer_by": "email"},
                "errors": [wrong("decision", "missing"), wrong("email", "missing")],
            },
        ),
    ]


def _receipts() -> list[tuple[str, str, dict[str, object]]]:
    def receipt(reply_by: str, *, appeal: bool = False, **more: object) -> dict[str, object]:
        facts: dict[str, object] = {
            "case": case(reply_by=reply_by, appeal=appeal, received_at=at(2026, 11, 2)),
            "unit": "Gatuenheten",
            "promised": date(2026, 11, 16),
            "place": PLACE,
            "confirm": "",
            "address": "",
            "helped": False,
            "key": "K7QWZ 3MNPA R2XVC 9DHTE 5BJSY",
            "url": "/submissions/2026-00123?k=x",
            "code": {"size": 29, "path": "M4 4h1v1h-1zM6 4h1v1h-1z"},
        }
        return facts | more

    mail = {"confirm": "email", "address": "r***@example.org", "key": ""}
    text = {"confirm": "sms", "address": "070-*** ** 05", "key": ""}
    return [
        (RECEIPT, "confirm e-mail", receipt("email", **mail)),
        (RECEIPT, "confirm text message", receipt("sms", **text)),
        (RECEIPT, "key", receipt("none")),
        (RECEIPT, "helped", receipt("email", helped=True)),
        (RECEIPT, "call", receipt("call", address="08-*** ** 00")),
        (RECEIPT, "letter", receipt("letter")),
        (RECEIPT, "appeal", receipt("email", appeal=True, **mail)),
    ]
