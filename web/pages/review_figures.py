"""The figures of the desk: how soon it reads, how far it agrees, how often it was wrong (MQ-18).

Of the whole desk. There is no list of persons, and none can be made of it.
"""

from datetime import timedelta

from models.calendar import now, start_of, today
from models.keeping import DAYS
from moderation import figures, neutrality, second_looks
from moderation import transparency_counts as counts
from web.answers import Answer, Shown
from web.visit import Visit

YEAR = 365
"""Days of which agreement is told: fewer second looks say little."""


def index(visit: Visit) -> Answer:
    """What waits now, the last weeks and months, and how it stands with agreement and rules."""
    session = visit.session
    until = now()
    since = start_of(today() - timedelta(days=DAYS))
    taken = counts.measures(session, since, until)
    months = figures.by_month(session)
    return Shown(
        "desk/figures.html",
        {
            "desk": figures.desk(session),
            "weeks": figures.by_week(session),
            "months": months,
            "days": DAYS,
            "taken": sum(one.number for one in taken),
            "reversed": sum(one.reversed for one in taken),
            "agreed": second_looks.agreed(session, start_of(today() - timedelta(days=YEAR)), until),
            "flags": neutrality.flags(
                session, f"{months[-1].first:%Y-%m}", f"{months[0].first:%Y-%m}"
            ),
            "few": neutrality.LEAST,
        },
    )
