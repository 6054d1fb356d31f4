"""A browser of the tests: the real application in this process, on the town's own database."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import httpx2
from sqlalchemy import func, select
from starlette.testclient import TestClient

from models import token
from models.database import transaction
from models.delivery import deliveries
from models.token import Purpose, Token
from tests import people
from tests.people import Someone
from tests.signed_in import signed_in
from web import shared
from web.app import Town
from web.entry import Entry
from web.routes import ROUTES

BASE = "http://127.0.0.1:8000"


@dataclass
class Site:
    """The running town; `browser()` opens a browser without a cookie."""

    app: Town
    server: TestClient

    def browser(self, *, language: str = "en") -> "Browser":
        return Browser(self, language)


class Browser:
    """One person's browser: keeps cookies, sends its origin, and goes nowhere by itself."""

    def __init__(self, site: Site, language: str) -> None:
        self._client = TestClient(site.app, base_url=BASE, follow_redirects=False)
        # One event loop for all: the town's pools live in the one that started it.
        self._client.portal = site.server.portal
        self._client.headers["Accept-Language"] = language
        self.cookies = self._client.cookies

    def get(self, path: str, **options) -> httpx2.Response:
        return self._client.get(path, **options)

    def head(self, path: str, **options) -> httpx2.Response:
        return self._client.head(path, **options)

    def post(self, path: str, data=None, **options) -> httpx2.Response:
        headers = {"Origin": BASE} | options.pop("headers", {})
        return self._client.post(path, data=data, headers=headers, **options)

    def request(self, method: str, path: str, **options) -> httpx2.Response:
        """Anything, with no header that is not given."""
        return self._client.request(method, path, **options)

    def sign_in(self, someone: Someone) -> "Browser":
        with transaction() as session:
            self.cookies.set("session", signed_in(session, someone), domain="127.0.0.1")
        return self


@contextmanager
def open_site(routes: Sequence[Entry] = ROUTES) -> Iterator[Site]:
    """The application, started on the configured town, which gets its profile first."""
    with transaction() as session:
        people.municipality(session)
    shared.parts.clear()
    app = Town(routes)
    with TestClient(app, base_url=BASE) as server:
        yield Site(app, server)


def link(purpose: Purpose, *, nth: int = 1) -> str:
    """The secret part of the newest link of a purpose, or of an older one."""
    with transaction(write=False) as session:
        found = session.scalars(
            select(Token).where(Token.purpose == purpose).order_by(Token.id.desc())
        ).all()
        return token.secret(found[nth - 1])


def letters() -> int:
    """How many letters with a button are written so far."""
    with transaction(write=False) as session:
        return session.execute(
            select(func.count()).select_from(deliveries).where(deliveries.c.token_id.is_not(None))
        ).scalar_one()


def count(table) -> int:
    with transaction(write=False) as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()
