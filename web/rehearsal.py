"""A rehearsal from the page of a dialogue: the command of that name, in a process of its own.

It moves its clock, and works on a copy of the town: neither may happen in the process that serves
people. One at a time, since it copies all there is.
"""

import asyncio
import json
import logging
import sys
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from models import session as sessions
from models.database import transaction
from models.dialogue import finding
from models.errors import NotFound
from models.settings.fields import ROOT
from web import language
from web.responses import session_cookie

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 120

_one_at_a_time = asyncio.Semaphore(1)


async def walked(request: Request) -> dict[str, Any] | None:
    """What the rehearsal of the dialogue of this address found (web.commands.rehearsing.walk), or
    None where it came to no end. For whoever may not lead it nothing is copied; her page tells her.
    """
    if not await run_in_threadpool(_may, request):
        return None
    async with _one_at_a_time:
        return await run(request.path_params["slug"], language.of(request))


async def run(slug: str, spoken: str) -> dict[str, Any] | None:
    """The command itself, for a dialogue, in a language; None where it came to no end."""
    command = ("-m", "web", "rehearse", slug, "--language", spoken, "--json")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        said, _ = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
        log.warning("a rehearsal took too long")
        return None
    if process.returncode:
        log.warning("a rehearsal ended with %s", process.returncode)
        return None
    found: dict[str, Any] = json.loads(said)
    return found


def _may(request: Request) -> bool:
    cookie = request.cookies.get(session_cookie())
    if not cookie:
        return False
    with transaction(write=False) as session:
        viewer = sessions.whose(session, cookie)
        try:
            row = finding.by_slug(session, request.path_params["slug"], viewer)
        except NotFound:
            return False
        return finding.leads(session, row, viewer)
