"""The same answer to two hundred cases, each in its own letter, among a hundred thousand.

`python -m tests.bench.bulk sqlite` measures it alone.
"""

import http.client
import os
import re
import time
from contextlib import closing
from html import unescape
from statistics import median
from urllib.parse import urlencode

from sqlalchemy import insert, select, update

from models import answer_template, chain
from models.database import dispose, table_of, transaction
from models.event import Stream
from models.macro import Steps
from models.organisation import units
from models.person import Contact
from models.states import Kind, Outcome, Status
from models.submission import stream_of, submissions
from tests import people
from tests.bench import ground, machine, many
from tests.bench.searching import asked
from tests.signed_in import signed_in
from web.commands.migrate import prepare
from web.pages.ticked import MOST

ROUNDS = 3
WORDS = "Hej!\n\n{title} vid {place} är åtgärdat. Har du frågor, ring {unit} och säg {reference}."
_s = submissions.c
_carried = re.compile(r'type="hidden" name="(cases|used|template|version|filled)" value="([^"]*)"')


def main() -> None:
    """Print what an official waits, and what it costs, on the databases that are named."""
    machine.aside()
    for name, url, folder in ground.named():
        _measure(name, ground.settings(url, folder))


def _measure(name: str, environment: dict[str, str]) -> None:
    """Three heaps are answered; to three others a template does all of its steps."""
    os.environ.update(environment)
    prepare()
    with transaction() as session:
        people.municipality(session)
    many.fill(_written)
    cookie, template = _official(), _template()
    heaps = _open()
    dispose()
    print(f"\n{name}, {many.CASES} cases")
    with (
        machine.server("web.app:app", environment) as server,
        closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)) as line,
    ):
        asked(line, "/casework", f"session={cookie}")
        plain, whole = heaps[:ROUNDS], heaps[ROUNDS:]
        _act(server, line, cookie, "answers", plain, "")
        _act(server, line, cookie, "macros", whole, f"&template={template}")


def _written(number: int) -> dict[str, object]:
    return {"title": f"Lampa {number}", "source": "Mörkt.", "html": "Mörkt.", "salt": b"0" * 16}


def _official() -> str:
    with transaction() as session:
        return signed_in(session, people.official_of(session, "Per", units(session)[1].id))


def _template() -> int:
    """Gets the case, calls it fixed, answers and ends it."""
    steps = Steps(take=True, move=Status.FIXED, outcome=Outcome.FIXED)
    with transaction() as session:
        return answer_template.save(
            session, name="Åtgärdat", body=WORDS, unit_id=None, language="sv", steps=steps
        )


def _open() -> list[list[str]]:
    """The last cases of the unit are open, each of a sender who hears of it, with a history."""
    with transaction() as session:
        wanted = MOST * 2 * ROUNDS
        last = select(_s.id).where(_s.unit_id == units(session)[1].id).order_by(_s.id.desc())
        ids = session.scalars(last.limit(wanted)).all()
        contacts = session.scalars(
            insert(table_of(Contact)).returning(table_of(Contact).c.id),
            [
                {"channel": "email", "address": f"s{one}@example.org", "confirmed_at": 1}
                for one in ids
            ],
        ).all()
        for one, contact in zip(ids, contacts, strict=True):
            session.execute(
                update(submissions)
                .where(_s.id == one)
                .values(
                    kind=Kind.FAULT_REPORT,
                    status=Status.RECEIVED,
                    contact_id=contact,
                    confirmed_at=1,
                    answered_at=None,
                    kept=None,
                    done_at=None,
                )
            )
        found = list(session.scalars(select(_s.reference).where(_s.id.in_(ids))))
        session.execute(
            insert(table_of(Stream)),
            [
                {"key": key, "seq": 0, "head_hash": chain.genesis(key), "version": 1}
                for key in map(stream_of, found)
            ],
        )
    return [found[start : start + MOST] for start in range(0, wanted, MOST)]


def _act(
    server: machine.Running,
    line: http.client.HTTPConnection,
    cookie: str,
    act: str,
    heaps: list[list[str]],
    more: str,
) -> None:
    """The page of each heap, then the press of its button."""
    shown, pressed, costs = [], [], []
    for heap in heaps:
        ticked = "&".join(f"case={one}" for one in heap)
        page, seconds = _sent(line, "GET", f"/casework/{act}/new?{ticked}{more}", cookie)
        shown.append(seconds)
        form = {name: unescape(value) for name, value in _carried.findall(page)} | {"text": WORDS}
        before = server.cpu()
        where, seconds = _sent(line, "POST", f"/casework/{act}", cookie, form)
        if where != f"/casework?done={act}-{MOST}":
            raise RuntimeError(f"only some of them: {where}")
        pressed.append(seconds)
        costs.append(server.cpu() - before)
    ground.row(f"{MOST} cases, {act}: shown first", f"{median(shown):.2f} s")
    ground.row("  done at one press", f"{median(pressed):.2f} s")
    ground.row("  processor time of that", f"{median(costs):.2f} s")


def _sent(
    line: http.client.HTTPConnection,
    method: str,
    path: str,
    cookie: str,
    form: dict[str, str] | None = None,
) -> tuple[str, float]:
    """The page that came, or where it leads, and how long it took."""
    headers = {
        "Cookie": f"session={cookie}",
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    began = time.perf_counter()
    line.request(method, path, body=urlencode(form or {}), headers=headers)
    answer = line.getresponse()
    body = answer.read().decode()
    if answer.status != (200 if method == "GET" else 303):
        raise RuntimeError(f"{path[:60]} answered {answer.status}")
    return answer.headers.get("Location") or body, time.perf_counter() - began


if __name__ == "__main__":
    main()
