"""A person at a screen who can be put right where a test needs her: signed in, or with a key."""

from collections.abc import Callable
from typing import TypeVar

from sqlmodel import Session

from models.database import transaction
from models.submission import take, tracking_key
from tests.browser.hands import Pointer
from tests.people import Someone
from tests.signed_in import signed_in
from web.responses import session_cookie
from web.unit import KEY_COOKIE

T = TypeVar("T")


def made(build: Callable[[Session], T]) -> T:
    """What happens in a transaction of its own, and the numbers and names it gives."""
    with transaction() as session:
        return build(session)


class Guest(Pointer):
    def is_(self, build: Callable[[Session], Someone]) -> "Guest":
        """Signed in as one of the people, whoever she was before."""
        with transaction() as session:
            cookie = signed_in(session, build(session))
        self._keep(session_cookie(), cookie)
        return self

    def is_nobody(self) -> "Guest":
        self.page.context.clear_cookies()
        return self

    def holds_key(self, reference: str) -> "Guest":
        """Has opened the link with the key of one case."""
        with transaction() as session:
            key = tracking_key(take(session, reference))
        self._keep(KEY_COOKIE, key)
        return self

    def _keep(self, name: str, value: str) -> None:
        self.page.context.add_cookies([{"name": name, "value": value, "url": self.site}])

    def fetches(self, path: str) -> None:
        """What programs read: it answers without failing, and is no page."""
        answered = self.page.request.get(self.site + path)
        assert answered.status in {200, 404, 503}
        assert answered.status == 404 or "text/html" not in answered.headers["content-type"]
