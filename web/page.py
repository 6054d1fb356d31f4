"""From request to answer: the only async code, and the one place that commits for the web.

limits, form, one hop into the pool, then: open, handler, commit, render, nudge.
"""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from models import session as sessions
from models.database import is_conflict, transaction
from models.errors import Busy, Invalid, NotFound, Refusal
from models.event import CHANGED, TELLS
from models.settings import settings
from models.viewer import NOBODY
from moderation import modes
from notifications import tasks
from web import dressing, origin, reading, rendering, seeing, signed_out, town
from web.answers import Answer, Plain, Shown
from web.cache import nobody_waits
from web.entry import Entry, allowed
from web.forms import NotAccepted, Unreadable
from web.intake import Intake
from web.limits import Limits
from web.networks import check_monitor
from web.origin import ForeignOrigin
from web.responses import keep, respond, session_cookie
from web.unit import KEY_COOKIE, Made, Unit, unit_of, wait_after
from web.versions import Versions
from web.visit import Visit

TRIES = 3


class Pages:
    """Runs entries. Reading requests share a few threads; writing ones queue for one on SQLite."""

    def __init__(self, versions: Versions, *, writers: int) -> None:
        self._versions = versions
        self._limits, self._intake = Limits(), Intake()
        self._readers = ThreadPoolExecutor(4, thread_name_prefix="read")
        self._writers = ThreadPoolExecutor(writers, thread_name_prefix="write")

    def close(self) -> None:
        for pool in (self._readers, self._writers, self._intake):
            pool.shutdown()

    async def answer(self, request: Request, entries: Sequence[Entry]) -> Response:
        """The response of whichever entry has the request's method."""
        method = "GET" if request.method == "HEAD" else request.method
        entry = next((entry for entry in entries if entry.method == method), None)
        request.scope["torget.route"] = entries[0].path
        if entry is None:
            raise HTTPException(405, headers={"Allow": allowed(entries)})
        unit, config = unit_of(request, entry), settings()
        if not entry.cached:
            nobody_waits(request.scope)
        try:
            reading.check_address(request)
            if entry.allow.monitors:
                check_monitor(request.scope, config.trusted_proxies, config.metrics_networks)
            if entry.method == "POST" and not entry.machine:
                origin.check(request.headers)
            await self._gather(unit, request)
            if entry.probe:
                return respond(await entry.handler(request), b"", request)
        except Refusal as refusal:
            return await self._refused(unit, refusal, request)
        finally:
            unit.close()
        pool = self._writers if unit.writes else self._readers
        made = await asyncio.get_running_loop().run_in_executor(pool, partial(self._run, unit))
        return self._respond(unit, made, request)

    async def _gather(self, unit: Unit, request: Request) -> None:
        """Everything that takes its time and needs no transaction: form, files, what others say."""
        entry = unit.entry
        if entry.raw:
            unit.raw = await reading.body(request, entry.body)
        elif entry.method == "POST" and not entry.probe:
            # Before the limit, so that whoever has to wait keeps her words.
            unit.take(*await reading.fields(request, entry.body, entry.files + entry.texts))
        self._limits.spend(unit)
        unit.files = await self._intake.take_in(unit.sent)
        if entry.first is not None:
            unit.learned = await entry.first(request)

    async def _refused(self, unit: Unit, refusal: Refusal, request: Request) -> Response:
        if unit.entry.machine:
            return respond(Plain(status=refusal.status), b"", request)
        again = partial(self._again, unit, [], refusal)
        made = await asyncio.get_running_loop().run_in_executor(self._readers, again)
        return self._respond(unit, made, request)

    def _respond(self, unit: Unit, made: Made, request: Request) -> Response:
        if made.keep is not None:
            request.scope["torget.keep"] = made.keep
        response = respond(
            made.answer,
            made.body,
            request,
            # Programs are sent no cookie (RFC 8058), and have no page to read.
            fresh=unit.entry.writes and not unit.entry.machine,
            personal=not unit.of_stranger,
            made=made.keep,
        )
        if made.wait:
            response.headers["Retry-After"] = str(made.wait)
        return response

    # In the pool

    def _run(self, unit: Unit) -> Made:
        entry = unit.entry
        try:
            if entry.form is not None:
                unit.form = entry.form.read(unit.values)
            return self._rendered(unit, self._handled(unit))
        except NotAccepted as error:
            return self._again(unit, error.errors, None)
        except Invalid as error:
            return self._again(unit, [error], None)
        except Refusal as refusal:
            return self._again(unit, [], refusal)
        except (OperationalError, PoolTimeout):
            return self._again(unit, [], Busy())
        except DataError:
            # Something in the address that no column can hold, such as a number without end.
            return self._failed(unit, Unreadable())

    def _handled(self, unit: Unit) -> Answer:
        """Handler and commit; the whole unit again after a lost race, at most three times."""
        for left in reversed(range(TRIES)):
            try:
                with transaction(write=unit.writes) as session:
                    visit = self._visit(session, unit)
                    answer: Answer = unit.entry.handler(visit)
                    modes.settle(session, visit.site)
                    unit.learn_version(session, answer)
                    info = dict(session.info)
                self._after(info)
                return answer
            except DBAPIError as error:
                if not left or not is_conflict(error):
                    raise
        raise Busy

    def _visit(self, session: Any, unit: Unit) -> Visit:
        cookie = None if unit.entry.machine else unit.cookies.get(session_cookie())
        viewer = sessions.whose(session, cookie) if cookie else NOBODY
        reference, key = unit.params.get("reference"), unit.cookies.get(KEY_COOKIE)
        if reference and key:
            viewer = viewer.with_key(reference, key)
        unit.viewer = viewer
        unit.dressing = dressing.asked_for(session, viewer, unit.entry.method, unit.cookies)
        site = unit.dressing.site if unit.dressing else town.site(session)
        if not (unit.entry.allow.admits(viewer) and unit.entry.is_open(site.modules)):
            raise NotFound
        if signed_out.is_too_weak(unit):
            raise signed_out.TooWeak
        return unit.visit(session, site)

    def _after(self, info: Mapping[Any, Any]) -> None:
        """What follows a commit: our own cache knows, and the worker is woken."""
        for stream, version in info.get(CHANGED, {}).items():
            self._versions.learn(stream, version)
        if info.get(TELLS):
            tasks.nudge()

    def _again(self, unit: Unit, errors: list[Invalid], problem: Refusal | None) -> Made:
        """The page a form came from, with every word still in it; else the page for the refusal."""
        busy = isinstance(problem, Busy)
        if not busy:
            # Where the database went away in the middle, nobody knows whether there is a row.
            unit.forget_files()
        again = unit.entry.again
        if again is None and errors:
            problem = self._not_admitted(unit)
        if again is not None and not isinstance(problem, NotFound | ForeignOrigin):
            try:
                with transaction(write=unit.entry.keeps and not busy) as session:
                    visit = self._visit(session, unit)
                    visit.errors, visit.problem = errors, problem
                    answer = rendering.again(again(visit), visit.problem, visit.status)
                made = self._rendered(
                    unit, signed_out.instead(unit, problem, visit.errors) or answer
                )
                return replace(made, wait=wait_after(problem))
            except Refusal as refusal:
                problem = problem or refusal
            except (OperationalError, PoolTimeout):
                problem = Busy()
            except DataError:
                problem = Unreadable()
        return self._failed(unit, problem or (errors[0] if errors else Refusal()))

    def _not_admitted(self, unit: Unit) -> Refusal | None:
        """What a stranger is told who sends a bad form to an address that is not open to her."""
        try:
            with transaction(write=False) as session:
                self._visit(session, unit)
        except Refusal as refusal:
            return refusal
        except (OperationalError, PoolTimeout):
            return Busy()
        return None

    def _failed(self, unit: Unit, refusal: Refusal) -> Made:
        instead = signed_out.instead(unit, refusal)
        if instead is not None:
            return self._rendered(unit, instead)
        html = rendering.failure(
            refusal.status,
            site=town.last_known(),
            language=unit.language,
            path=unit.path,
            refusal=refusal,
            typed=unit.values,
        )
        return Made(Shown("", status=refusal.status), html.encode(), wait=wait_after(refusal))

    def _rendered(self, unit: Unit, answer: Answer) -> Made:
        seeing.stay_signed_in(unit.viewer)
        seeing.write_down(unit.viewer, answer)
        if not isinstance(answer, Shown):
            return Made(answer, b"")
        html = rendering.page(
            answer,
            site=town.last_known(),
            viewer=unit.viewer,
            language=unit.language,
            path=unit.path,
            worn=unit.dressing,
        )
        body = html.encode()
        if unit.keeps and unit.of_stranger and answer.status == 200 and not answer.cookies:
            return Made(answer, body, keep(answer, body, unit.version, unit.began))
        return Made(answer, body)
