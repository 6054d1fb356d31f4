"""The clocks of a hundred thousand cases with half a million events: all made, all looked at again,
and a night on which many run out. In a process of its own, because its memory is measured:
python -m tests.bench.promises [sqlite]
"""

import json
import os
import resource
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import func, insert, select, update

from models import calendar, promise
from models.actor import Role, Source
from models.calendar import DAY, HOUR, Moment, now
from models.database import dispose, table_of, transaction
from models.event import Event, EventKind, Stream
from models.keeping_promises import overdue, results
from models.keeping_promises.row import clocks
from models.promise_line import Line
from models.submission import stream_of, submissions
from tests import people
from tests.bench import ground, many
from web.commands.migrate import prepare
from web.commands.promising import Promising

CHUNK = 2_000
LINE = Line(
    confirm_receipt="2 working days",
    first_response="10 working days",
    update_every="20 working days",
    decide="60 working days",
)
MEGABYTE = 1024
_streams, _events = table_of(Stream), table_of(Event)


def main() -> None:
    """Print one row a work; arguments choose among `sqlite` and `postgres`."""
    for _, url, folder in ground.named():
        os.environ.update(ground.settings(url, folder))
        prepare()
        _measure()
        dispose()


def _measure() -> None:
    with transaction() as session:
        people.municipality(session)
        promise.put(session, [LINE], {})
    many.fill(_text)
    _write_histories()
    before = _memory()
    ground.row(f"{many.CASES} cases: every clock made", f"{_all():.1f} s")
    ground.row("  memory that it took", f"{_memory() - before:.0f} MB")
    ground.row("  every one looked at again by night", f"{_all():.1f} s")
    with transaction(write=False) as session:
        count = session.execute(select(func.count()).select_from(clocks)).scalar_one()
        in_force = promise.in_force(session, calendar.today())
        ground.row(
            f"  the page of promises, of {count} clocks",
            _ms(lambda: results.of_lines(session, in_force)),
        )
        ground.row("  the page of what is late", _ms(lambda: overdue.page(session)))
    with calendar.at(now() + DAY):
        _run_out()
        ground.row("  5000 that run out in one night", f"{_all():.1f} s")


def _text(number: int) -> dict[str, Any]:
    return {"title": f"Ärende {number}", "source": "Ord.", "html": "<p>Ord.</p>", "salt": b"0" * 16}


def _all() -> float:
    """Everything is looked at, whatever it takes of ticks; in seconds."""
    kept, began = Promising(), time.perf_counter()
    kept.look()
    while kept.goes_on():
        kept.go_on()
    return time.perf_counter() - began


def _run_out() -> None:
    some = select(clocks.c.id).where(clocks.c.state == "running").limit(5_000)
    with transaction() as session:
        session.execute(update(clocks).where(clocks.c.id.in_(some)).values(next_at=now(), seq=0))


def _write_histories() -> None:
    """Five events a case: received, given, passed on, answered or told of a delay, closed."""
    after = 0
    while True:
        with transaction() as session:
            rows = session.execute(
                select(submissions)
                .where(submissions.c.id > after)
                .order_by(submissions.c.id)
                .limit(CHUNK)
            ).all()
            if not rows:
                return
            promised = session.execute(select(promise.promises.c.id)).scalars().all()[-1]
            ids = [row.id for row in rows]
            session.execute(
                update(submissions).where(submissions.c.id.in_(ids)).values(promise_id=promised)
            )
            events = [event for row in rows for event in _history(row)]
            session.execute(
                insert(_streams),
                [
                    {"key": stream_of(row.reference), "seq": 5, "head_hash": "0" * 64, "version": 5}
                    for row in rows
                ],
            )
            session.execute(insert(_events), events)
        after = rows[-1].id


def _history(row: Any) -> list[dict[str, Any]]:
    at, stream = row.received_at, stream_of(row.reference)
    ends = row.answered_at is not None
    steps = [
        (EventKind.RECEIVED, at, {"to": "received"}),
        (EventKind.ASSIGNED, at + HOUR, {"from": "received", "to": "in_progress"}),
        (EventKind.HANDED_OVER, at + DAY, {"from_unit": 1, "to_unit": 2, "count": 1}),
        (EventKind.DELAYED, at + 2 * DAY, {"text": 1, "day": "2026-12-24"}),
        (EventKind.ANSWERED, row.answered_at, {"from": "in_progress", "to": row.status.value})
        if ends
        else (EventKind.COMMENT_PUBLISHED, at + 3 * DAY, {"comment": 1}),
    ]
    return [_event(stream, seq, *step) for seq, step in enumerate(steps, 1)]


def _event(
    stream: str, seq: int, kind: EventKind, at: Moment, facts: dict[str, Any]
) -> dict[str, Any]:
    official = kind is not EventKind.RECEIVED
    return {
        "stream": stream,
        "seq": seq,
        "at": at,
        "kind": kind,
        "role": Role.OFFICIAL if official else Role.RESIDENT,
        "source": Source.WEB,
        "public": True,
        "facts": json.dumps(facts),
        "salt": b"0" * 16,
        "prev_hash": "0" * 64,
        "hash": "0" * 64,
    }


def _ms(work: Callable[[], Any]) -> str:
    began = time.perf_counter()
    work()
    return f"{(time.perf_counter() - began) * 1000:.1f} ms"


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


if __name__ == "__main__":
    main()
