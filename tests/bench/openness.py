"""The public register and its report among a hundred thousand verdicts.

`python -m tests.bench.openness sqlite` measures it alone.
"""

import http.client
import os
import random
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from sqlalchemy import delete, insert, select

from models.actor import Role, Source
from models.calendar import DAY, HOUR, local, now
from models.database import dispose, is_postgres, table_of, transaction
from models.event import Event, EventKind
from models.report import reports
from models.review import ReviewState, reviewables
from models.states import Publication
from models.submission import submissions
from models.verdict import Judgement, verdicts
from models.verdict_note import notes
from moderation import noting
from moderation.reasons import Reason
from tests import people
from tests.bench import ground, machine, many, spoken
from tests.bench.searching import asked
from tests.signed_in import signed_in
from web.commands.migrate import prepare

VERDICTS = 100_000
CHUNK = 2_000
ROUNDS = 60
REPORTED = 20
"""One text of so many was reported."""
RARE = Reason.PENDING_COURT
"""A reason that stands a hundred times in the register, so that its entries lie far apart."""
_J = Judgement
_GIVEN = (*(_J.PUBLISH,) * 7, _J.REFUSE, _J.REFUSE, _J.REDACT)


def main() -> None:
    """Print one row a page, on the databases that are named."""
    machine.aside()
    for name, url, folder in ground.named():
        _measure(name, url, folder)


def _measure(name: str, url: str, folder: Path) -> None:
    environment = ground.settings(url, folder)
    os.environ.update(environment)
    prepare()
    print(f"\n{name}, {VERDICTS} verdicts")
    cookie = _fill()
    _note()
    dispose()
    with (
        machine.server("web.app:app", environment) as server,
        closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)) as line,
    ):
        year = local(now()).year
        for work, path, rounds in (
            ("the register", "/moderation-log", ROUNDS),
            ("  a page far back", f"/moderation-log?after={now() - 600 * DAY}-1-1", ROUNDS),
            ("  of one subject", "/moderation-log?subject=street-lights", ROUNDS),
            ("  of a rare reason", f"/moderation-log?reason={RARE}", ROUNDS),
            ("  as JSON", "/moderation-log.json", ROUNDS),
            ("  five thousand lines of CSV", "/moderation-log.csv", 5),
            ("the report of a year", f"/moderation-log/report/{year - 1}", 5),
            ("  as CSV", f"/moderation-log/report/{year - 1}.csv", 5),
        ):
            _asked(line, server, work, path, "fresh=1", rounds)
        _asked(line, server, "the figures of the desk", "/desk/figures", f"session={cookie}", 10)


def _asked(
    line: http.client.HTTPConnection,
    server: machine.Running,
    work: str,
    path: str,
    cookie: str,
    rounds: int,
) -> None:
    before = server.cpu()
    times = [asked(line, path, cookie) for _ in range(rounds)]
    spent = (server.cpu() - before) / rounds * 1000
    at_95 = quantiles(times, n=20)[-1]
    ground.row(f"{work}, median / p95", f"{median(times):.1f} / {at_95:.1f} ms")
    ground.row("  processor time a request", f"{spent:.1f} ms")


def _fill() -> str:
    """Cases of three years, each judged a few hours after it came; a moderator's cookie."""
    many.fill(spoken.Town().written, VERDICTS)
    with transaction() as session:
        marek = people.marek(session)
        cookie = signed_in(session, marek)
        cases = session.execute(
            select(
                submissions.c.id,
                submissions.c.received_at,
                submissions.c.text_id,
                submissions.c.category_id,
                submissions.c.unit_id,
            ).order_by(submissions.c.id)
        ).all()
    chance = random.Random(16)  # noqa: S311  (the same town every time)
    rows = _judged(cases, marek.id, chance)
    for _ in range(0, len(cases), CHUNK):
        chunk = [next(rows) for _ in range(min(CHUNK, len(cases)))]
        with transaction() as session:
            items = _made(session, reviewables, [one["item"] for one in chunk])
            events = _made(session, table_of(Event), [one["event"] for one in chunk])
            given = _made(
                session,
                verdicts,
                [
                    one["verdict"] | {"reviewable_id": item, "event_id": event}
                    for one, item, event in zip(chunk, items, events, strict=True)
                ],
            )
            session.execute(
                insert(notes),
                [
                    one["note"] | {"verdict_id": one_id}
                    for one, one_id in zip(chunk, given, strict=True)
                ],
            )
            told = [
                one["report"] | {"reviewable_id": item}
                for one, item in zip(chunk, items, strict=True)
                if one["item"]["reports"]
            ]
            session.execute(insert(reports), told)
    _analyse()
    return cookie


def _made(session: Any, table: Any, rows: list[dict[str, Any]]) -> list[int]:
    wanted = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(session.scalars(wanted, rows))


def _judged(cases: Any, marek: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    usual = [reason for reason in Reason if reason is not RARE]
    for number, case in enumerate(cases):
        at = case.received_at + chance.randrange(1, 60) * HOUR
        judgement = chance.choice(_GIVEN)
        reason = RARE if number % 1_000 == 7 else chance.choice(usual)
        refused = judgement is _J.REFUSE
        state = ReviewState.REJECTED if refused else ReviewState.APPROVED
        reported = chance.randrange(REPORTED) == 0
        yield {
            "item": {
                "submission_id": case.id,
                "state": state,
                "urgent": False,
                "reports": int(reported),
                "created_at": case.received_at,
                "due_at": case.received_at + 48 * HOUR,
                "decided_by": marek,
                "decided_at": at,
                "text_id": case.text_id,
                "version": 2,
                "score": 0,
                "fine": False,
                "screened": 1,
                "missed_at": at - HOUR if number % 500 == 3 else None,
            },
            "event": {
                "stream": f"bench-{case.id}",
                "seq": 1,
                "at": at,
                "kind": EventKind.PUBLISHED,
                "role": Role.MODERATOR,
                "source": Source.WEB,
                "public": True,
                "facts": "{}",
                "salt": b"0" * 16,
                "prev_hash": "",
                "hash": "",
            },
            "verdict": {
                "submission_id": case.id,
                "judgement": judgement,
                "shown": Publication.REFUSED if refused else Publication.PUBLISHED,
                "reason": None if judgement is _J.PUBLISH else reason.value,
                "message": "",
                "by_id": marek,
                "at": at,
            },
            "note": {
                "at": at,
                "month": f"{local(at):%Y-%m}",
                "category_id": case.category_id,
                "unit_id": case.unit_id,
                "about_us": number % 5 == 0,
                "rules": "phone" if number % 9 == 0 else "",
                "rules_version": 1,
                "undone": False,
            },
            "report": {"reason": reason.value, "explanation": "", "at": at - HOUR, "known": False},
        }


def _note() -> None:
    """The clock's notes of as many verdicts as it takes at a time."""
    with transaction() as session:
        newest = select(notes.c.verdict_id).order_by(notes.c.at.desc()).limit(noting.MOST)
        ids = session.scalars(newest).all()
        session.execute(delete(notes).where(notes.c.verdict_id.in_(ids)))
    began = time.perf_counter()
    noting.note_verdicts()
    took = (time.perf_counter() - began) * 1000
    ground.row(f"{noting.MOST} verdicts noted, in a minute", f"{took:.0f} ms")


def _analyse() -> None:
    """The database gets to know how much of it changed."""
    with transaction() as session:
        session.connection().exec_driver_sql("ANALYZE")
        if not is_postgres():
            session.connection().exec_driver_sql("PRAGMA optimize")


if __name__ == "__main__":
    main()
