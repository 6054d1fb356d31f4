"""What a hundred thousand cases say: as many different words as a town has, as often as in any tongue."""

import random
import secrets
from itertools import accumulate
from typing import Any

from models.database import engine, is_postgres, transaction
from models.search import index

WORDS = 20_000
SHORTEST, LONGEST = 40, 90
TITLE = 5
CHUNK = 5_000

_FIRST = ("gat", "park", "lek", "cykel", "skol", "buss", "snö", "vatten", "gräs", "bro", "torg")
_SECOND = ("lamp", "plats", "väg", "bänk", "kur", "stig", "staket", "rör", "mur", "skylt", "å")
_ENDS = ("", "en", "ar", "arna", "et", "or", "s", "ig")


class Town:
    """The words of a town; how often each is said falls as in any language (Zipf)."""

    def __init__(self) -> None:
        self._chance = random.Random(7)  # noqa: S311  (the same town every time)
        made = {a + b + c for a in _FIRST for b in _SECOND for c in _ENDS}
        while len(made) < WORDS:
            made.add("".join(map(self._chance.choice, ("bdfgklmnprstv", "aeiouåäö") * 3)))
        self.words = sorted(made)
        """The commonest first."""
        self._chance.shuffle(self.words)
        self._weights = list(accumulate(1 / (rank + 10) for rank in range(WORDS)))

    def written(self, _number: int) -> dict[str, Any]:
        """One text, as tests/bench/many.py writes them."""
        length = self._chance.randint(SHORTEST, LONGEST)
        said = self._chance.choices(self.words, cum_weights=self._weights, k=length)
        source = " ".join(said)
        return {
            "title": " ".join(said[:TITLE]),
            "source": source,
            "html": f"<p>{source}</p>",
            "salt": secrets.token_bytes(16),
        }


def enter() -> None:
    """Index whatever is public and has no entry, and let the database know how much it is."""
    more = True
    while more:
        with transaction() as session:
            more = index.mend(session, most=CHUNK) > 0
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE" if is_postgres() else "ANALYZE")
