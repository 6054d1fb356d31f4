"""What stands round one case: who else has it open, and public cases that are like it."""

from typing import Any

from models.desk import presence
from models.search.similar import similar
from web.pages import searching
from web.visit import Visit


def part(visit: Visit, row: Any) -> dict[str, Any]:
    """`others` at the case now, and `similar` cases, the likest first."""
    return {
        "others": presence.others(visit.session, row.id, visit.viewer.person_id),
        "similar": [
            searching.told(found)
            for found in similar(
                visit.session,
                title=row.title,
                text=row.words,
                place=row.place,
                language=row.language,
                but=row.id,
            )
        ],
    }
