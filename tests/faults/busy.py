"""A process that writes without a pause: residents hand in, an official answers a followed case."""

import multiprocessing
import time
from typing import Any

from models import answer
from models import settings as town_settings
from models.database import configure, transaction
from models.settings import Settings
from models.submission import take
from tests import people

PAUSE_SECONDS = 0.02

_context = multiprocessing.get_context("forkserver")


def start(chosen: Settings, reference: str) -> Any:
    """Running, until it is killed."""
    process = _context.Process(target=_write, args=(chosen, reference), daemon=True)
    process.start()
    return process


def _write(chosen: Settings, reference: str) -> None:
    town_settings.use(chosen)
    configure(chosen.database_url)
    while True:
        with transaction() as session:
            people.a_submission(session)
        with transaction() as session:
            by = people.olga(session).actor
            answer.answer(session, take(session, reference), by=by, source="Ja.", html="<p>Ja.</p>")
        time.sleep(PAUSE_SECONDS)
