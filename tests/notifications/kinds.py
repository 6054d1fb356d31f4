"""Every kind of letter with a context for each turn it can take. Invented people and places."""

from datetime import date
from types import SimpleNamespace as Thing
from typing import Any

from markupsafe import Markup, escape

SITE = Thing(
    name="Exempelby kommun",
    site_name="Exempelby torg",
    phone="08-123 45 00",
    hours=((0, 4, ((480, 990),)),),
)
TITLE = "Mörkt på <b>gångvägen</b> & vid ”Storgatan”"
PUBLIC = {
    "reference": "2026-00123",
    "title": TITLE,
    "place": "Storgatan 14, stolpe 0417",
    "url": "https://torg.exempelby.example/submissions/2026-00123",
}
OWN = PUBLIC | {
    "title": "",
    "place": "",
    "url": "https://torg.exempelby.example/submissions/2026-00123?k=" + "k" * 32,
}
FOLLOWER = {
    "reasons": ["case", "decisions"],
    "stop_url": "https://torg.exempelby.example/u/abcdefghijklmnopqrstuvwxyz234567",
    "manage_url": "https://torg.exempelby.example/subscriptions/abcdefghijklmnopqrstuvwxyz234567",
}
AUTHOR = {"reasons": ["own"], "stop_url": "", "manage_url": ""}
HELPER = {"reasons": ["helper"], "stop_url": "", "manage_url": "", "url": PUBLIC["url"]}
STRANGER = {"reasons": ["request"], "stop_url": "", "manage_url": ""}
LINK = {"url": "https://torg.exempelby.example/confirm/abcdefghijklmnopqrstuvwxyz234567"}
THIS_DAY = date(2026, 11, 12)
A_MOMENT = 1_794_474_000_000_000
REPORT_PAGE = "https://torg.exempelby.example/reports/0123456789abcdef0123"
TO_READ = [
    {"kind": "question", "reference": "2026-00124", "section": None},
    {"kind": "proposal", "reference": "2026-00125", "section": "talk"},
]
STAFF = {"reasons": ["work"], "stop_url": "", "manage_url": ""}
AT_WORK = {"url": "https://torg.exempelby.example/casework"}
REVIEWED = {"waiting": 3, "urgent": 1, "late": 1, "soon": 2, "again": 1} | {
    "goes_on": "https://torg.exempelby.example/desk"
}
NUMBERED = {
    "reference": "2026-00124",
    "kind": "question",
    "title": "",
    "day": None,
    "url": "https://torg.exempelby.example/casework/2026-00124",
}
TITLED = {
    "reference": "2026-00123",
    "kind": "fault_report",
    "title": "Lampor <b>längs</b> ån & vägen",
    "url": "https://torg.exempelby.example/casework/2026-00123",
}

BROKEN = TITLED | {"which": "first", "day": THIS_DAY, "long": False}

MAILED = frozenset(
    {
        "gathered",
        "digest",
        "staff_daily",
        "staff_alert",
        "account",
        "invitation",
        "membership",
        "panel",
    }
    | {"factor_changed", "review_alert", "review_work", "report_received", "report_decided"}
    | {"support_alert", "promise_alert"}
)
"""Letters that tell of several events, invite, or go to staff: there is no text message of them."""
NUMBER = {"reference": "2026-00123", "title": "", "place": ""}
NO_CASE = {"reference": "", "title": "", "place": ""}


def part(words: str, link: str = "", *, head: str = "h2") -> dict[str, str]:
    """One event of such a letter, as its own templates word it."""
    text, html = f"{words}\n", f"<{head}>{escape(words)}</{head}>"
    if link:
        text += f"\nLäs mer: {link}\n"
        html += f'<p>Läs mer: <a href="{link}">{link}</a></p>'
    return {"text": text, "html": Markup(html)}  # noqa: S704  (made just above)


TOLD = f"Gatuenheten har svarat om “{TITLE}” (2026-00123)."

REFUSAL = {
    "note": "Skriv gärna om utan grannens namn.\n\n<b>Tack</b>",
    "covered": True,
    "rules_url": "https://torg.exempelby.example/about#rules",
    "appeal_by": date(2027, 5, 12),
    "appeal_url": "https://torg.exempelby.example/appeals/new",
}
NO_TURN: list[dict[str, Any]] = [{}]
APPEALED = ("comment", "idea", "proposal", "case")

# For each kind: who gets it and about what, then the turns its own words can take.
KINDS: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    "confirm_contact": (
        [STRANGER | LINK | {"days": 30, "topic": ""}],
        [
            {"purpose": "submission", "title": "", "reference": "2026-00123", "place": ""},
            *[
                {"purpose": purpose, "title": TITLE, "reference": "2026-00123", "place": "Torget 1"}
                for purpose in ("comment", "support", "subscription")
            ],
            *[
                {"purpose": "comment", "thing": thing, "title": TITLE, "place": ""}
                | {"reference": "2026-00123", "dialogue": True}
                for thing in ("idea", "statement")
            ],
            *[
                {"purpose": "subscription", "title": title, "reference": "", "place": ""}
                | {"topic": topic}
                for topic, title in (("decisions", ""), ("category", TITLE), ("unit", TITLE))
            ],
        ],
    ),
    "sign_in": ([STRANGER | LINK | {"minutes": 30}], NO_TURN),
    "new_address": ([STRANGER | LINK | NO_CASE], NO_TURN),
    "address_changed": (
        [STRANGER | LINK | NO_CASE | {"days": 14}],
        [
            {"change": "add", "now": "r…@example.org"},
            {"change": "replace", "now": "070-… 05"},
            {"change": "remove", "now": ""},
        ],
    ),
    "appeal_received": (
        [OWN | AUTHOR],
        [
            *[{"reader": "author", "thing": thing, "day": THIS_DAY} for thing in APPEALED],
            PUBLIC | {"reader": "reporter", "thing": "case", "day": THIS_DAY},
            NO_CASE | {"reader": "author", "thing": "sanction", "day": THIS_DAY},
        ],
    ),
    "appeal_decided": (
        [PUBLIC | AUTHOR, OWN | AUTHOR],
        [
            *[
                {"party": party, "reader": reader, "what": what, "thing": "proposal"}
                | {"shown": what != "upheld", "note": "Nej."}
                for party, reader in (
                    ("author", "author"),
                    ("author", "reporter"),
                    ("reporter",) * 2,
                )
                for what in ("upheld", "reversed", "partly")
            ],
            {"party": "author", "reader": "author", "what": "upheld", "thing": "comment"}
            | {"shown": False, "note": REFUSAL["note"]},
            {"party": "reporter", "reader": "author", "what": "upheld", "thing": "case"}
            | {"shown": True, "note": "Nej."},
            *[
                NO_CASE
                | {"party": "author", "reader": "author", "what": what}
                | {"thing": "sanction", "shown": False, "note": "Nej."}
                for what in ("upheld", "reversed")
            ],
        ],
    ),
    "address_taken": ([STRANGER | LINK | NO_CASE], NO_TURN),
    "download_ready": ([STRANGER | LINK | NO_CASE], NO_TURN),
    "there_is_an_answer": ([STRANGER | LINK], NO_TURN),
    "something_new": (
        [STRANGER | LINK | {"reference": ""}],
        [{"button": False}, {"button": True}],
    ),
    "receipt": (
        [AUTHOR | OWN, AUTHOR | PUBLIC],
        [{"unit": "Samhällsbyggnadsförvaltningens gatuenhet", "answer_by": THIS_DAY}],
    ),
    "published": (
        [AUTHOR | PUBLIC, FOLLOWER | PUBLIC],
        [{"until": None, "threshold": None}, {"until": THIS_DAY, "threshold": 1000}],
    ),
    "returned": (
        [AUTHOR | OWN],
        [
            {"thing": "case", "reason": "personal_data", "note": REFUSAL["note"]},
            {"thing": "comment", "reason": "abusive", "note": "", "title": TITLE},
            {"thing": "statement", "reason": "abusive", "note": "", "title": TITLE},
        ],
    ),
    "refused": (
        [AUTHOR | OWN | REFUSAL],
        [
            {"act": act, "thing": thing, "reason": reason, "source": source, "automated": automated}
            for act, thing, reason, source, automated in (
                ("refused", "case", "out_of_remit", "own", False),
                ("unpublished", "proposal", "threat", "notice", False),
                ("hidden", "comment", "copyright", "automated", True),
                ("redacted", "case", "personal_data", "own", False),
                ("change", "proposal", "advertising", "own", False),
            )
        ],
    ),
    "edited": ([AUTHOR | PUBLIC | {"own": True}, FOLLOWER | PUBLIC | {"own": False}], NO_TURN),
    # Its words are gone: only the number is said, whoever reads.
    "withdrawn": ([FOLLOWER | PUBLIC | {"title": "", "place": ""}], NO_TURN),
    "answered": (
        [
            AUTHOR | OWN | {"answer": "", "tell_by": THIS_DAY},
            FOLLOWER | PUBLIC | {"answer": "Tack.\n\nVi <gräver>.", "tell_by": None},
        ],
        [{"unit": "Gatuenheten", "corrected": corrected} for corrected in (False, True)],
    ),
    "decided": (
        [AUTHOR | PUBLIC, FOLLOWER | PUBLIC],
        [
            {
                "ruling": ruling,
                "board": "Samhällsbyggnadsnämnden",
                "decided_on": THIS_DAY,
                "summary": summary,
                "appeal_by": appeal_by,
                "preliminary": appeal_by is None,
                "corrected": bool(why),
                "reason": why,
            }
            for ruling, summary, appeal_by, why in (
                ("approved", "Lamporna byts.", date(2026, 12, 28), ""),
                ("partly", "", None, ""),
                ("rejected", "Pengarna räcker inte.", None, "I protokollet står nej."),
                ("answered", "", None, ""),
            )
        ],
    ),
    "new_case": (
        [FOLLOWER | PUBLIC | {"reasons": ["subject", "unit"], "unit": "Gatuenheten"}],
        [
            {"subject": "Gatubelysning", "until": None},
            {"subject": "", "until": THIS_DAY},
        ],
    ),
    "gathered": (
        [FOLLOWER, AUTHOR | {"reasons": ["own", "case"]}],
        [
            PUBLIC | {"subject": f"Svar: {TITLE}", "parts": [part(TOLD, head="h1"), part("Tack.")]},
            PUBLIC
            | {
                "reference": "",
                "title": "",
                "place": "",
                "subject": "Svar: ditt ärende",
                "parts": [
                    part("Vi har svarat.", PUBLIC["url"], head="h1"),
                    part("Även här.", PUBLIC["url"]),
                ],
            },
        ],
    ),
    "digest": (
        [FOLLOWER | {"reference": "", "title": "", "url": PUBLIC["url"]}],
        [
            {"cases": [{"url": PUBLIC["url"], "lines": [part("Vi har svarat."), part("Klart.")]}]}
            | {"more": more}
            for more in (0, 1, 14)
        ],
    ),
    "status_moved": (
        [AUTHOR | OWN, FOLLOWER | PUBLIC],
        [
            {"status": "planned", "day": date(2026, 12, 3), "note": ""},
            {"status": "fixed", "day": None, "note": "Tre lampor är bytta."},
            {"status": "implementing", "day": date(2026, 12, 3), "note": "Schakten är grävda."},
            {"status": "dropped", "day": None, "note": "Marken bär inte."},
            {"status": "implemented", "day": None, "note": ""},
            {"status": "waiting_resident", "day": None, "note": ""},
            {"status": "waiting_resident", "day": None, "note": "Vilken hållplats var det?"},
        ],
    ),
    "closed": (
        [
            AUTHOR | OWN | {"reopen_by": THIS_DAY, "tell_by": THIS_DAY},
            FOLLOWER | PUBLIC | {"reopen_by": None, "tell_by": None},
        ],
        [
            {
                "outcome": outcome,
                "reason": "Stolpen är inte vår.",
                "receiver": receiver,
                "forwarded": bool(receiver),
            }
            for outcome, receiver in (
                ("fixed", ""),
                ("not_ours", "Trafikverket, 0771-921 921"),
                ("below_threshold", ""),
                ("no_reply", ""),
            )
        ],
    ),
    "reopened": (
        [AUTHOR | OWN, FOLLOWER | PUBLIC],
        [{"answer_by": None}, {"answer_by": THIS_DAY}],
    ),
    "threshold_reached": (
        [AUTHOR | PUBLIC, FOLLOWER | PUBLIC | {"reasons": ["support"]}],
        [{"threshold": 1000, "until": None}, {"threshold": 50, "until": THIS_DAY}],
    ),
    "commented": ([AUTHOR | PUBLIC, FOLLOWER | PUBLIC | {"reasons": ["comment"]}], NO_TURN),
    "merged": (
        [AUTHOR | OWN, FOLLOWER | PUBLIC],
        [
            {"target_title": "Lampor längs ån", "target_reference": "2026-00100"},
            {"target_title": "", "target_reference": ""},
        ],
    ),
    "delayed": (
        [AUTHOR | OWN | {"reason": ""}, FOLLOWER | PUBLIC | {"reason": "Kabeln är slut."}],
        [{"day": THIS_DAY}],
    ),
    "promised": (
        [AUTHOR | OWN, AUTHOR | PUBLIC],
        [
            {"day": THIS_DAY, "was": was, "later": later}
            for was, later in ((None, False), (date(2026, 11, 2), True), (date(2026, 12, 1), False))
        ],
    ),
    "reminded": (
        [AUTHOR | OWN, AUTHOR | PUBLIC],
        [{"again": again, "day": THIS_DAY} for again in (False, True)],
    ),
    "account": (
        [{"reasons": ["account"], "stop_url": "", "manage_url": ""} | LINK | NO_CASE],
        [
            {"what": what, "role": role, "unit": unit, "lead": lead, "until": until, "cause": why}
            for what, role, unit, lead, until, why in (
                ("role_given", "official", "Gatuenheten", True, THIS_DAY, ""),
                ("role_changed", "moderator", "", False, None, ""),
                ("role_ended", "auditor", "", False, None, ""),
                ("suspended", "", "", False, None, "left"),
                ("suspended", "", "", False, None, "stolen"),
                ("suspended", "", "", False, None, "rules"),
                ("suspended", "", "", False, None, "other"),
                ("restored", "", "", False, None, ""),
                ("factor_reset", "", "", False, None, ""),
            )
        ],
    ),
    "trial": (
        [{"reasons": ["account"], "stop_url": "", "manage_url": ""} | LINK | NO_CASE],
        [{"sender": "Plommon"}],
    ),
    "long_away": (
        [{"reasons": ["account"], "stop_url": "", "manage_url": ""} | LINK | NO_CASE],
        [{"day": THIS_DAY}],
    ),
    "factor_changed": (
        [{"reasons": ["account"], "stop_url": "", "manage_url": ""} | LINK | NO_CASE],
        [{"what": what} for what in ("added", "removed", "codes_made", "code_used")],
    ),
    "invitation": (
        [STRANGER | LINK | NO_CASE | {"who": "Ada <Ek>", "days": 7}],
        [
            {"role": "official", "unit": "Gatuenheten", "lead": True, "until": THIS_DAY},
            {"role": "administrator", "unit": "", "lead": False, "until": None},
        ],
    ),
    "membership": (
        [STRANGER | LINK | NO_CASE | {"days": 7}],
        [{"organisation": "Cykelföreningen <i>Kedjan</i> & Vänner"}],
    ),
    "panel": (
        [STRANGER | LINK | NO_CASE | {"days": 30}],
        [{"panel": "Ungas <i>panel</i>", "purpose": "Att höra & lära.", "often": "Sex gånger"}],
    ),
    "taking_over": ([STRANGER | LINK | NUMBER], [{"days": 30}]),
    "taken_over": ([AUTHOR | OWN, AUTHOR | PUBLIC], NO_TURN),
    "released": ([HELPER | NUMBER], NO_TURN),
    "review_late": (
        [AUTHOR | OWN, AUTHOR | PUBLIC],
        [
            {"thing": thing, "missed": missed, "promised": A_MOMENT, "expected": expected}
            for thing, missed, expected in (
                ("case", True, A_MOMENT),
                ("comment", False, A_MOMENT),
                ("change", True, None),
            )
        ],
    ),
    "review_alert": (
        [STAFF | AT_WORK | NO_CASE],
        [
            {"what": what, "count": count, "at": at, "rows": rows, "more": count - len(rows)}
            for what, count, at, rows in (
                ("rule", 3, A_MOMENT, TO_READ),
                ("unread", 2, None, TO_READ),
                ("unread", 1, None, TO_READ[:1]),
            )
        ],
    ),
    "delay_action": (
        [AUTHOR | OWN, AUTHOR | PUBLIC],
        [{"what": what} for what in ("right", "decided", "refused")],
    ),
    "promise_alert": (
        [STAFF | AT_WORK | NO_CASE],
        [
            {"count": len(rows) + more, "rows": rows, "more": more}
            for rows, more in (
                ([BROKEN], 0),
                ([BROKEN | {"which": "decide", "long": True}, BROKEN | {"title": ""}], 1),
            )
        ],
    ),
    "report_received": (
        [STRANGER | NO_CASE | {"url": REPORT_PAGE}],
        [{"number": 17, "due": A_MOMENT}],
    ),
    "report_decided": (
        [STRANGER | NO_CASE | {"url": REPORT_PAGE, "number": 17, "appeal_by": THIS_DAY}],
        [
            {"what": what, "reason": reason, "rules_url": REFUSAL["rules_url"]}
            for what, reason in (("gone", "threat"), ("masked", "personal_data"), ("stays", ""))
        ],
    ),
    "sanction": (
        [{"reasons": ["account"], "stop_url": "", "manage_url": ""} | LINK | NO_CASE],
        [
            {"kind": kind, "conduct": conduct, "until": until, "reason": reason, "note": note}
            | {"appeal_by": THIS_DAY, "day": THIS_DAY if until else None}
            | {"rules_url": REFUSAL["rules_url"]}
            for kind, conduct, until, reason, note in (
                ("warning", "writing", None, "abusive", "Tre texter, <b>tre</b> gånger."),
                ("restricted", "writing", A_MOMENT, "advertising", ""),
                ("suspended", "writing", A_MOMENT, "threat", "Vänta."),
                ("warning", "reporting", None, "unfounded", ""),
                ("suspended", "reporting", A_MOMENT, "unfounded", ""),
            )
        ],
    ),
    "review_work": (
        [STAFF | NO_CASE | AT_WORK],
        [
            {"what": "texts", "waiting": 200, "urgent": 1, "late": late, "soon": 14, "again": late}
            for late in (0, 1, 3)
        ]
        + [
            {"what": "texts", "waiting": 0, "urgent": 0, "late": 0, "soon": 0, "again": 2},
            {"what": "urgent_text", "waiting": 1, "urgent": 1, "late": 0, "soon": 0, "again": 0},
        ],
    ),
    "staff_alert": (
        [STAFF | OWN | AT_WORK, STAFF | PUBLIC | AT_WORK],
        [
            {"what": what, "unit": "Parkenheten", "count": 2, "day": THIS_DAY, "who": "Olga"}
            for what in ("given", "urgent", "passed", "circle", "alone")
        ],
    ),
    "staff_daily": (
        [STAFF | AT_WORK | {"reference": "", "title": "", "place": ""}],
        [
            {
                "groups": [
                    {"code": code, "rows": [NUMBERED, {**TITLED, "day": day}], "more": more}
                    for code, day, more in (
                        ("late", THIS_DAY, 2),
                        ("soon", THIS_DAY, 0),
                        ("decision", THIS_DAY, 0),
                        ("given", None, 0),
                        ("added", None, 0),
                        ("told", None, 0),
                        ("asked", THIS_DAY, 0),
                        ("to_read", None, 1),
                        ("nobody", THIS_DAY, 0),
                    )
                ],
                "review": None,
            },
            {"groups": [{"code": "given", "rows": [NUMBERED], "more": 0}], "review": REVIEWED},
            {"groups": [], "review": REVIEWED | {"waiting": 0, "urgent": 0, "late": 0, "soon": 0}},
        ],
    ),
}
SUPPORTER = PUBLIC | {"reasons": ["support"], "stop_url": "", "manage_url": ""}
KINDS |= {
    "move_support": (
        [SUPPORTER | {"target_title": "Lampor längs ån", "target_reference": "2026-00100"}],
        [{"movable": True}, {"movable": False}],
    ),
    "support_parted": ([SUPPORTER], [{"back": True}, {"back": False}]),
    "support_removed": (
        [SUPPORTER],
        [
            {"rule": rule, "day": THIS_DAY}
            for rule in ("burst", "new_addresses", "one_network", "one_domain", "one_mailbox")
        ],
    ),
    "support_restored": ([SUPPORTER], [{"restored": True}, {"restored": False}]),
    "support_alert": (
        [STAFF | PUBLIC],
        [
            {"rule": rule, "count": n, "total": 48}
            for rule, n in (("throwaway", 1), ("by_hand", 48))
        ],
    ),
}
ABOUT = PUBLIC | FOLLOWER | {"dialogue": True, "reasons": ["dialogue"]}
TALK = {"title": "", "kind": "discuss"}
NO_END = {"note": "", "who": "", "reason": "", "link": ""}
ENDED = NO_END | {"who": "Tekniska <nämnden>", "reason": "Pengarna räcker inte.\n\nTack & hej."}
KINDS |= {
    "dialogue_phase": (
        [ABOUT | {"last_day": THIS_DAY, "closes": None, "begins": None}],
        [
            {"what": "opened", "phase": TALK, "closes": A_MOMENT},
            {"what": "opened", "phase": TALK | {"kind": "inform"}},
            {"what": "last_days", "phase": TALK | {"title": "Bänkar & <träd>"}},
            {"what": "changed", "phase": TALK},
            {"what": "changed", "phase": TALK, "begins": A_MOMENT},
        ],
    ),
    "dialogue_days": (
        [ABOUT | {"last_day": THIS_DAY, "closes": None}],
        [{"phase": TALK}, {"phase": TALK | {"title": "Bänkar & <träd>"}}],
    ),
    "occasion": (
        [ABOUT | {"occasion": "Öppet hus & <fika>", "where": "Torget 1", "begins": A_MOMENT}],
        [{"cancelled": True}, {"cancelled": False}],
    ),
    "dialogue_moved": (
        [ABOUT],
        [
            *[NO_END | {"status": status} for status in ("open", "analysis", "feedback", "closed")],
            NO_END | {"status": "open", "note": "Vi missade en fråga."},
            ENDED | {"status": "broken_off"},
            ENDED | {"status": "handed_over", "link": PUBLIC["url"] + "/plan"},
        ],
    ),
    "dialogue_result": (
        [ABOUT],
        [
            {"what": "phase", "phase": TALK, "count": 0},
            {"what": "closing", "phase": None, "count": 0},
            {"what": "vote", "phase": None, "count": 1412},
        ],
    ),
    "dialogue_action": (
        [ABOUT],
        [
            {
                "what": "added",
                "status": "planned",
                "said": "Tio <bänkar>.",
                "by": THIS_DAY,
                "count": 1,
            },
            {"what": "", "status": "done", "said": "Tio bänkar.", "by": THIS_DAY, "count": 1},
            {"what": "carried", "status": "doing", "said": "", "by": THIS_DAY, "count": 3},
        ],
    ),
}
for kind in ("edited", "commented", "refused", "returned", "confirm_contact"):
    people, turns = KINDS[kind]
    reasons = ["dialogue" if kind in {"edited", "commented"} else "dialogue_comment"]
    KINDS[kind] = ([*people, people[-1] | PUBLIC | {"dialogue": True, "reasons": reasons}], turns)
CASES = [
    (kind, {"site": SITE} | who | turn)
    for kind, (people, turns) in KINDS.items()
    for who in people
    for turn in turns
]
