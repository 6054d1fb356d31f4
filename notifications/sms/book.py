"""What the town's workers know together of its text messages: the day's budget, and the operators.

Each look and each note is a short transaction of its own: none is open while an operator is asked.
"""

import secrets
from collections.abc import Sequence

from models import sms_budget, sms_routes
from models.calendar import now
from models.database import transaction
from models.settings.providers import sms_gateways
from notifications import quiet
from notifications.letter import NotNow


class TownBook:
    """The Book of notifications.sms.pipe, in the database."""

    def __init__(self, urls: str) -> None:
        """`urls` is the setting SMS_URL."""
        self._middles = {found.operator: found.weight for found in sms_gateways(urls)}

    def reserve(self, parts: int, *, code: bool) -> Sequence[str]:
        with transaction() as session:
            if sms_budget.reserve(session, parts, code=code):
                return sms_routes.order(session, self._middles)
        raise NotNow(quiet.tomorrow(now()) + secrets.randbelow(quiet.SPREAD))

    def taken(self, operator: str) -> None:
        with transaction() as session:
            sms_routes.note(session, operator, taken=1)

    def failed(self, operator: str) -> None:
        with transaction() as session:
            sms_routes.note(session, operator, failed=1)

    def give_back(self, parts: int, *, code: bool) -> None:
        with transaction() as session:
            sms_budget.give_back(session, parts, code=code)
