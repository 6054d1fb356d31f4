"""A hundred thousand public cases, written straight into the tables, as an import would leave them."""

import random
from itertools import accumulate

from sqlalchemy import func, insert, select

from models import keys
from models.actor import Source
from models.calendar import MINUTE, now, today
from models.database import is_postgres, table_of, transaction
from models.organisation import categories
from models.search import index
from models.states import Kind, Publication, Status
from models.submission import submissions
from models.tally import tallies
from models.text import Text

CASES = 100_000
CHUNK = 5_000
WORDS = 20_000
"""Different words of the town; how often each is said falls as in any language (Zipf)."""

_texts = table_of(Text)
_STATUSES = {
    Kind.PROPOSAL: (Status.VOTING, Status.DECIDED),
    Kind.FAULT_REPORT: (Status.IN_PROGRESS, Status.FIXED),
}


def _vocabulary(chance: random.Random) -> list[str]:
    first = ["gat", "park", "lek", "cykel", "skol", "buss", "snö", "vatten", "gräs", "bro", "torg"]
    middle = ["lamp", "plats", "väg", "bänk", "kur", "stig", "staket", "rör", "mur", "skylt", "å"]
    last = ["", "en", "ar", "arna", "et", "or", "s", "ig"]
    made = {a + b + c for a in first for b in middle for c in last}
    while len(made) < WORDS:
        made.add("".join(chance.choice("bdfgklmnprstv") + chance.choice("aeiouåäö") for _ in "abc"))
    words = sorted(made)
    chance.shuffle(words)
    return words


def build(cases: int = CASES) -> list[str]:
    """Fill the configured, migrated, seeded database. Returns the words, the commonest first."""
    chance = random.Random(7)  # noqa: S311  (the same town every time)
    words = _vocabulary(chance)
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(words))))
    with transaction(write=False) as session:
        subjects = [(row.id, row.unit_id) for row in categories(session)]
        done = session.execute(select(func.coalesce(func.max(submissions.c.id), 0))).scalar_one()
    for start in range(done, done + cases, CHUNK):
        with transaction() as session:
            rows = []
            for number in range(start, min(start + CHUNK, done + cases)):
                said = chance.choices(words, cum_weights=weights, k=chance.randint(40, 90))
                rows.append((number, " ".join(said[:5]), " ".join(said)))
            ids = session.execute(
                insert(_texts).returning(_texts.c.id, sort_by_parameter_order=True),
                [
                    {"title": title, "source": text, "html": f"<p>{text}</p>", "salt": b"s" * 16}
                    for _, title, text in rows
                ],
            ).scalars()
            session.execute(
                insert(submissions),
                [
                    _case(chance, number, text_id, subjects, words)
                    for (number, _, _), text_id in zip(rows, ids, strict=True)
                ],
            )
    _support(chance)
    _enter()
    _settle()
    return words


def _case(chance, number, text_id, subjects, words) -> dict[str, object]:  # type: ignore[no-untyped-def]
    kind = chance.choices(list(Kind), weights=(1, 3, 8, 2, 1))[0]
    status = chance.choice(_STATUSES.get(kind, (Status.IN_PROGRESS, Status.ANSWERED)))
    category_id, unit_id = chance.choice(subjects)
    at = now() - (CASES - number) * MINUTE
    answered = None if status in {Status.IN_PROGRESS, Status.VOTING} else at
    return {
        "reference": f"b-{number}",
        "kind": kind,
        "status": status,
        "publication": Publication.PUBLISHED,
        "text_id": text_id,
        "place": f"{words[chance.randrange(500)]}gatan {chance.randint(1, 99)}",
        "category_id": category_id,
        "unit_id": unit_id,
        "name": "",
        "byline": "",
        "show": True,
        "language": "sv",
        "nonce": keys.nonce(),
        "source": Source.IMPORT,
        "received_at": at,
        "published_at": at,
        "answered_at": answered,
        "answer_by": today(),
        "threshold": 50 if kind is Kind.PROPOSAL else None,
        "keep_open": False,
        "comments": 0,
        "version": 1,
    }


def _support(chance: random.Random) -> None:
    with transaction() as session:
        ids = session.scalars(select(submissions.c.id).where(submissions.c.kind == Kind.PROPOSAL))
        known = set(session.scalars(select(tallies.c.submission_id)))
        session.execute(
            insert(tallies),
            [
                {"submission_id": one, "count": chance.randrange(200), "as_of": now()}
                for one in ids
                if one not in known
            ],
        )


def _enter() -> None:
    more = True
    while more:
        with transaction() as session:
            more = index.mend(session, most=CHUNK) > 0


def _settle() -> None:
    """What a server does by itself in a quiet hour: know how much there is of what."""
    from models.database import engine

    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE" if is_postgres() else "ANALYZE")
