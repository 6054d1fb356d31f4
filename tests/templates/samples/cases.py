"""One case, from the first step of its form to the last state of its page."""

from datetime import date
from types import SimpleNamespace as Thing

import templates
from tests.templates.samples.participating import RULE
from tests.templates.samples.town import (
    ANSWER,
    BOARD,
    COMMENTS,
    DECISION,
    DOCUMENT,
    EVENTS,
    NO_FILES,
    PHOTO,
    PROSE,
    STREETS,
    VOTES,
    case,
    wrong,
)

CHANGED = {"title": "Bemötandet på biblioteket", "text": "Ring mig på ...", "version": "3"}


FILES = {"own": PHOTO | {"hidden": True}, "answers": {1: DOCUMENT}, "decisions": {1: DOCUMENT}}


def top(**changed: object) -> dict[str, object]:
    facts: dict[str, object] = {
        "case": case(),
        "unit": STREETS,
        "board": "",
        "votes": None,
        "late": False,
        "delay": None,
        "planned_on": None,
        "meets": None,
        "handovers": 0,
        "promised": [],
        "consulted": [],
        "summary_html": "",
        "duplicate": None,
        "receiver": None,
        "declared": None,
        "moving": None,
        "removed": [],
        "source": None,
        "decision": None,
        "answers": [],
    }
    return facts | changed


ARGUMENTS = {
    "met": [{"number": 3, "byline": "", "words": "Bygg den bredare, så att cyklarna får plats."}],
    "unmet": [{"number": 1, "byline": "Stina <b>Ek</b>", "words": "Vem plogar & sandar?"}],
}


def rest(**changed: object) -> dict[str, object]:
    facts: dict[str, object] = {
        "case": case(),
        "html": PROSE,
        "attachments": NO_FILES,
        "late": False,
        "delay": None,
        "decision": None,
        "former": [],
        "answers": [],
        "arguments": None,
        "helped": None,
        "short_url": "https://torg.exempelby.example/s/2026-00123",
        "events": EVENTS[1:],
        "more_events": 0,
        "events_url": "",
        "comments": [],
        "comments_total": 0,
        "comments_next": "",
    }
    return facts | changed


def show(
    language: str, head: dict[str, object], body: dict[str, object], **shell: object
) -> dict[str, object]:
    facts: dict[str, object] = {
        "top": templates.fragment("submissions/_top.html", language, **head),
        "rest": templates.fragment("submissions/_rest.html", language, **body),
        "case": head["case"],
        "notice": "",
        "reason": "",
        "said": "",
        "withdrawable": False,
        "support": None,
        "move": None,
        "signed_in": False,
        "wanted": None,
        "place": None,
        "pending": None,
        "refused_change": None,
        "asked": None,
        "one_way_in": None,
        "added": [],
        "unreached": None,
        "takeable": False,
        "decided": None,
        "right": None,
        "by_staff": False,
        "changeable": False,
        "confirmable": False,
        "errors": [],
    }
    return facts | shell


def shows(language: str) -> list[tuple[str, str, dict[str, object]]]:
    page = "submissions/show.html"
    proposal = case(
        kind="proposal", status="voting", title="Lekplats i Björkparken", place="Björkparken"
    )
    decided = case(
        kind="proposal",
        status="decided",
        outcome="approved",
        title="Lekplats i Björkparken",
        place="Björkparken",
        answered_on=date(2026, 11, 10),
    )
    private = case(
        kind="complaint",
        status="waiting_resident",
        publication="private",
        is_public=False,
        commentable=False,
        locked=False,
        mine=True,
        byline="",
        title="Bemötandet på biblioteket",
        place="",
    )
    states = [
        ("received", None, {}),
        ("planned", None, {"planned_on": date(2026, 12, 3)}),
        (
            "in_progress",
            None,
            {
                "late": True,
                "delay": Thing(reason="Kabeln måste grävas upp.", day=date(2026, 11, 20)),
                "handovers": 2,
                "promised": [
                    {"which": which, "day": date(2026, 11, 18), "over": over, "paused": paused}
                    for which in ("update", "decide")
                    for over, paused in ((False, False), (True, False), (False, True))
                ],
                "consulted": [Thing(unit="Parkenheten", day=date(2026, 11, 18))],
            },
        ),
        ("answered", None, {}),
        (
            "closed",
            "not_ours",
            {
                "receiver": Thing(
                    name="Trafikverket",
                    contact="0771-921 921",
                    phone="0771-921 921",
                    forwarded=True,
                )
            },
        ),
        (
            "closed",
            "duplicate",
            {"duplicate": Thing(reference="2026-00100", title="Släckta lampor")},
        ),
        (
            "closed",
            "no_reply",
            {"summary_html": "<p>Vi frågade två gånger och fick inget svar.</p>"},
        ),
    ]
    made = [
        (
            page,
            "in progress, with comments",
            show(
                language,
                top(),
                rest(
                    answers=[ANSWER],
                    events=EVENTS,
                    comments=COMMENTS,
                    comments_total=592,
                    comments_next="?after=6",
                    more_events=14,
                    events_url="/submissions/2026-00123/history",
                ),
            ),
        ),
        (
            page,
            "collecting support",
            show(
                language,
                top(case=proposal, board=BOARD, votes=VOTES),
                rest(case=proposal),
                support=Thing(state="open", rule=RULE, lacking=True),
            ),
        ),
        (
            page,
            "supported by me",
            show(
                language,
                top(
                    case=proposal,
                    board=BOARD,
                    votes=VOTES,
                    declared=Thing(votes=812, comments=40),
                    source=Thing(name="decide.example", url="https://decide.example/1"),
                ),
                rest(case=proposal),
                support=Thing(state="given", rule=None, lacking=False),
                signed_in=True,
            ),
        ),
        (
            page,
            "decided",
            show(
                language,
                top(case=decided, board=BOARD, votes=VOTES),
                rest(case=decided, decision=DECISION, answers=[ANSWER], attachments=FILES),
            ),
        ),
        (
            page,
            "private, we need more",
            show(language, top(case=private), rest(case=private), notice="private"),
        ),
        (
            page,
            "returned for a change",
            show(
                language,
                top(case=private),
                rest(case=private),
                notice="returned",
                said="Ta bort telefonnumret, så visar vi texten.",
                withdrawable=True,
                wanted=Thing(message="Ta bort telefonnumret, så visar vi texten.", values=CHANGED),
            ),
        ),
        (
            page,
            "refused",
            show(
                language,
                top(case=private),
                rest(case=private),
                notice="refused",
                reason="personal_data",
            ),
        ),
    ]
    for status, outcome, more in states:
        one = case(status=status, outcome=outcome, late="late" in more)
        made.append(
            (
                page,
                f"{status} {outcome or ''}".strip(),
                show(
                    language,
                    top(case=one, **more),
                    rest(case=one, late="late" in more, delay=more.get("delay")),
                ),
            )
        )
    ended = case(kind="question", status="answered", mine=True, answered_on=date(2026, 11, 10))
    made += [
        (
            page,
            f"did this help {said} {wanted} {marked}",
            show(
                language,
                top(case=ended, answers=[ANSWER]),
                rest(
                    case=ended,
                    answers=[ANSWER],
                    arguments=ARGUMENTS if marked else None,
                    helped=Thing(until=date(2026, 12, 10), wanted=wanted, said=said, marked=marked),
                ),
            ),
        )
        for said, wanted, marked in (
            ("", True, False),
            ("partly", True, False),
            ("no", True, True),
            ("", False, False),
        )
    ]
    made += [
        (
            "submissions/edit.html",
            "change with errors",
            {
                "case": private,
                "is_public": False,
                "waits": False,
                "supporters": 0,
                "message": "Ta bort telefonnumret.",
                "values": CHANGED,
                "errors": [wrong("text", "missing")],
            },
        ),
        ("submissions/withdraw.html", "public", {"case": proposal, "is_public": True}),
        ("submissions/withdraw.html", "not public", {"case": private, "is_public": False}),
    ]
    return made
