"""A post office with bad days, in a process of its own: a real SMTP server that answers 421 and
451, hangs, and drops before and after it has taken a message.

It writes down every message that it keeps, one line each: its Message-ID, to whom, and whether it
said so. From another process: python -m tests.faults.bad_post JOURNAL --seed 7 --trouble 0.05
"""

import argparse
import asyncio
import random
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from tests.faults.checker import MESSAGE_ID
from tests.mail_sink import MailSink

SAID, UNSAID = "said", "unsaid"
LONGEST_SILENCE = 5.0
"""Seconds after which a hanging connection is closed: the worker has long given up."""

BEFORE = ("451 4.7.1 come back later", "421 4.3.2 closing")
AT_THE_END = ("drop", "keep drop", "250 drop", "hang")


class Kept(NamedTuple):
    """One line of the journal."""

    key: str
    recipient: str
    how: str


class BadPost(MailSink):
    """`trouble` is the share of messages that meet some of it, half of them before their words."""

    def __init__(self, journal: TextIO, *, seed: int, trouble: float, port: int = 0) -> None:
        super().__init__(port)
        self._journal = journal
        self._chance = random.Random(seed)  # noqa: S311  (no secret)
        self._trouble = trouble / 2
        self._lost: set[str] = set()
        self.met: Counter[str] = Counter()

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self._chance.random() < self._trouble:
            said = self._chance.choice(BEFORE)
            self.met[said[:3]] += 1
            if said.startswith("421"):
                await server.push(said)
                return self._hang_up(server)
            return said
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        found = MESSAGE_ID.search(envelope.content)
        key = found[1].decode() if found else "?"
        what = self._meets(key)
        if what:
            self.met[what] += 1
        if what in {"keep drop", "250 drop", ""}:
            self._note(key, envelope, UNSAID if what == "keep drop" else SAID)
        if what == "hang":
            await asyncio.sleep(LONGEST_SILENCE)
        if what == "250 drop":
            await server.push("250 2.0.0 kept")
        return self._hang_up(server) if what else "250 2.0.0 kept"

    def _meets(self, key: str) -> str:
        """What happens to this one. A message is swallowed once at the most: whoever hears nothing
        twice must take it that the letter has gone (NT-7), and would be right with any real relay.
        """
        if self._chance.random() >= self._trouble:
            return ""
        what = self._chance.choice(AT_THE_END)
        if what in {"drop", "hang"}:
            if key in self._lost:
                return ""
            self._lost.add(key)
        return what

    def _note(self, key: str, envelope: Any, how: str) -> None:
        # Written before the answer is: what a killed worker never heard of is counted all the same.
        self._journal.write(f"{key} {','.join(envelope.rcpt_tos)} {how}\n")
        self._journal.flush()


def read(journal: Path) -> Iterator[Kept]:
    """What the post office kept, in order."""
    for line in journal.read_text().splitlines():
        yield Kept(*line.split(" "))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("journal", type=Path)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--trouble", type=float, default=0.0)
    given = asked.parse_args()
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with (
        given.journal.open("a") as journal,
        BadPost(journal, seed=given.seed, trouble=given.trouble) as post,
    ):
        print(f"listening: {post.url}", flush=True)
        ended.wait()
        print("met: " + " ".join(f"{what}={n}" for what, n in sorted(post.met.items())), flush=True)


if __name__ == "__main__":
    main()
