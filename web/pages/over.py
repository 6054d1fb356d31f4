"""A link that is over: what was, and how to get a new one."""

from dataclasses import replace

from models.errors import Gone
from web import rendering
from web.answers import Shown


def over(gone: Gone, *, again: str) -> Shown:
    """The page for a used or expired link; `again` is where a new one is asked for, or ""."""
    shown = rendering.problem(gone.status, gone)
    return replace(shown, context={**shown.context, "again": again}, kept=True)
