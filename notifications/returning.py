"""The address that a letter comes back to, and the proof in it that we made it (VERP, NT-17).

`bounce+<delivery>.<proof>@host`: whoever does not know our key, and was sent no such letter, can
make no address that we believe.
"""

import re
from collections.abc import Iterable

from models import keys
from notifications.letter import Letter, key_of

PURPOSE = "bounce"
PROOF_LETTERS = 16
MOST_LOOKED_AT = 50
"""Addresses in one message: nobody keeps us busy with a longer list."""

_RETURNED = re.compile(r"bounce\+(\d{1,18})\.([0-9a-z]{8,24})@", re.IGNORECASE | re.ASCII)


def proof(letter: Letter) -> str:
    """What stands behind the delivery's number in the envelope sender of its letter."""
    return keys.key(PURPOSE, letter.delivery_id, letter.key)[:PROOF_LETTERS]


def named(texts: Iterable[str]) -> list[tuple[int, str]]:
    """The deliveries that addresses in these texts name, and the proofs, not yet believed."""
    found: dict[tuple[int, str], None] = {}
    for text in texts:
        for match in _RETURNED.finditer(text):
            found[int(match[1]), match[2]] = None
            if len(found) >= MOST_LOOKED_AT:
                return list(found)
    return list(found)


def is_ours(delivery_id: int, given: str, *, channel: str, address: str, message_key: str) -> bool:
    """Whether the proof is of this very delivery, with the address it went to."""
    key = key_of(channel, address, message_key)
    return keys.begins(given, PURPOSE, delivery_id, key, PROOF_LETTERS)
