"""Feeds in two forms, Atom (RFC 4287) and JSON Feed 1.1, by the ending of the address."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from models import feed
from models.settings import settings
from models.submission import stream_of
from web.answers import Answer, Shown
from web.pages.feed_items import Item, clean, host, of_cases, of_decision, of_happenings, tag
from web.pages.naming import named
from web.pages.paging import cut, integers
from web.visit import Visit

MEDIA = {"atom": "application/atom+xml", "json": "application/feed+json"}
TEMPLATES = {"atom": "feeds/feed.xml", "json": "feeds/feed.json"}
FEEDS_SINCE = "2026"
"""The year in the ids of whole feeds: an id is for ever (RFC 4151)."""


def submissions(visit: Visit) -> Answer:
    """Public cases, those shown last first."""
    items, following = _cases(visit)
    return shown(visit, "submissions", items, following, page="/submissions", lasting=1.0)


def subject(visit: Visit) -> Answer:
    """Public cases about one subject, those shown last first."""
    about = feed.subject(visit.session, visit.params["subject"])
    return _part(visit, "subject", about, *_cases(visit, subject_id=about.id))


def unit(visit: Visit) -> Answer:
    """Public cases that one unit has now, those shown last first."""
    owner = feed.unit(visit.session, visit.params["unit"])
    return _part(visit, "unit", owner, *_cases(visit, unit_id=owner.id))


def _cases(visit: Visit, **chosen: int) -> tuple[Sequence[Item], str]:
    """The cases of one page, and the address of the next one."""
    after = integers(visit.query.get("after", ""), 2)
    rows, following = cut(
        feed.submissions_page(
            visit.session, after=(after[0], after[1]) if after else None, **chosen
        ),
        _path(visit),
        "published_at",
        "id",
        size=feed.PAGE,
    )
    return of_cases(visit, rows), following


def _part(visit: Visit, sort: str, row: Any, items: Sequence[Item], following: str) -> Answer:
    """The feed of a part of all cases: of the subject or the unit whose row is given."""
    return shown(
        visit,
        sort,
        items,
        following,
        page=f"/submissions?{urlencode({sort: row.slug})}",
        id=f"tag:{host()},{FEEDS_SINCE}:feeds/{sort}s/{row.slug}",
        title=clean(named(row, visit.language)),
        lasting=1.0,
    )


def decisions(visit: Visit) -> Answer:
    """Decisions, those entered last first."""
    after = integers(visit.query.get("after", ""), 1)
    rows, following = cut(
        feed.decisions_page(visit.session, after=after[0] if after else None),
        _path(visit),
        "id",
        size=feed.PAGE,
    )
    return shown(
        visit,
        "decisions",
        [of_decision(row) for row in rows],
        following,
        page="/decisions",
        lasting=1.0,
    )


def case(visit: Visit) -> Answer:
    """What happened with one case, newest first."""
    reference = visit.params["reference"]
    row = feed.case(visit.session, reference)
    before = integers(visit.query.get("after", ""), 1)
    events, following = cut(
        feed.happenings(visit.session, reference, before=before[0] if before else None),
        _path(visit),
        "seq",
        size=feed.PAGE,
    )
    return shown(
        visit,
        "case",
        of_happenings(visit, row, events),
        following,
        page=f"/submissions/{reference}",
        id=tag(row, "history"),
        title=clean(row.title),
        updated=row.updated,
        stream=stream_of(reference),
    )


def shown(
    visit: Visit,
    sort: str,
    items: Sequence[Item],
    following: str,
    *,
    page: str,
    id: str = "",
    title: str = "",
    updated: int | None = None,
    stream: str | None = None,
    lasting: float = 0.0,
) -> Answer:
    form = "json" if _path(visit).endswith(".json") else "atom"
    base = settings().base_url
    newest = max((item["updated"] for item in items), default=None)
    return Shown(
        TEMPLATES[form],
        {
            "sort": sort,
            "id": id or f"tag:{host()},{FEEDS_SINCE}:feeds/{sort}",
            "title": title,
            "updated": updated or newest or feed.began(visit.session),
            "self_url": base + visit.path,
            "page_url": base + page,
            "next_url": base + following if following else "",
            "base": base,
            "items": items,
        },
        media=MEDIA[form],
        stream=stream,
        lasting=lasting,
    )


def _path(visit: Visit) -> str:
    return visit.path.partition("?")[0]
