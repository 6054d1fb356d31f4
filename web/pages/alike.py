"""Before it is sent: is it the same thing as a case that is here, and is it answered already?

Never a stop (ST-27). Whoever would rather hear of the other case gets the form for that, and every
word she has typed goes along until she comes back to it.
"""

from collections.abc import Mapping
from typing import Any

from models import question, routing
from models.search.similar import similar
from models.states import StatusType, type_of
from web.pages import searching
from web.visit import Visit

MOST = 3


def told(visit: Visit, values: Mapping[str, str]) -> dict[str, Any]:
    """What the check page tells: public cases and frequent questions that are near."""
    subject, title = values["subject"], values["title"]
    found = similar(
        visit.session,
        title=title,
        text=values["text"],
        place=values.get("place", ""),
        category_id=routing.routed(visit.session, subject)[0],
        language=visit.language,
        most=MOST,
    )
    return {
        "alike": [
            searching.told(row) | {"goes_on": type_of(row.status) is not StatusType.CLOSED}
            for row in found
        ],
        "asked_before": question.akin(visit.session, title, subject, visit.language),
    }
