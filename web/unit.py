"""One request on its way from the event loop through the pool and back."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from models.attachment import files
from models.attachment.workshop import Stored
from models.errors import Busy, Refusal, TooMany
from models.event import version_of
from models.profile import Site
from models.settings import settings
from models.viewer import NOBODY, Viewer
from web import language
from web.answers import Answer, Shown
from web.cache import Kept
from web.dressing import Dressing
from web.entry import Entry
from web.intake import Arrived
from web.multipart import Upload
from web.networks import network_of
from web.reading import text_of
from web.visit import Visit

KEY_COOKIE = "key"
BUSY_SECONDS = 5
"""After this a database that was held or away is worth another try."""


@dataclass
class Unit:
    """What the handler's Visit is made from."""

    entry: Entry
    params: Mapping[str, str]
    query: Mapping[str, str]
    cookies: Mapping[str, str]
    language: str
    path: str
    network: str
    headers: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    raw: bytes = b""
    sent: Mapping[str, Upload] = field(default_factory=dict)
    """Files as they came, until `close`."""
    files: Arrived = field(default_factory=dict)
    form: Any = None
    viewer: Viewer = NOBODY
    version: int = 0
    began: float = 0.0
    learned: Any = None
    """What the entry's `first` came back with."""
    keeps: bool = False
    """The cache waits for this page."""
    dressing: Dressing | None = None
    """The draft of the site that an administrator looks at."""

    @property
    def writes(self) -> bool:
        """Whether the handler changes something: a file that was taken in always has a row."""
        return self.entry.writes or any(isinstance(one, Stored) for one in self.files.values())

    def visit(self, session: Session, site: Site) -> Visit:
        """The request as its handler sees it, once it is known who asks."""
        return Visit(
            session,
            site,
            self.language,
            self.path,
            viewer=self.viewer,
            params=self.params,
            query=self.query,
            cookies=self.cookies,
            form=self.form,
            values=self.values,
            raw=self.raw,
            files=self.files,
            network=self.network,
            headers=self.headers,
            learned=self.learned,
        )

    def take(self, values: Mapping[str, str], sent: Mapping[str, Upload]) -> None:
        """Take in a form as it came. What came as a file of text stands in the field of its name.
        Raises TooLarge and Unreadable for a file that is no such text.
        """
        texts = {name: sent[name] for name in self.entry.texts if name in sent}
        self.sent = {name: upload for name, upload in sent.items() if name not in texts}
        most = self.entry.body
        self.values = {**values, **{name: text_of(one, most) for name, one in texts.items()}}

    def forget_files(self) -> None:
        """Take away what was kept for a handler that refused it."""
        for arrived in self.files.values():
            if isinstance(arrived, Stored):
                files.remove(arrived.name)
        self.files = {}

    def close(self) -> None:
        """Let go of the files as they came."""
        for upload in self.sent.values():
            upload.close()

    def learn_version(self, session: Session, answer: Answer) -> None:
        """The version of the history that a page shows, for the cache."""
        if isinstance(answer, Shown) and answer.stream is not None:
            known = answer.version
            self.version = version_of(session, answer.stream) if known is None else known

    @property
    def of_stranger(self) -> bool:
        """Neither signed in nor with a key: the page is the same for all such readers."""
        return self.viewer.person_id is None and not self.viewer.keys


@dataclass(frozen=True)
class Made:
    """An answer and, for a page, its bytes; `keep` is what the cache may store, `wait` the seconds
    after which a busy or exhausted one may be asked for again.
    """

    answer: Answer
    body: bytes
    keep: Kept | None = None
    wait: int = 0


def wait_after(refusal: Refusal | None) -> int:
    """Seconds until another try can succeed, for Retry-After; 0 when no waiting helps."""
    if isinstance(refusal, TooMany):
        return refusal.wait
    return BUSY_SECONDS if isinstance(refusal, Busy) else 0


def unit_of(request: Request, entry: Entry) -> Unit:
    """A request that has just come in, for the entry it asks for."""
    scope = request.scope
    return Unit(
        entry,
        request.path_params,
        dict(request.query_params),
        request.cookies,
        language.of(request),
        _path_of(request),
        network_of(scope, settings().trusted_proxies),
        request.headers if entry.machine else {},
        began=time.monotonic(),
        keeps=entry.cached and "torget.keep" in scope,
    )


def _path_of(request: Request) -> str:
    query = request.scope["query_string"].decode("latin-1")
    path: str = request.scope["path"]
    return f"{path}?{query}" if query else path
