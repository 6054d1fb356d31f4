"""Rows of a list, and where those of them lead on that were joined with another case."""

from collections.abc import Callable, Sequence
from typing import Any

from models.course import leads_on
from web.visit import Visit


def rows(visit: Visit, found: Sequence[Any], told: Callable[[Any], dict[str, Any]]) -> Any:
    """What submissions/list.html asks for: `rows` and `leads_on`."""
    ids = [row.id for row in found]
    return {"rows": [told(row) for row in found], "leads_on": leads_on(visit.session, ids)}
