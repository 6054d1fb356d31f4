"""The start page, lists, decisions and what stands under Mina ärenden; full and empty."""

from datetime import date
from types import SimpleNamespace as Thing

from tests.templates.samples.appealed import ASKED_AGAIN
from tests.templates.samples.measured import MEASURES
from tests.templates.samples.meetings import COMING
from tests.templates.samples.post import UNREACHED
from tests.templates.samples.reviewing import PLACE
from tests.templates.samples.town import DECISION, NO_FILES, NOW, ROSA, ROWS, case, row


def lists() -> list[tuple[str, str, dict[str, object]]]:
    pages = {"next_url": "?before=2026-00097", "first_url": "/submissions"}
    none = {"next_url": "", "first_url": ""}
    return [
        (
            "decisions/list.html",
            "full",
            {"coming": [COMING], "rows": [row(carried_out=True), ROWS[5]]} | pages,
        ),
        ("decisions/list.html", "empty", {"coming": [], "rows": []} | none),
        (
            "decisions/show.html",
            "posted",
            {
                "case": case(votes=64),
                "decision": DECISION,
                "former": [],
                "attachments": NO_FILES,
                "carried_out_on": date(2027, 5, 1),
            },
        ),
        (
            "decisions/show.html",
            "preliminary",
            {
                "case": case(),
                "decision": Thing(
                    **(
                        vars(DECISION)
                        | {
                            "ruling": "rejected",
                            "preliminary": True,
                            "minutes_posted": None,
                            "appeal_by": None,
                        }
                    )
                ),
                "former": [],
                "attachments": NO_FILES,
                "carried_out_on": None,
            },
        ),
        (
            "decisions/show.html",
            "too late to appeal",
            {
                "case": case(),
                "decision": Thing(**(vars(DECISION) | {"appeal_by": date(2026, 10, 1)})),
                "former": [],
                "attachments": NO_FILES,
                "carried_out_on": None,
            },
        ),
        (
            "decisions/show.html",
            "cannot be appealed",
            {
                "case": case(),
                "decision": Thing(**(vars(DECISION) | {"appealable": False})),
                "former": [],
                "attachments": NO_FILES,
                "carried_out_on": None,
            },
        ),
        (
            "me.html",
            "full",
            {
                "me": ROSA,
                "address": "r***@example.org",
                "called": "Rosa",
                "measures": MEASURES,
                "unreached": UNREACHED,
                "waiting": [ROWS[4]],
                "rows": [*ROWS[:4], row(publication="queued", place_in_queue=PLACE)],
                "follows": [
                    Thing(
                        topic="submission",
                        title="Fler sittplatser på torget",
                        url="/submissions/2026-00101",
                        extent="answers",
                    ),
                    Thing(topic="decisions", title="", url="/decisions", extent="answers"),
                    Thing(topic="unit", title="Gatuenheten", url="/x", extent="everything"),
                ],
                "more": ["comments", "supports"],
                "asked_again": ASKED_AGAIN,
                "manage": "/subscriptions/x",
                **pages,
            },
        ),
        (
            "me.html",
            "empty",
            {
                "unreached": None,
                "me": ROSA,
                "address": "r***@example.org",
                "called": "",
                "measures": [],
                "waiting": [],
                "rows": [],
                "follows": [],
                "asked_again": [],
                "more": [],
                "manage": "",
                **none,
            },
        ),
        (
            "demo/outbox.html",
            "full",
            {
                "demo": True,
                "messages": [
                    Thing(
                        channel="email",
                        to="rosa@example.org",
                        subject="Vi har tagit emot ditt ärende [2026-00123]",
                        text="Tack!\n\nhttps://torg.exempelby.example/s/2026-00123",
                        at=NOW,
                    ),
                    Thing(
                        channel="sms",
                        to="070-174 06 05",
                        subject="",
                        text="Exempelby: Svar",
                        at=NOW,
                    ),
                ],
            },
        ),
        ("demo/outbox.html", "empty", {"demo": True, "messages": []}),
    ]
