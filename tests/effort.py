"""What a piece of work costs, in a measure that no busy machine disturbs."""

import gc
import sys
from collections.abc import Callable


def calls(work: Callable[[str], object], text: str) -> int:
    """How many function calls the work makes."""
    count = 0

    def counted(_frame, event, _arg):
        nonlocal count
        count += event.endswith("call")

    before = sys.getprofile()
    # What is collected meanwhile is what other tests left, and would be counted as work.
    gc.disable()
    sys.setprofile(counted)
    try:
        work(text)
    finally:
        sys.setprofile(before)
        gc.enable()
    return count
