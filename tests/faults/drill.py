"""`make drill-notify`: thousands of messages, workers killed without end, a relay with bad days.

Everyone must be sent every event once, counted from what the relay kept. A second copy is forgiven
where a worker died in that very try, or the relay hung up without a word, and is counted apart.

    make drill-notify                                   10,000 deliveries, 4 workers
    make drill-notify ARGS="--seed 7 --deliveries 2000 --gather 2"
    make drill-notify ARGS="--without lease"            must end red; so must --without key
"""

import argparse
import os
import random
import secrets
import signal
import string
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import text

from models import answer, reconfiguring
from models import settings as town_settings
from models.database import configure, dispose, transaction
from models.errors import Busy
from models.migrations import migrate
from models.settings import Settings
from models.states import Kind
from models.submission import take
from notifications import tasks
from tests import people, postgres
from tests.bench.world import follow
from tests.faults import bad_post, checker, storm, workers
from tests.faults.checker import Arrived, Told, Verdict

EVENTS = 10
FEWEST_KILLS = 20
STANDSTILL_SECONDS = 30.0
"""When nothing has come out for so long, nothing more will: then the checker says what lacks."""
KILLED_EVERY = (0.3, 1.2)
"""Seconds between two deaths."""

GUARDS = {"lease": workers.WITHOUT_LEASE, "key": workers.WITHOUT_KEY}


@dataclass
class Drill:
    """One run in a migrated, seeded, configured town. The same seed makes the same choices."""

    chosen: Settings
    seed: int
    followers: int
    events: int = EVENTS
    workers: int = 4
    trouble: float = 0.04
    kills: int = FEWEST_KILLS
    every: tuple[float, float] = KILLED_EVERY
    fault: str | None = None
    died: Counter[str] = field(default_factory=Counter)
    expected: set[Told] = field(default_factory=set)
    seconds: float = 0.0

    def run(self, journal: Path) -> Verdict:
        """Tell, kill, wait until all is quiet, and compare."""
        began = time.monotonic()
        with ExitStack() as stack:
            url = stack.enter_context(post_office(journal, self.seed, self.trouble))
            self.chosen = self.chosen.model_copy(update={"smtp_url": url, "delivery": "send"})
            town_settings.use(self.chosen)
            reference = self._people()
            if self.fault == workers.WITHOUT_KEY:
                stack.enter_context(storm.without_keys())
            self._rage(reference, journal)
            self.seconds = time.monotonic() - began
            kept = list(bad_post.read(journal))
            return checker.check(
                self.expected,
                (Arrived("email", one.key, one.recipient) for one in kept),
                (one.key for one in kept if one.how == bad_post.UNSAID),
            )

    def _people(self) -> str:
        """One public complaint of Rosa's, and everyone who follows it."""
        with transaction() as session:
            rosa = people.rosa(session)
            reference = people.published(session, Kind.COMPLAINT, by=rosa).reference
            first = session.scalars(
                text("SELECT id FROM event WHERE kind IN ('received', 'published')")
            )
            self.expected = {("email", rosa.address, event_id) for event_id in first}
        follow(reference, self.followers)
        self._audience = [
            rosa.address,
            *(f"follower{number}@example.org" for number in range(self.followers)),
        ]
        return reference

    def _rage(self, reference: str, journal: Path) -> None:
        chance = random.Random(self.seed)  # noqa: S311  (no secret)
        running = [self._start() for _ in range(self.workers)]
        left, kept, moved = self.events, 0, time.monotonic()
        try:
            while time.monotonic() - moved < STANDSTILL_SECONDS:
                if journal.stat().st_size != kept or left:
                    kept, moved = journal.stat().st_size, time.monotonic()
                if left:
                    self._tell(reference)
                    left -= 1
                    if left == self.events // 2:
                        _empty_the_queue(self.chosen)
                elif checker.is_quiet():
                    break
                time.sleep(chance.uniform(*self.every))
                if left or self.died.total() < self.kills or chance.random() < 1 / 3:
                    self._kill(running, chance)
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.join(30)
                process.kill()

    def _start(self) -> Any:
        return workers.start(self.chosen, self.fault, brisk=True)

    def _tell(self, reference: str) -> None:
        event_id = None
        while event_id is None:
            # On a machine that is too slow an official is asked to try again, and does.
            with suppress(Busy), transaction() as session:
                by = people.olga(session).actor
                event_id = answer.answer(
                    session, take(session, reference), by=by, source="Ja.", html="<p>Ja.</p>"
                )
        tasks.nudge()
        self.expected |= {("email", address, event_id) for address in self._audience}

    def _kill(self, running: list[Any], chance: random.Random) -> None:
        """End one worker, and put another in its place as a supervisor would."""
        victim = chance.randrange(len(running))
        if self.fault == workers.WITHOUT_KEY:
            # What the key is for shows when somebody dies in the middle of addressing.
            busy = storm.who_is_busy(chunk=True, seconds=1.0)
            victim = next((n for n, one in enumerate(running) if one.pid == busy), victim)
        sign = chance.choice([signal.SIGKILL, signal.SIGTERM])
        os.kill(running[victim].pid, sign)
        self.died[sign.name] += 1
        running[victim].join(30)
        running[victim] = self._start()


def _empty_the_queue(chosen: Settings) -> None:
    Path(chosen.queue_url.removeprefix("sqlite:///")).unlink(missing_ok=True)


@contextmanager
def post_office(journal: Path, seed: int, trouble: float) -> Iterator[str]:
    """A relay in its own process; yields its address."""
    command = [sys.executable, "-m", "tests.faults.bad_post", str(journal)]
    command += ["--seed", str(seed), "--trouble", str(trouble)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().removeprefix("listening: ").strip()
        finally:
            process.send_signal(signal.SIGINT)
            print(process.communicate(timeout=30)[0].strip())


@contextmanager
def _town(folder: Path, gather: int) -> Iterator[Settings]:
    """A town of its own on the database that TORGET_TEST_DATABASE names."""
    with ExitStack() as stack:
        url = f"sqlite:///{folder}/torget.sqlite3"
        if os.environ.get("TORGET_TEST_DATABASE") == "postgres":
            url = postgres.create(stack.enter_context(postgres.server()), "torget_drill")
        chosen = Settings(
            secret_key="".join(secrets.choice(string.ascii_letters) for _ in range(48)),
            data=folder,
            database_url=url,
            base_url="https://torg.exempelby.example",
            gather_seconds=gather,
        )
        town_settings.use(chosen)
        configure(url)
        migrate()
        with transaction() as session:
            reconfiguring.seed(session, chosen.municipality)
        yield chosen
        dispose()


def main() -> None:
    asked = argparse.ArgumentParser(
        prog="make drill-notify", description=__doc__.partition("\n")[0]
    )
    asked.add_argument("--deliveries", type=int, default=10_000)
    asked.add_argument("--events", type=int, default=EVENTS)
    asked.add_argument("--workers", type=int, default=4)
    asked.add_argument("--seed", type=lambda given: int(given, 16), default=secrets.randbits(32))
    asked.add_argument("--trouble", type=float, default=0.04, help="share of messages that meet it")
    asked.add_argument("--gather", type=int, default=0, help="seconds that news waits for more")
    asked.add_argument("--without", choices=GUARDS, help="a build that lacks it: must end red")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="torget-drill-") as name, ExitStack() as stack:
        folder = Path(name)
        chosen = stack.enter_context(_town(folder, given.gather))
        drill = Drill(
            chosen,
            given.seed,
            followers=max(1, given.deliveries // given.events - 1),
            events=given.events,
            workers=given.workers,
            trouble=given.trouble,
            fault=GUARDS.get(given.without),
        )
        print(f"the same again: --seed {given.seed:x}")
        found = drill.run(folder / "kept")
    _say(drill, found)
    sys.exit(1 if found.faults else 0)


def _say(drill: Drill, found: Verdict) -> None:
    killed = ", ".join(f"{times} {sign}" for sign, times in sorted(drill.died.items()))
    print(f"{drill.workers} workers, killed by {killed}; the queue was emptied midway")
    print(f"{len(drill.expected)} to tell: {found.messages} messages in {drill.seconds:.0f} s")
    print(f"{found.copies} second copies: {found.deaths} tries died, {found.unsaid} were not said")
    for fault in found.faults[:20]:
        print(fault)
    print(f"{len(found.faults)} faults" if found.faults else "everyone was told once")


if __name__ == "__main__":
    main()
