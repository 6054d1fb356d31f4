"""Forms, the pages after them, and the buttons behind the links of letters."""

from types import SimpleNamespace as Thing

from tests.templates.samples.participating import ASKED, HOPELESS
from tests.templates.samples.reviewing import LATE, WAIT
from tests.templates.samples.screened import SCREENED
from tests.templates.samples.town import COMMENTS, VOTES, case, wrong


def forms() -> list[tuple[str, str, dict[str, object]]]:
    blank = {"values": {}, "errors": []}
    made = [
        (
            "submissions/support.html",
            "empty",
            {"case": case(), "votes": VOTES, "known": False, "participation": None} | blank,
        ),
        (
            "submissions/support.html",
            "not yet",
            {"case": case(), "votes": VOTES, "known": True, "participation": HOPELESS} | blank,
        ),
        (
            "submissions/support.html",
            "errors",
            {
                "case": case(),
                "votes": VOTES,
                "known": False,
                "participation": ASKED,
                "values": {"channel": "email", "email": "rosa@", "birth_year": "52"},
                "errors": [
                    wrong("tied", "missing"),
                    wrong("birth_year", "bad"),
                    wrong("email", "bad"),
                ],
            },
        ),
        (
            "comments/new.html",
            "comment",
            {
                "case": case(),
                "parent": None,
                "known": False,
                "nameless": False,
                "organisations": [],
                "child_age": 16,
                "participation": None,
                "at_once": False,
                "wait": WAIT,
                "screened": SCREENED,
            }
            | blank,
        ),
        (
            "comments/new.html",
            "reply with errors",
            {
                "case": case(),
                "parent": COMMENTS[0],
                "known": True,
                "nameless": True,
                "organisations": [(1, "Cykelföreningen")],
                "at_once": True,
                "wait": None,
                "screened": None,
                "child_age": 0,
                "participation": HOPELESS | {"needs": "older"},
                "values": {"reply_to": "1", "form_key": "k"},
                "errors": [wrong("text", "missing")],
            },
        ),
        (
            "reports/new.html",
            "case",
            {
                "case": case(),
                "comment": None,
                "address": "https://torg.exempelby.example/submissions/2026-00123",
                "judges": True,
            }
            | blank,
        ),
        (
            "reports/new.html",
            "comment with errors",
            {
                "case": case(),
                "comment": COMMENTS[0],
                "address": "https://torg.exempelby.example/submissions/2026-00123#comment-1",
                "values": {"comment": "1"},
                "errors": [wrong("reason", "missing"), wrong("good_faith", "missing")],
                "judges": False,
            },
        ),
        (
            "unsubscribe.html",
            "ask",
            {
                "title": "Lekplats i Björkparken",
                "action": "/u/x",
                "topic": "submission",
                "done": False,
                "undo": "",
                "manage": "/subscriptions/x",
            },
        ),
        (
            "unsubscribe.html",
            "done",
            {
                "title": "070-*** ** 05",
                "action": "/u/x",
                "topic": "number",
                "done": True,
                "undo": "/u/x/resumption",
                "manage": "",
            },
        ),
        ("sign_in.html", "empty", {"demo_people": [], "late": False, "providers": []} | blank),
        (
            "sign_in.html",
            "demo with errors",
            {
                "demo": True,
                "late": True,
                "providers": [
                    Thing(url="/sign-in/with/bankid", text="", title="BankID", below=False),
                    Thing(url="/sign-in/with/staff", text="Personal", title="", below=True),
                ],
                "demo_people": [Thing(name="Olga", role="official", value="olga")],
                "values": {"address": "x", "next": "/me"},
                "errors": [wrong("address", "bad")],
            },
        ),
    ]
    made += [
        (
            "subscriptions/sent.html",
            purpose,
            {
                "purpose": purpose,
                "channel": channel,
                "address": "rosa@example.org",
                "back": "/submissions/2026-00123",
                "back_title": "Mörkt",
            },
        )
        for purpose, channel in (
            ("subscription", "email"),
            ("support", "sms"),
            ("comment", "email"),
            ("idea", "email"),
            ("statement", "sms"),
        )
    ]
    made += [
        (
            "confirm.html",
            f"{purpose} {done}",
            {
                "purpose": "comment" if purpose in {"idea", "statement"} else purpose,
                "thing": purpose,
                "shown": False,
                "at_once": False,
                "place": LATE if done else None,
                "action": "/confirm/x",
                "title": "" if purpose == "sign_in" else "Lekplats i Björkparken",
                "reference": "" if purpose == "sign_in" else "2026-00122",
                "done": done,
                "topic": "decisions" if purpose == "subscription" else "",
            },
        )
        for purpose in (
            *("submission", "subscription", "support", "sign_in"),
            *("comment", "idea", "statement"),
        )
        for done in (False, True)
    ]
    return made
