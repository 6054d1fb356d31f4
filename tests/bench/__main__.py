"""`make bench`: every hot path on both databases, beside a bare server, with the machine's speed."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from models import form_key, keeping
from models.database import configure, dispose, transaction
from models.submission import take
from tests import people
from tests.bench import (
    enumerating,
    ground,
    load,
    machine,
    mailing,
    many,
    permissions,
    photographing,
    recorded,
    screening,
    searching,
    spoken,
)
from tests.bench.world import World, build, follow
from web.commands.migrate import prepare

RUNS = 3
READS = 6_000
RENDERED = 660
STARTS = 200
VOTES = 3_000
SUBMISSIONS = 1_000
FOLLOWERS = 10_000


def main() -> None:
    """Print one row a hot path; arguments choose among `sqlite` and `postgres`."""
    chosen = sys.argv[1:] or ground.DATABASES
    machine.aside()
    for name in chosen:
        with ExitStack() as stack, tempfile.TemporaryDirectory(prefix="torget-bench-") as folder:
            _measure(name, ground.database(name, Path(folder), stack), Path(folder))
        # Processes of their own: what each takes of memory is one of its figures.
        for alone in (
            *("notices", "own_record", "desk_of_review", "openness", "talk", "ballots"),
            *("desks", "statistics", "promises", "units", "bulk"),
        ):
            subprocess.run([sys.executable, "-m", f"tests.bench.{alone}", name], check=True)
    subprocess.run([sys.executable, "-m", "tests.bench.opinion"], check=True)


def _measure(name: str, url: str, folder: Path) -> None:
    environment = ground.settings(url, folder)
    os.environ.update(environment)
    prepare()
    world = build(readers=2 * VOTES)
    enumerating.prepare()
    with transaction() as session:
        before_board = people.referred(session).reference
    follow(before_board, FOLLOWERS)
    print(f"\n{name}\n{'work':44} {'figure':>14}   calibration")
    permissions.measure(_row)
    screening.measure(_row)
    _mails(before_board, environment)
    dispose()
    processes = 2 if name == "postgres" else 1
    with ExitStack() as stack:
        servers = [
            stack.enter_context(machine.server("web.app:app", environment))
            for _ in range(processes)
        ]
        _row("first answer after start", f"{servers[0].first_answer:.2f} s")
        _pages(servers[0], world, folder)
        _votes(servers, world)
        _submissions(servers)
        enumerating.measure(servers[0], _row)
        _many(url, servers[0])
        _photos(servers[0])
        _row("memory of the web process after all this", f"{servers[0].memory():.0f} MB")


def _pages(server: machine.Running, world: World, folder: Path) -> None:
    path = f"/submissions/{world.references[0]}"
    _cached("case page", path, server, folder)
    _cached("start page", "/", server, folder)
    # One page under more names than fragments are kept: zeros before the first comment's place.
    paths = [f"{path}?after={'0' * zeros}" for zeros in range(5, 5 + RENDERED // 6)]
    rounds = RENDERED // len(paths)
    rendered = _cpu(
        server,
        lambda: [load.request(server.port, "GET", p, cookie="fresh=1") for p in paths] * rounds,
    )
    _row("the same page rendered", f"{rendered:.2f} ms")
    signed = _cpu(
        server,
        lambda: [
            load.request(server.port, "GET", path, cookie=f"session={cookie}")
            for cookie in world.cookies[:RENDERED]
        ],
    )
    _row("the same page, signed in", f"{signed:.2f} ms")


def _cached(name: str, path: str, server: machine.Running, folder: Path) -> None:
    """A page from the cache, beside a server that does nothing but send the same bytes."""
    warm = load.run([load.request(server.port, "GET", path)])
    if set(warm.statuses) != {200}:
        raise RuntimeError(f"{path} answered {dict(warm.statuses)}")
    body = folder / "body"
    body.write_bytes(_fetched(server.port, path))
    with machine.server("tests.bench.bare:app", {"BENCH_BODY": str(body)}) as bare:
        ours = _cpu(server, lambda: [load.request(server.port, "GET", path)] * READS)
        theirs = _cpu(bare, lambda: [load.request(bare.port, "GET", path)] * READS)
    _row(f"{name}, cached: ratio to bare Starlette", f"{theirs / ours:.2f}")
    _row("  processor time a request, ours / bare", f"{ours:.3f} / {theirs:.3f} ms")


def _fetched(port: int, path: str) -> bytes:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    return connection.getresponse().read()


def _cpu(server: machine.Running, requests: Callable[[], list[tuple[int, bytes]]]) -> float:
    """Milliseconds of the server's processor time a request: the median of a few runs."""
    found = []
    for _ in range(RUNS):
        made = requests()
        before = server.cpu()
        done = load.run(made)
        if set(done.statuses) != {200}:
            raise RuntimeError(f"answers were {dict(done.statuses)}")
        found.append((server.cpu() - before) / len(made) * 1000)
    return median(found)


def _votes(servers: list[machine.Running], world: World) -> None:
    path = f"/submissions/{world.references[1]}/votes"

    def sent() -> Iterator[tuple[int, bytes]]:
        for number, cookie in enumerate(world.cookies[VOTES : 2 * VOTES]):
            port = servers[number % len(servers)].port
            yield load.request(port, "POST", path, cookie=f"session={cookie}")

    done = load.run(list(sent()))
    _row("support, durable, all on one proposal", f"{done.rate:.0f}/s", done)


def _submissions(servers: list[machine.Running]) -> None:
    def sent() -> Iterator[tuple[int, bytes]]:
        for number in range(SUBMISSIONS):
            form = {
                "kind": "complaint",
                "form_key": form_key.fresh(),
                "title": "Mörkt på gångvägen vid sjön",
                "text": "Lampan vid bron har varit släckt i två veckor. Det är svårt att se.",
                "subject": "street-lights",
                "place": "Sjövägen 3",
                "answer_by": "email",
                "email": f"sender{number}@example.org",
                "shown": "unnamed",
            }
            port = servers[number % len(servers)].port
            yield load.request(port, "POST", "/submissions", body=urlencode(form).encode())

    done = load.run(list(sent()))
    _row("submit: event, outbox, receipt", f"{done.rate:.0f}/s", done)


def _many(url: str, server: machine.Running) -> None:
    """What is shown and counted of a town with many cases."""
    configure(url)
    town = spoken.Town()
    many.fill(town.written)
    pages = [load.request(server.port, "GET", "/", cookie="fresh=1")] * STARTS
    _row(f"start page rendered at {many.CASES} cases", f"{_cpu(server, lambda: pages):.2f} ms")
    began = time.perf_counter()
    with transaction(write=False) as session:
        keeping.count(session)
    _row("  how promises are kept, counted", f"{(time.perf_counter() - began) * 1000:.1f} ms")
    began = time.perf_counter()
    spoken.enter()
    _row("  entered in the index of words", f"{time.perf_counter() - began:.0f} s")
    searching.measure(server, town.words, _row)
    recorded.measure(server, _row)
    dispose()


def _mails(reference: str, environment: Mapping[str, str]) -> None:
    mailing.drain(environment)
    with transaction() as session:
        submission = take(session, reference)
        people.decided(session, submission)
    _row(f"decision, {FOLLOWERS} followers: addressed", f"{mailing.address():.2f} s")
    _row("  sent to a local sink", f"{mailing.drain(environment):.0f}/s")


def _photos(server: machine.Running) -> None:
    sent = photographing.send(server)
    _row("a photo of 12 million pixels, sent and kept", f"{sent.seconds:.2f} s")
    _row("  memory outside / more in the web process", f"{sent.outside:.0f} / {sent.inside:.0f} MB")


def _row(work: str, figure: str, done: load.Load | None = None) -> None:
    others = {} if done is None else {s: n for s, n in done.statuses.items() if s != 303}
    said = f"   answers not 303: {others}" if others else ""
    ground.row(work, figure, said)


if __name__ == "__main__":
    main()
