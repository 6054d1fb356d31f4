"""How an error is told in a log: its name and its places in the code, never its words.

What an exception says may hold an address or what a resident wrote (T44).
"""

import traceback

PLACES = 6
"""The innermost places of a failure that are written down."""


def named(error: BaseException) -> str:
    """For example `sqlalchemy.exc.DataError at notifications.due:117 sqlalchemy.orm:99`."""
    places = [
        f"{frame.f_globals.get('__name__', '?')}:{line}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    kind = type(error)
    return f"{kind.__module__}.{kind.__name__} at {' '.join(places[-PLACES:])}"
