"""The statistics of a hundred thousand cases and a million events: kept up, made anew, and read.

`python -m tests.bench.statistics sqlite` measures it alone.
"""

import http.client
import json
import os
import random
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from sqlalchemy import func, insert, select, text, update

from models import profile
from models.actor import Role, Source
from models.calendar import HOUR, MINUTE, local, now
from models.database import dispose, is_postgres, table_of, transaction
from models.event import Event, EventKind, Stream
from models.statistics import following, recount
from models.submission import stream_of, submissions
from tests import people
from tests.bench import ground, machine, many, spoken
from tests.bench.searching import asked
from web.commands.figuring import everything, lately
from web.commands.migrate import prepare

CHUNK = 1_000
ROUNDS = 40
EACH = 10
"""Events of a case."""
IN_A_MINUTE = 50
"""Cases something happens to between two counts: three million a year."""
_K = EventKind
_s = submissions.c
_events, _streams = table_of(Event), table_of(Stream)


def main() -> None:
    """Print one row a piece of work, on the databases that are named."""
    machine.aside()
    for name, url, folder in ground.named():
        _measure(name, url, folder)


def _measure(name: str, url: str, folder: Path) -> None:
    environment = ground.settings(url, folder)
    os.environ.update(environment)
    prepare()
    _fill()
    with transaction(write=False) as session:
        events = session.execute(select(func.count()).select_from(_events)).scalar_one()
    print(f"\n{name}, {many.CASES} cases, {events} events")
    ground.row("statistics made from all events", f"{_timed(everything)[0]:.0f} s")
    whole, longest = _timed(everything)
    ground.row("  looked through at night, when nothing lacks", f"{whole:.1f} s")
    whole, longest = _a_minute()
    ground.row(f"  a count after {IN_A_MINUTE} cases: in all / longest", _two(whole, longest))
    began = time.perf_counter()
    with transaction(write=False) as session:
        opening, as_of = profile.site(session).opening, following.last(session)
        wrong = recount.differences(session, opening, as_of)
    if wrong:
        raise RuntimeError(f"{len(wrong)} differences, such as {wrong[0]}")
    ground.row(
        "  counted once more from the events, the same", f"{time.perf_counter() - began:.0f} s"
    )
    dispose()
    with (
        machine.server("web.app:app", environment) as server,
        closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)) as line,
    ):
        year = local(now()).year - 1
        for work, path in (
            ("the page of a year", f"/statistics/{year}"),
            ("  of a month", f"/statistics/{year}-06"),
            ("  as CSV", f"/statistics/{year}.csv"),
            ("  as JSON", f"/statistics/{year}.json"),
        ):
            _asked(line, server, work, path)


def _two(one: float, other: float) -> str:
    return f"{one * 1000:.0f} / {other * 1000:.0f} ms"


def _timed(going: Any) -> tuple[float, float]:
    """Seconds in all, and of the longest step between two of which other work can be done."""
    began = last = time.perf_counter()
    longest = 0.0
    for _ in going():
        at = time.perf_counter()
        longest, last = max(longest, at - last), at
    return time.perf_counter() - began, longest


def _a_minute() -> tuple[float, float]:
    """Something happens to some cases; then the count after it."""
    with transaction() as session:
        some = session.scalars(
            select(_s.reference).order_by(_s.id.desc()).limit(IN_A_MINUTE * 7)
        ).all()[::7]
        for reference in some:
            stream = stream_of(reference)
            row = _event(stream, EACH + 1, now(), _K.NOTED, {})
            session.execute(insert(_events), row)
            session.execute(update(_streams).where(_streams.c.key == stream).values(seq=EACH + 1))
    return _timed(lately)


def _asked(line: http.client.HTTPConnection, server: machine.Running, work: str, path: str) -> None:
    asked(line, path, "fresh=1")
    before = server.cpu()
    times = [asked(line, path, "fresh=1") for _ in range(ROUNDS)]
    spent = (server.cpu() - before) / ROUNDS * 1000
    at_95 = quantiles(times, n=20)[-1]
    ground.row(f"{work}, median / p95", f"{median(times):.1f} / {at_95:.1f} ms")
    ground.row("  processor time a request", f"{spent:.1f} ms")


def _fill() -> None:
    with transaction() as session:
        people.municipality(session)
    many.fill(spoken.Town().written)
    with transaction() as session:
        cases = session.execute(
            select(_s.id, _s.reference, _s.unit_id, _s.received_at, _s.answered_at).order_by(_s.id)
        ).all()
    chance = random.Random(8)  # noqa: S311  (the same town every time)
    for start in range(0, len(cases), CHUNK):
        chunk = cases[start : start + CHUNK]
        streams = [
            {"key": stream_of(one.reference), "seq": EACH, "head_hash": "", "version": EACH}
            for one in chunk
        ]
        with transaction() as session:
            session.execute(insert(_streams), streams)
            session.execute(insert(_events), [row for one in chunk for row in _course(one, chance)])
    with transaction() as session:
        session.execute(text("ANALYZE") if not is_postgres() else text("ANALYZE event"))


def _course(case: Any, chance: random.Random) -> Iterator[dict[str, Any]]:
    """What happens to a case: EACH events, of which one in ten cases has a hand-over."""
    stream, at = stream_of(case.reference), case.received_at
    yield _event(stream, 1, at, _K.RECEIVED, {"unit": case.unit_id, "to": "received"})
    passed = chance.random() < 0.1
    between = EACH - 1 if case.answered_at is None else EACH - 2
    for number in range(between):
        kind = _K.HANDED_OVER if passed and number == 1 else _K.NOTED
        facts = {"from_unit": case.unit_id + 1, "to_unit": case.unit_id, "count": 1}
        yield _event(stream, 2 + number, at + MINUTE, kind, facts)
    if case.answered_at is not None:
        facts = {"from": "received", "to": "answered", "unit": case.unit_id}
        yield _event(stream, EACH, max(case.answered_at, at + HOUR), _K.ANSWERED, facts)


def _event(stream: str, seq: int, at: int, kind: EventKind, facts: Any) -> dict[str, Any]:
    return {
        "stream": stream,
        "seq": seq,
        "at": at,
        "kind": kind,
        "role": Role.OFFICIAL,
        "source": Source.WEB,
        "public": True,
        "facts": json.dumps(facts, separators=(",", ":")),
        "salt": b"0" * 16,
        "prev_hash": "",
        "hash": "",
    }


if __name__ == "__main__":
    main()
