"""Votes of a dialogue through HTTP, one process on one core; and the closing of a large one.

In a process of its own: python -m tests.bench.ballots [sqlite]
"""

import os
import time
from collections.abc import Iterator
from urllib.parse import urlencode

from sqlalchemy import insert

from models import calendar
from models.counting import Method
from models.database import configure, dispose, transaction
from models.dialogue import ballots, closing, polls, proof
from tests.bench import ground, load, machine
from tests.bench.world import build
from tests.models.polling import Made, a_poll
from web.commands.migrate import prepare

VOTERS = 3_000
CAST = 100_000
CHUNK = 1_000
PAPERS = ("1", "2", "3", "1 2", "2 3", "1 2 3")


def main() -> None:
    """Print one row a work; arguments choose among `sqlite` and `postgres`."""
    machine.aside()
    for _, url, folder in ground.named():
        environment = ground.settings(url, folder)
        os.environ.update(environment)
        prepare()
        cookies = build(proposals=1, readers=VOTERS).cookies
        with transaction() as session:
            poll, large = a_poll(session), a_poll(session, Method.APPROVAL)
        _cast(poll, cookies, environment)
        _close(large)
        dispose()


def _cast(poll: Made, cookies: list[str], environment: dict[str, str]) -> None:
    """Each voter sends the form of the ballot's page, and is sent her receipt."""

    def sent(port: int, option: int) -> Iterator[tuple[int, bytes]]:
        form = urlencode({"phase": poll.phase_id, f"option{option}": "yes"}).encode()
        path = f"/dialogues/{poll.slug}/ballot"
        for cookie in cookies:
            yield load.request(port, "POST", path, cookie=f"session={cookie}", body=form)

    dispose()
    with machine.server("web.app:app", environment) as server:
        for work, option in (("ballots cast, durable, with a receipt", 1), ("  changed", 2)):
            done = load.run(list(sent(server.port, option)))
            others = {status: n for status, n in done.statuses.items() if status != 200}
            ground.row(
                work, f"{done.rate:.0f}/s", f"   answers not 200: {others}" if others else ""
            )


def _close(poll: Made) -> None:
    """So many ballots, counted, published and made nobody's in one transaction."""
    configure(os.environ["TORGET_DATABASE_URL"])
    with transaction() as session:
        closing.open_poll(session, poll.id)
    for start in range(0, CAST, CHUNK):
        with transaction() as session:
            rows = [
                {
                    "poll_id": poll.id,
                    "key": number.to_bytes(32),
                    "choices": PAPERS[number % len(PAPERS)],
                    "receipt": ballots.fresh_receipt(),
                }
                for number in range(start, start + CHUNK)
            ]
            session.execute(insert(polls.papers), rows)
    calendar.freeze(poll.closes_at)
    began = time.perf_counter()
    with transaction() as session:
        closing.close_poll(session, poll.id)
    ground.row(f"a vote with {CAST} ballots closed", f"{time.perf_counter() - began:.1f} s")
    began = time.perf_counter()
    with transaction(write=False) as session:
        proof.file(session, poll.id)
    ground.row("  its file of ballots", f"{time.perf_counter() - began:.1f} s")
    calendar.unfreeze()


if __name__ == "__main__":
    main()
