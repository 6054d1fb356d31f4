"""What is too much for every run takes turns: each run has another order, and with it others.

`TORGET_TEST_ALL=1 make test` runs everything.
"""

import os
from zlib import crc32


def is_its_turn(what: str, one_in: int) -> bool:
    """Whether this is among the one in so many that this run does."""
    if os.environ.get("TORGET_TEST_ALL"):
        return True
    order = os.environ.get("TORGET_TEST_ORDER", "")
    return crc32(f"{order} {what}".encode()) % one_in == 0
