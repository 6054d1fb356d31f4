"""How the post fares, in figures: for people on /status, for machines on /metrics. Of nobody."""

from typing import Any

from models import health, hold, post, reconciliation, sms_budget, sms_routes
from models.calendar import SECOND, now
from models.person import Channel
from models.settings import settings
from notifications import bounces
from web import log
from web.answers import Answer, Shown
from web.visit import Visit


def status(visit: Visit) -> Answer:
    """For people: does the site work, and do messages go out?"""
    return Shown(
        "operation/status.html",
        {**_figures(visit), "looked_back": health.LOOKED_BACK},
        lasting=5.0,
    )


def metrics(visit: Visit) -> Answer:
    """Gauges in the text format of Prometheus; only for the networks that the setting names."""
    figures = _figures(visit)
    oldest_at = figures["sending"].oldest_at
    waited = 0 if oldest_at is None else max(0, now() - oldest_at) / SECOND
    return Shown(
        "operation/metrics.txt",
        {
            **figures,
            "oldest_seconds": round(waited, 3),
            "returned": sorted((taken.value, count) for taken, count in bounces.counted.items()),
            "answered": sorted(log.answered.items()),
        },
        media="text/plain; version=0.0.4",
    )


def _figures(visit: Visit) -> dict[str, Any]:
    """What both of them tell. `day` is what has gone since midnight, of what may go: letters (0 for
    no limit), and text messages.
    """
    session = visit.session
    sending = health.sending(session)
    return {
        "sending": sending,
        "late": health.is_late(sending),
        "held": hold.since(session) is not None,
        "post": post.post(session),
        "counted": reconciliation.last(session),
        "day": {
            "sent": post.sent_today(session, Channel.EMAIL),
            "most": settings().mail_per_day,
            "texts": sms_budget.figures(session),
            "operators": sorted(sms_routes.weights(session).items()),
        },
    }
