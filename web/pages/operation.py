"""How the site is: for machines that watch it, for people, crawlers and finders of faults."""

import asyncio
import json
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from models import feed, health, rulings
from models.calendar import DAY, start_of, today
from models.dialogue import showing
from models.errors import NotFound
from models.settings import settings
from web import log, reading
from web.answers import Answer, Plain, Shown
from web.visit import Visit

PROBE_SECONDS = 1.0
SPARE_BYTES = 100 * 1024 * 1024
"""With less room than this in the data folder no write is safe."""

REPORT_BYTES = 16 * 1024
REPORTS_READ = 5
PUBLIC_PAGES: dict[str, tuple[str, ...]] = {
    "/": (),
    "/submissions": (),
    "/decisions": ("proposals",),
    "/dialogues": ("dialogues",),
    "/promises": (),
    "/statistics": (),
    "/units": (),
    "/questions": (),
    "/records": (),
    "/moderation-log": (),
    "/about": (),
    "/privacy": (),
    "/cookies": (),
    "/accessibility": (),
    "/minority-languages": (),
}
"""What crawlers are shown the way to, and the modules without which it is not there."""

DECISIONS_MOST = 5_000

EXPIRES_DAYS = 180
"""RFC 9116 2.5.5 asks for less than a year; ours moves on by itself every day."""


@dataclass
class _Last:
    """The last look at the database, shared by whoever asks within a second."""

    lacks: list[str]
    until: float = 0.0


_last = _Last([])
# One thread: a database that hangs holds up one question, and the next is answered without it.
_prober = ThreadPoolExecutor(1, thread_name_prefix="probe")


async def live(request: Request) -> Answer:
    """The process lives. Asks nothing and nobody."""
    return Plain("live\n")


async def ready(request: Request) -> Answer:
    """Whether work may be sent here: database, schema and room on the disk."""
    if time.monotonic() > _last.until:
        probe = asyncio.get_running_loop().run_in_executor(_prober, _lacks)
        try:
            _last.lacks = await asyncio.wait_for(probe, PROBE_SECONDS)
        except TimeoutError:
            _last.lacks = ["database"]
        _last.until = time.monotonic() + PROBE_SECONDS
    if _last.lacks:
        return Plain(f"not ready: {', '.join(_last.lacks)}\n", 503)
    return Plain("ready\n")


def _lacks() -> list[str]:
    schema = health.writable_schema(PROBE_SECONDS)
    lacking = []
    if schema is None:
        lacking.append("database")
    # A newer schema is well: while a release rolls out, the old processes serve on it.
    elif schema < health.known_schema():
        lacking.append("schema")
    if shutil.disk_usage(settings().data).free < SPARE_BYTES:
        lacking.append("disk")
    return lacking


async def csp_reports(request: Request) -> Answer:
    """What a browser was kept from loading: a fault of ours, or an attack. Without addresses."""
    body = await reading.body(request, REPORT_BYTES)
    for directive, blocked in _violations(body):
        log.write("csp", directive=directive, blocked=blocked)
    return Plain(status=204)


def _violations(body: bytes) -> Iterator[tuple[str, str]]:
    """Directive and kind of source, of both forms of report; nothing of what is no report."""
    try:
        told: Any = json.loads(body)
    except (ValueError, RecursionError):
        return
    for report in (told if isinstance(told, list) else [told])[:REPORTS_READ]:
        if not isinstance(report, dict):
            continue
        facts = report.get("body", report.get("csp-report"))
        if isinstance(facts, dict):
            directive = facts.get("effectiveDirective", facts.get("effective-directive"))
            blocked = facts.get("blockedURL", facts.get("blocked-uri"))
            yield _directive(directive), _source(blocked)


def _directive(told: object) -> str:
    known = isinstance(told, str) and len(told) < 40 and told.replace("-", "").isalpha()
    return str(told) if known else "?"


def _source(told: object) -> str:
    if told in {"inline", "eval", "wasm-eval", "trusted-types-policy", "trusted-types-sink"}:
        return str(told)
    return "own" if str(told).startswith(settings().base_url) else "elsewhere"


def robots(visit: Visit) -> Answer:
    return Shown("operation/robots.txt", _base(), media="text/plain", lasting=60.0)


def sitemap(visit: Visit) -> Answer:
    """The newest public cases and decisions; the protocol allows 50,000 addresses in one file."""
    modules = visit.site.modules
    decided = rulings.addresses(visit.session, DECISIONS_MOST) if modules.proposals else ()
    return Shown(
        "operation/sitemap.xml",
        {
            **_base(),
            "pages": [
                entry
                for entry, needs in PUBLIC_PAGES.items()
                if all(getattr(modules, name) for name in needs)
            ],
            "rows": feed.addresses(visit.session),
            "decisions": decided,
            "dialogues": showing.addresses(visit.session) if modules.dialogues else (),
        },
        media="application/xml",
        lasting=1.0,
    )


def security(visit: Visit) -> Answer:
    """Whom to tell of a weakness (RFC 9116)."""
    if not settings().operator_email:
        raise NotFound
    expires = start_of(today()) + EXPIRES_DAYS * DAY
    context = {**_base(), "email": settings().operator_email, "expires": expires}
    return Shown("operation/security.txt", context, media="text/plain", lasting=60.0)


def _base() -> dict[str, str]:
    return {"base_url": settings().base_url}
