"""The public register of what was not published, and why."""

from moderation import record
from web.answers import Answer, Shown
from web.pages.paging import integers
from web.visit import Visit


def index(visit: Visit) -> Answer:
    """Every restriction, newest first; nobody's words and nobody's name."""
    after = integers(visit.query.get("after", ""), 1)
    rows = record.entries(visit.session, limit=record.PAGE + 1, after=after[0] if after else None)
    shown = rows[: record.PAGE]
    return Shown(
        "moderation_log/list.html",
        {
            "rows": shown,
            "next_url": f"/moderation-log?after={shown[-1].id}" if len(rows) > record.PAGE else "",
            "first_url": "/moderation-log" if after else "",
        },
        lasting=1.0,
    )
