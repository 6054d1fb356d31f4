"""Two workers, killed again and again under a stream of events; real sinks at the other end."""

import random
import re
import signal
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text

from models import answer
from models.database import is_postgres, transaction
from models.settings import Settings
from models.states import Kind
from models.submission import take
from notifications import tasks
from tests import people
from tests.faults import checker, workers
from tests.faults.checker import Told, Verdict
from tests.notifications.post import follow, use
from tests.sinks import MailSink, SmsGateway

PATIENCE_SECONDS = 90


@dataclass
class Storm:
    """One run. The same seed makes the same choices, though never the same moments."""

    town: object
    seed: int
    kills: int
    followers: int
    fault: str | None = None
    expected: set[Told] = field(default_factory=set)
    events: int = 0
    audience: list[tuple[str, str]] = field(default_factory=list)

    def rage(self) -> Verdict:
        with ExitStack() as stack:
            mails, texts = stack.enter_context(MailSink()), stack.enter_context(SmsGateway())
            chosen = use(self.town, smtp_url=mails.url, sms_url=texts.url, sms_from="+46766861004")
            references = self._people()
            if self.fault == workers.WITHOUT_KEY:
                stack.enter_context(without_keys())
            self._kill_many(chosen, references)
            came = (*checker.of_mails(mails.mails), *checker.of_texts(texts.messages))
            return checker.check(self.expected, came)

    def _kill_many(self, chosen: Settings, references: list[str]) -> None:
        chance = random.Random(self.seed)  # noqa: S311  (no secret)
        running = [workers.start(chosen, self.fault) for _ in range(2)]
        try:
            for number in range(self.kills):
                self._answer(chance.choice(references))
                victim = chance.randrange(len(running))
                busy = who_is_busy(chunk=self.fault == workers.WITHOUT_KEY)
                if self.fault == workers.WITHOUT_KEY:
                    pids = [process.pid for process in running]
                    victim = pids.index(busy) if busy in pids else victim
                else:
                    time.sleep(chance.uniform(0, 0.15))
                if number == self.kills // 2:
                    Path(chosen.queue_url.removeprefix("sqlite:///")).unlink(missing_ok=True)
                sign = chance.choice([signal.SIGKILL, signal.SIGTERM])
                self._kill(running, victim, sign, chosen)
            self._calm()
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.join(30)
                process.kill()

    def _people(self) -> list[str]:
        """Two public complaints of Rosa's, followed by mail and by text message."""
        references = []
        with transaction() as session:
            rosa = people.rosa(session)
            circle = [people.resident(session, f"Follower{n}") for n in range(self.followers)]
            circle += [
                people.resident(session, f"Caller{n}", phone=f"+467017406{n:02}") for n in (5, 6)
            ]
            for title in ("Mörkt på gångvägen", "Snö på cykelbanan"):
                submission = people.published(session, Kind.COMPLAINT, by=rosa, title=title)
                for who in circle:
                    follow(session, who, submission)
                references.append(submission.reference)
            for event_id in session.scalars(
                text("SELECT id FROM event WHERE kind IN ('received', 'published')")
            ):
                self.expected.add(("email", rosa.address, event_id))
        self.audience = [(who.channel.value, who.address) for who in (rosa, *circle)]
        return references

    def _answer(self, reference: str) -> None:
        with transaction() as session:
            by = people.olga(session).actor
            event_id = answer.answer(
                session, take(session, reference), by=by, source="Ja.", html="<p>Ja.</p>"
            )
        tasks.nudge()
        self.events += 1
        self.expected |= {(*who, event_id) for who in self.audience}

    def _kill(self, running: list, victim: int, sign: signal.Signals, chosen: Settings) -> None:
        """End one worker, and put another in its place as a supervisor would."""
        process = running[victim]
        if sign is signal.SIGKILL:
            process.kill()
        else:
            process.terminate()
        process.join(30)
        running[victim] = workers.start(chosen, self.fault)

    def _calm(self) -> None:
        ends = time.monotonic() + PATIENCE_SECONDS
        while not checker.is_quiet() and time.monotonic() < ends:
            time.sleep(0.1)


def who_is_busy(*, chunk: bool, seconds: float = 3.0) -> int | None:
    """Wait for a worker to be at work, so that no death is wasted on one that has just begun.

    With `chunk` it is one in the middle of addressing an event, whose process id is returned.
    """
    addressing = "SELECT lease_owner FROM outbox WHERE state = 'pending' AND lease_owner <> ''"
    if chunk:
        addressing += " AND EXISTS (SELECT 1 FROM delivery WHERE event_id = outbox.event_id)"
    else:
        addressing += " UNION SELECT lease_owner FROM delivery WHERE state = 'sending'"
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        with transaction(write=False) as session:
            owner = session.scalars(text(addressing)).first()
        if owner is not None:
            return int(owner.partition("-")[0])
        time.sleep(0.005)
    return None


KEYS = {
    "delivery": ("delivery_channel_address_message_key_key", "channel, address, message_key"),
    "delivery_event": ("delivery_event_event_id_channel_address_key", "event_id, channel, address"),
}


@contextmanager
def without_keys():
    """Let the tables take the same message twice, for as long as the block runs.

    PostgreSQL's database is used by other tests afterwards; SQLite's file is thrown away.
    """
    with transaction() as session:
        if is_postgres():
            for table, (name, _) in KEYS.items():
                session.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
        else:
            _remake(session)
    yield
    if is_postgres():
        with transaction() as session:
            session.execute(text("TRUNCATE delivery CASCADE"))
            for table, (name, columns) in KEYS.items():
                unique = f"ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE ({columns})"
                session.execute(text(unique))


def _remake(session) -> None:
    """SQLite drops a UNIQUE only with its table."""
    for table in reversed(KEYS):
        made = session.scalars(
            text("SELECT sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL"),
            {"table": table},
        ).all()
        session.execute(text(f"DROP TABLE {table}"))
        for statement in made:
            without = re.sub(r",\s*UNIQUE \([^)]*\)", "", statement)
            session.connection().exec_driver_sql(without)
