"""The items of a feed: rows to the names its templates ask for, in either form."""

import re
from collections.abc import Sequence
from html import escape
from typing import Any
from urllib.parse import urlsplit

from models import feed
from models.calendar import local
from models.course import leads_on
from models.event import EventKind
from models.history import Happening
from models.settings import settings
from models.states import Outcome
from web.pages.naming import named
from web.visit import Visit

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Item = dict[str, Any]


def of_cases(visit: Visit, rows: Sequence[Any]) -> list[Item]:
    """Cases, and for those that were joined with another which everyone may read, that one."""
    joined = leads_on(visit.session, [row.id for row in rows if row.outcome is Outcome.DUPLICATE])
    return [_case(row, joined.get(row.id)) for row in rows]


def _case(row: Any, joined: Any) -> Item:
    return {
        "sort": "case",
        "id": tag(row),
        "url": f"/submissions/{row.reference}",
        "title": clean(row.title),
        "by": clean(row.byline),
        "by_resident": True,
        "kind": row.kind.value,
        "published": row.published_at,
        "updated": row.updated,
        "html": clean(row.html),
        "joined": {"reference": joined.reference, "title": clean(joined.title)} if joined else None,
    }


def of_decision(row: Any) -> Item:
    return {
        "sort": "decision",
        "id": f"tag:{host()},{local(row.at).date()}:decision/{row.id}",
        "url": f"/decisions/{row.id}",
        "title": clean(row.title),
        "by": clean(row.body),
        "by_resident": False,
        "ruling": row.ruling.value,
        "published": row.at,
        "updated": row.updated,
        "html": clean(row.summary_html + row.reasons_html),
    }


def of_happenings(visit: Visit, row: Any, events: Sequence[Happening]) -> list[Item]:
    """Events with the words that belong to them now: never those that a text had before."""
    session = visit.session
    comments = feed.shown_comments(session, _named(events, "comment"))
    answers = feed.given_answers(session, _named(events, "answer"))
    texts = feed.words(
        session,
        [
            event.facts[name]
            for event in events
            for name in ("text", "reasons")
            if name in event.facts and (event.kind in feed.WORDED or event.kind == "decided")
        ],
    )
    made = []
    for event in events:
        facts = event.facts
        if "slip_mended" in facts:
            # No news: the answer stands in its newest wording where it was given.
            continue
        item = _event(row, event)
        if event.kind is EventKind.COMMENT_PUBLISHED:
            comment = comments.pop(facts.get("comment", 0), None)
            if comment is None:
                continue
            item |= {
                "by": clean(comment.byline),
                "by_resident": True,
                "html": clean(comment.html),
                "url": f"{item['url']}#comment-{comment.number}",
            }
        elif facts.get("answer") in answers:
            answer = answers[facts["answer"]]
            item |= {
                "by": named(answer, visit.language),
                "html": clean(answer.html),
                "url": f"{item['url']}#answer-{answer.id}",
            }
        elif event.kind in feed.WORDED or event.kind is EventKind.DECIDED:
            said = [texts.get(facts[name], "") for name in ("text", "reasons") if name in facts]
            item["html"] = clean("".join(said) + _leads_on(visit, row, event))
        made.append(item)
    return made


def _leads_on(visit: Visit, row: Any, event: Happening) -> str:
    """Where a case goes on that was joined with another, as its words cannot say."""
    if event.kind is not EventKind.MERGED:
        return ""
    found = leads_on(visit.session, [row.id]).get(row.id)
    if found is None:
        return ""
    url = f"{settings().base_url}/submissions/{found.reference}"
    return f'<p><a href="{url}">{escape(found.title)}</a> ({found.reference})</p>'


def _event(row: Any, event: Happening) -> Item:
    at = event.occurred_at or event.at
    return {
        "sort": "event",
        "id": tag(row, f"event/{event.seq}"),
        "url": f"/submissions/{row.reference}",
        "kind": event.kind.value,
        "to": event.facts.get("to", ""),
        "outcome": event.facts.get("ruling") or event.facts.get("outcome", ""),
        "by": "",
        "by_resident": False,
        "published": at,
        "updated": at,
        "html": "",
    }


def _named(events: Sequence[Happening], fact: str) -> list[int]:
    return [event.facts[fact] for event in events if fact in event.facts]


def tag(row: Any, part: str = "") -> str:
    """An id that no later change of title, text or address touches (RFC 4151)."""
    name = f"submission/{row.reference}" + (f"/{part}" if part else "")
    return f"tag:{host()},{local(row.received_at).date()}:{name}"


def host() -> str:
    return urlsplit(settings().base_url).hostname or ""


def clean(words: str) -> str:
    """Without the few characters that XML 1.0 cannot hold, escaped or not."""
    return _NOT_XML.sub("", words)
