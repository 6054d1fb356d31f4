"""What everything imports has to be light: the web answers a second after it starts."""

import subprocess
import sys

LEAVES = "models.calendar models.prose models.address models.typos moderation.screening"
HEAVY = "bleach nh3 phonenumbers idna"


def test_the_leaves_load_nothing_heavy_before_it_is_needed():
    program = (
        f"import sys, {LEAVES.replace(' ', ', ')}\n"
        f"print(*sorted(set(sys.modules) & set({HEAVY.split()!r})))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert ran.stdout.strip() == ""
