"""How often a form may be sent: by network and by browser, in the memory of this process.

What is counted in the database (per address, number, case and person) stands with what it protects:
models.asking, models.printed, models.stepping_up, models.downloading, models.received. All of them
are listed in docs/operations.md, from tests/house/limits_table.
"""

from typing import TYPE_CHECKING

from models import keys
from web.intake import UPLOADS
from web.networks import Counter, Limit
from web.responses import session_cookie

if TYPE_CHECKING:
    from web.unit import Unit

ALL = Limit("all", most=6_000, seconds=600)
"""Every form of one network, whatever it is. A library, a school or a telephone company's whole
customers may stand behind one address.
"""
EACH = Limit("each", most=1_200, seconds=600)
"""Every form of one signed-in browser: against a program that has somebody's cookie."""


class Limits:
    """The counters of one process; made-up cookies use up no room of the networks'."""

    def __init__(self) -> None:
        self._networks, self._browsers = Counter(), Counter()

    def spend(self, unit: "Unit") -> None:
        """Count one request. Raises TooMany with the seconds left of the window.

        Programs are let in by the key in their address.
        """
        entry = unit.entry
        own = [limit for limit in (entry.limit, UPLOADS if unit.sent else None) if limit]
        if entry.method == "POST" and not entry.machine:
            # Staff of one house come from one network, and strangers do not come in there at all.
            own += [ALL] if entry.allow.action is None else []
            cookie = unit.cookies.get(session_cookie())
            if cookie:
                self._browsers.spend(EACH, keys.stored(cookie))
        for limit in own:
            self._networks.spend(limit, unit.network)
