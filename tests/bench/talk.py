"""A discussion of a thousand comments, and the same of ten: rendered, from the cache, marked.

`python -m tests.bench.talk sqlite` measures it alone.
"""

import os
import random
import time
from pathlib import Path
from statistics import median
from urllib.request import Request, urlopen

from sqlalchemy import insert, select
from sqlmodel import Session

from models import text
from models.actor import Source
from models.calendar import now
from models.comment import NUMBER_WIDTH, comments
from models.database import configure, dispose, transaction
from models.dialogue import helpful
from models.dialogue.kinds import PhaseKind, Section, Stance
from models.dialogue.row import phases
from models.states import Publication
from tests import people
from tests.bench import ground, load, machine, spoken
from tests.dialogues import a_dialogue, open_for, some_words
from tests.signed_in import signed_in
from web.commands.migrate import prepare

COMMENTS, FEW = 1_000, 10
PAGES = 120
"""One page under more names than fragments are kept: of keys that are before every comment."""
BEFORE_ALL = 99_999_999
READS = 6_000
ROUNDS = 3
MARKS = 500
DEEPEST = 12
STANCES = (Stance.FOR, Stance.AGAINST, None)


def main() -> None:
    """Print one row a figure, on the databases that are named."""
    machine.aside()
    for name, url, folder in ground.named():
        _measure(name, url, folder)


def _measure(name: str, url: str, folder: Path) -> None:
    environment = ground.settings(url, folder)
    os.environ.update(environment)
    prepare()
    print(f"\n{name}, a discussion of {COMMENTS} comments")
    long, short, cookies = _fill()
    dispose()
    with machine.server("web.app:app", environment) as server:
        for many, slug in ((COMMENTS, long), (FEW, short)):
            _rendered(server, slug, many)
        _cached(server, f"/dialogues/{long}/talk", folder)
        _signed_in(server, long, cookies[0])
        _marked(server, long, cookies)
    configure(url)
    began = time.perf_counter()
    with transaction(write=False) as session:
        changed = helpful.changed_lately(session, since=0)
    for reference, ids in changed:
        with transaction() as session:
            helpful.recount(session, reference, ids)
    ground.row("  counted by the clock", f"{(time.perf_counter() - began) * 1000:.0f} ms")
    dispose()


def _fill() -> tuple[str, str, list[str]]:
    """Addresses of the long and the short one, and cookies of people who mark good points."""
    town = spoken.Town()
    with transaction() as session:
        slugs = []
        for many in (COMMENTS, FEW):
            words = some_words(question=f"Hur blir torget bättre, med {many} röster?")
            held = a_dialogue(session, words=words, phases=[open_for(PhaseKind.DISCUSS)])
            _say(session, held.case.id or 0, many, town)
            held.case.comments = many
            session.add(held.case)
            slugs.append(held.dialogue.slug)
        readers = [people.resident(session, f"Läsare {n}") for n in range(10)]
        return slugs[0], slugs[1], [signed_in(session, one) for one in readers]


def _say(session: Session, dialogue_id: int, many: int, town: spoken.Town) -> None:
    """A third of them reply to nothing, in equal parts for, against and neither."""
    chance = random.Random(45)  # noqa: S311  (the same discussion every time)
    phase_id = session.execute(
        select(phases.c.id).where(phases.c.submission_id == dialogue_id)
    ).scalar_one()
    known: list[tuple[int, str]] = []
    for number in range(1, many + 1):
        parent = chance.choice(known) if number % 3 and known else None
        path = (parent[1] if parent else "") + f"{number:0{NUMBER_WIDTH}d}"
        if parent and len(path) > DEEPEST * NUMBER_WIDTH:
            parent, path = None, f"{number:0{NUMBER_WIDTH}d}"
        written = text.write(session, source=town.written(number)["source"])
        made = session.execute(
            insert(comments)
            .values(
                submission_id=dialogue_id,
                number=number,
                parent_id=parent[0] if parent else None,
                path=path,
                text_id=written.id,
                publication=Publication.PUBLISHED,
                byline=f"Namn {number % 50}" if number % 2 else "",
                official=number % 40 == 0,
                orphan=False,
                source=Source.WEB,
                created_at=now() - number,
                section=Section.TALK,
                stance=None if parent else STANCES[number // 3 % 3],
                phase_id=phase_id,
                helpful=chance.randint(0, 40) if number % 4 == 0 else 0,
                version=1,
            )
            .returning(comments.c.id)
        ).scalar_one()
        known.append((made, path))


def _rendered(server: machine.Running, slug: str, many: int) -> None:
    for order in ("helpful", "new"):
        paths = [
            f"/dialogues/{slug}/talk?order={order}&rest={BEFORE_ALL}-{BEFORE_ALL - n}"
            for n in range(PAGES)
        ]
        asked = [load.request(server.port, "GET", path, cookie="fresh=1") for path in paths]
        ground.row(f"  of {many}, {order} first, rendered", f"{_cpu(server, asked):.2f} ms")


def _cached(server: machine.Running, path: str, folder: Path) -> None:
    """From the cache, beside a server that does nothing but send the same bytes."""
    body = folder / "body"
    asked = Request(f"http://127.0.0.1:{server.port}{path}", headers={"Accept-Encoding": "gzip"})
    with urlopen(asked) as answer:
        body.write_bytes(answer.read())
    with machine.server("tests.bench.bare:app", {"BENCH_BODY": str(body)}) as bare:
        ours = _cpu(server, [load.request(server.port, "GET", path)] * READS)
        theirs = _cpu(bare, [load.request(bare.port, "GET", path)] * READS)
    ground.row("  cached: ratio to bare Starlette", f"{theirs / ours:.2f}")
    ground.row("  processor time a request, ours / bare", f"{ours:.3f} / {theirs:.3f} ms")


def _signed_in(server: machine.Running, slug: str, cookie: str) -> None:
    asked = [
        load.request(server.port, "GET", f"/dialogues/{slug}/talk", cookie=f"session={cookie}")
    ] * PAGES
    ground.row("  signed in, nothing marked", f"{_cpu(server, asked):.2f} ms")


def _marked(server: machine.Running, slug: str, cookies: list[str]) -> None:
    sent = [
        load.request(
            server.port,
            "POST",
            f"/dialogues/{slug}/helpful",
            cookie=f"session={cookie}",
            body=f"helpful={number % 900 + 1}".encode(),
        )
        for cookie in cookies
        for number in range(MARKS // len(cookies))
    ]
    done = load.run(sent)
    others = {s: n for s, n in done.statuses.items() if s != 303}
    said = f"   answers not 303: {others}" if others else ""
    ground.row("  good points marked, durable", f"{done.rate:.0f}/s", said)


def _cpu(server: machine.Running, requests: list[tuple[int, bytes]]) -> float:
    """Milliseconds of the server's processor time a request: the median of a few runs."""
    found = []
    for _ in range(ROUNDS):
        before = server.cpu()
        done = load.run(requests)
        if set(done.statuses) != {200}:
            raise RuntimeError(f"answers were {dict(done.statuses)}")
        found.append((server.cpu() - before) / len(requests) * 1000)
    return median(found)


if __name__ == "__main__":
    main()
