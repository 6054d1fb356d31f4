"""A link that is over: what was, and how to get a new one."""

from dataclasses import replace

from models.errors import Gone
from web import rendering
from web.answers import Shown


def over(gone: Gone, *, again: str, renewal: str = "") -> Shown:
    """The page for a used or expired link; `again` is where a new one is asked for, `renewal` where
    one press sends it; "" where neither is.
    """
    shown = rendering.problem(gone.status, gone)
    context = {**shown.context, "again": again, "renewal": renewal}
    return replace(shown, context=context, kept=True)


def invitation_over(gone: Gone) -> Shown:
    """The page for an invitation that is over: only whoever sent it can send another."""
    return over(gone if gone.code == "used" else Gone("invitation"), again="")
