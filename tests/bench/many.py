"""A town of many years: so many cases that what is not bounded is felt.

Rows alone, written in bulk: lists and counts read nothing else. Their streams have no events.
"""

import random
import secrets
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from models import keeping
from models.actor import Source
from models.calendar import DAY, HOUR, end_of, local, now
from models.database import table_of, transaction
from models.organisation import Category
from models.states import HANDED_IN, Kind, Publication, Status
from models.submission import submissions
from models.text import Text

CASES = 100_000
CHUNK = 2_000
YEARS = 3
LATE = 0.01
SHOWN = 0.8


def fill(written: Callable[[int], dict[str, Any]], count: int = CASES) -> None:
    """Hand in so many cases, evenly over three years; nearly all are answered, most are shown.

    `written` makes the text of one of them, as a row.
    """
    with transaction() as session:
        subjects = session.execute(select(table_of(Category))).all()
    rows = _cases(count, subjects)
    for start in range(0, count, CHUNK):
        chunk = [next(rows) for _ in range(min(CHUNK, count - start))]
        with transaction() as session:
            ids = session.scalars(
                insert(table_of(Text)).returning(table_of(Text).c.id, sort_by_parameter_order=True),
                [written(start + number) for number in range(len(chunk))],
            ).all()
            session.execute(
                insert(submissions),
                [row | {"text_id": text_id} for row, text_id in zip(chunk, ids, strict=True)],
            )
    with transaction() as session:
        keeping.note(session, keeping.count(session))


def _cases(count: int, subjects: Any) -> Iterator[dict[str, Any]]:
    chance = random.Random(count)  # noqa: S311  (the same town every time)
    today = now()
    for number in range(count):
        received = today - YEARS * 365 * DAY * (count - number) // count
        subject = chance.choice(subjects)
        answer_by = local(received).date() + timedelta(days=14)
        answered = received + chance.randrange(1, 18 * 24) * HOUR
        done = answered < today and chance.random() > LATE
        shown = chance.random() < SHOWN
        yield {
            "reference": f"2020-{number:06d}",
            "kind": chance.choice([kind for kind in HANDED_IN if kind is not Kind.PROPOSAL]),
            "status": Status.ANSWERED if done else Status.RECEIVED,
            "publication": Publication.PUBLISHED if shown else Publication.PRIVATE,
            "place": f"Storgatan {number % 300}",
            "category_id": subject.id,
            "unit_id": subject.unit_id,
            "name": "",
            "byline": "",
            "show": shown,
            "language": "sv",
            "nonce": secrets.token_hex(8),
            "source": Source.WEB,
            "keep_open": False,
            "comments": 0,
            "version": 1,
            "received_at": received,
            "published_at": received + HOUR if shown else None,
            "answer_by": answer_by,
            "answered_at": answered if done else None,
            "kept": answered <= end_of(answer_by) if done else None,
            "done_at": answered if done else None,
        }
