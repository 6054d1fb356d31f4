"""`python -m tests.faults.judging`: texts that wait, and moderators who judge them all at once.

Each moderator is a browser of her own: she asks for the next text, reads its page, publishes, and is
led on. Now and then she goes for the very text that a colleague has in front of her. Every text must
be judged exactly once, and of all who reach for one at once exactly one may get it.

    python -m tests.faults.judging                       10,000 texts, 8 moderators, SQLite
    python -m tests.faults.judging postgres --texts 2000
"""

import argparse
import http.client
import os
import random
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from sqlalchemy import func, select

from models.actor import Role
from models.database import dispose, transaction
from models.person import appoint
from models.review import IS_OPEN, reviewables
from models.states import Kind
from models.verdict import verdicts
from tests import people
from tests.signed_in import signed_in

MODERATORS = 8
TEXTS = 10_000
CHUNK = 200
ENVY = 0.05
"""How often somebody goes for what a colleague has."""
BROWSERS = 3
"""Every moderator's: no person judges as fast as this, and one browser may send so many forms only
(web.limits.EACH). Whoever is told to wait goes on in her next one.
"""

_VERSION = re.compile(r'name="version" value="(\d+)"')
_ITEM = re.compile(r"^/desk/(\d+)(?:\?|$)")


@dataclass
class Judged:
    """What came of it. `answers` counts what the judging forms were answered with; `verdicts` how
    many texts got how many verdicts; `waiting` how many were left; `seconds` from first to last.
    """

    answers: Counter[int] = field(default_factory=Counter)
    verdicts: Counter[int] = field(default_factory=Counter)
    waiting: int = 0
    seconds: float = 0.0

    @property
    def is_right(self) -> bool:
        return self.waiting == 0 and set(self.verdicts) == {1}


def texts(number: int) -> None:
    """Hand in so many questions that may be shown: each waits for review."""
    for chunk in range(0, number, CHUNK):
        with transaction() as session:
            people.municipality(session)
            for one in range(chunk, min(chunk + CHUNK, number)):
                title = f"Fråga nummer {one} om badhusets öppettider"
                people.handed_in(session, people.a_draft(Kind.QUESTION, title=title))


def moderators(number: int) -> list[list[str]]:
    """The cookies of so many people who may judge everything, each with her browsers."""
    with transaction() as session:
        made = [people.resident(session, f"Granskare{one}") for one in range(number)]
        for someone in made:
            appoint(session, someone.id, Role.MODERATOR)
        return [[signed_in(session, someone) for _ in range(BROWSERS)] for someone in made]


def judge_all(urls: Sequence[str], cookies: Sequence[Sequence[str]], *, seed: int = 1) -> Judged:
    """Let everyone judge until nothing waits. The servers take turns among the moderators."""
    found = Judged()
    fronts: dict[int, int] = {}
    began = time.monotonic()
    with ThreadPoolExecutor(len(cookies)) as pool:
        desks = [
            _Desk(urls[number % len(urls)], hers, number, fronts, random.Random(seed + number))  # noqa: S311
            for number, hers in enumerate(cookies)
        ]
        for answers in pool.map(_Desk.work, desks):
            found.answers.update(answers)
    found.seconds = time.monotonic() - began
    with transaction(write=False) as session:
        per_item = select(func.count(verdicts.c.id)).group_by(verdicts.c.reviewable_id)
        found.verdicts.update(session.scalars(per_item))
        waits = select(func.count()).select_from(reviewables).where(IS_OPEN)
        found.waiting = session.execute(waits).scalar_one()
    return found


def race(url: str, cookies: Sequence[Sequence[str]], item: int) -> Counter[int]:
    """All reach for one text in the same moment: what each was answered."""
    ready = threading.Barrier(len(cookies))

    def reach(cookie: str) -> int:
        with closing(_Line(url, cookie)) as line:
            ready.wait()
            return line.post(f"/desk/{item}/claims")[0]

    with ThreadPoolExecutor(len(cookies)) as pool:
        return Counter(pool.map(reach, [hers[0] for hers in cookies]))


class _Line:
    """One browser's connection, which keeps its cookie."""

    def __init__(self, url: str, cookie: str) -> None:
        self._line = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        self._headers = {"Cookie": f"session={cookie}", "Sec-Fetch-Site": "same-origin"}

    def close(self) -> None:
        self._line.close()

    def get(self, path: str) -> tuple[int, str, str]:
        return self._asked("GET", path, None)

    def post(self, path: str, **fields: object) -> tuple[int, str, str]:
        return self._asked("POST", path, urlencode(fields))

    def _asked(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        """The status, where it leads, and the page."""
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        self._line.request(method, path, body, self._headers | form)
        answer = self._line.getresponse()
        page = answer.read().decode()
        if answer.status >= 500:
            raise RuntimeError(f"{method} {path} answered {answer.status}")
        return answer.status, answer.headers.get("Location", ""), page


class _Desk:
    """One moderator at work."""

    def __init__(
        self,
        url: str,
        cookies: Sequence[str],
        number: int,
        fronts: dict[int, int],
        chance: random.Random,
    ) -> None:
        self._lines = [_Line(url, cookie) for cookie in cookies]
        self._number, self._fronts, self._chance = number, fronts, chance
        self._answers: Counter[int] = Counter()

    def work(self) -> Counter[int]:
        """Until there is no next text; returns what her verdicts were answered with."""
        with ExitStack() as stack:
            for line in self._lines:
                stack.enter_context(closing(line))
            leads = self._next()
            while (at := _ITEM.match(leads)) is not None:
                leads = self._judge(self._chosen(int(at[1])))
        return self._answers

    def _next(self) -> str:
        return self._sent("/desk/next")[1]

    def _sent(self, path: str, **fields: object) -> tuple[int, str]:
        """The status and where it leads: from her next browser when this one has to wait."""
        status, leads, _ = self._lines[0].post(path, **fields)
        while status == 429 and len(self._lines) > 1:
            self._lines.pop(0).close()
            status, leads, _ = self._lines[0].post(path, **fields)
        return status, leads

    def _chosen(self, item: int) -> int:
        """Her own, or now and then what lies in front of somebody else."""
        others = [one for who, one in list(self._fronts.items()) if who != self._number]
        wanted = self._chance.choice(others) if others and self._chance.random() < ENVY else item
        self._fronts[self._number] = wanted
        return wanted

    def _judge(self, item: int) -> str:
        status, _, page = self._lines[0].get(f"/desk/{item}")
        version = _VERSION.search(page)
        if status != 200 or version is None:
            return self._next()
        status, leads = self._sent(
            f"/desk/{item}/verdicts", judgement="publish", version=version[1]
        )
        self._answers[status] += 1
        return leads if status == 303 else self._next()


def main(arguments: Sequence[str]) -> int:
    """Drive it and say what came of it; 1 when a text was judged twice or not at all."""
    from tests.bench import ground, machine
    from web.commands.migrate import prepare

    asked = argparse.ArgumentParser()
    asked.add_argument("database", nargs="?", default="sqlite", choices=ground.DATABASES)
    asked.add_argument("--texts", type=int, default=TEXTS)
    asked.add_argument("--moderators", type=int, default=MODERATORS)
    asked.add_argument("--seed", type=int, default=1)
    chosen = asked.parse_args(arguments)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="torget-judging-")))
        url = ground.database(chosen.database, folder, stack)
        environment = ground.settings(url, folder)
        os.environ.update(environment)
        prepare()
        texts(chosen.texts)
        cookies = moderators(chosen.moderators)
        served = [
            stack.enter_context(machine.server("web.app:app", environment, core=core))
            for core in range(2 if chosen.database == "postgres" else 1)
        ]
        urls = [f"http://127.0.0.1:{one.port}" for one in served]
        found = judge_all(urls, cookies, seed=chosen.seed)
        dispose()
    print(
        f"{chosen.texts} texts, {chosen.moderators} moderators: {found.seconds:.0f} s,"
        f" {chosen.texts / found.seconds:.0f} verdicts a second; answers {dict(found.answers)};"
        f" verdicts per text {dict(found.verdicts)}; {found.waiting} left"
    )
    return 0 if found.is_right else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
