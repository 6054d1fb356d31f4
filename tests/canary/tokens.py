"""Canaries: every private datum of a town carries one, and whoever sings was let out."""

import random
import re
import string
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from models.permissions import Action

LETTERS = "".join(sorted(set(string.ascii_lowercase) - set("aeiouy")))
LENGTH = 20
_random = random.SystemRandom()
PLANTED = re.compile(f"zq[{LETTERS}]{{{LENGTH - 2}}}")


@dataclass(frozen=True)
class Canary:
    """One datum: who may read it anywhere (None: everyone), and which secrets in an address open
    it to whoever holds them.
    """

    token: str
    what: str
    seen_by: frozenset[str] | None
    opened_by: frozenset[str] = frozenset()
    of: str = ""
    """The case it belongs to: what it is called in the world, or its number."""
    needs: tuple[Action, ...] = ()
    """What somebody of the staff must be allowed to do to read it (tests/canary/readers.py)."""

    def may_be_read(self, actor: str, address: str) -> bool:
        if self.seen_by is None or actor in self.seen_by or self.token in address:
            return True
        return any(secret in address for secret in self.opened_by)


@dataclass
class Cage:
    """Every canary of one town."""

    canaries: list[Canary] = field(default_factory=list)
    _of: str = ""

    @contextmanager
    def about(self, case: str) -> Iterator[None]:
        """Whatever is planted meanwhile belongs to this case."""
        before, self._of = self._of, case
        try:
            yield
        finally:
            self._of = before

    def plant(
        self,
        what: str,
        *seen_by: str,
        opened_by: frozenset[str] = frozenset(),
        needs: tuple[Action, ...] = (),
    ) -> str:
        """A fresh token for a datum that only these actors may read."""
        return self._keep(self._fresh(), what, frozenset(seen_by), opened_by, needs)

    def public(self, what: str) -> str:
        """A fresh token that everyone may read: it shows that the crawl gets there at all."""
        return self._keep(self._fresh(), what, None)

    def known(
        self,
        token: str,
        what: str,
        *seen_by: str,
        opened_by: frozenset[str] = frozenset(),
        needs: tuple[Action, ...] = (),
    ) -> str:
        """Something that is secret by itself: a key, a cookie, a number."""
        return self._keep(token, what, frozenset(seen_by), opened_by, needs)

    def _fresh(self) -> str:
        return "zq" + "".join(_random.choices(LETTERS, k=LENGTH - 2))

    def _keep(
        self,
        token: str,
        what: str,
        seen_by: frozenset[str] | None,
        opened_by: frozenset[str] = frozenset(),
        needs: tuple[Action, ...] = (),
    ) -> str:
        self.canaries.append(Canary(token, what, seen_by, opened_by, self._of, needs))
        return token

    def open(self, token: str, secret: str) -> None:
        """From now on, an address that holds the secret may show the datum."""
        self.canaries = [
            replace(one, opened_by=one.opened_by | {secret}) if one.token == token else one
            for one in self.canaries
        ]


class Ear:
    """Hears canaries in answers and in logs."""

    def __init__(self, canaries: list[Canary]) -> None:
        self._planted = {one.token: one for one in canaries if PLANTED.fullmatch(one.token)}
        self._numbers = [
            # A phone number sings in every way of writing it.
            (re.compile(r"[\s()-]{0,2}".join(one.token)), one)
            for one in canaries
            if one.token.isdigit()
        ]
        others = {*self._planted, *(one.token for _, one in self._numbers)}
        self._secrets = [one for one in canaries if one.token not in others]

    def hear(self, text: str) -> set[Canary]:
        """Every canary that sings in this text."""
        tokens = set(PLANTED.findall(text.lower())) & self._planted.keys()
        heard = {self._planted[token] for token in tokens}
        heard |= {one for pattern, one in self._numbers if pattern.search(text)}
        return heard | {one for one in self._secrets if one.token in text}
