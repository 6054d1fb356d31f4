"""`worker`: tells people what happened: by mail, by text message, once each."""

import logging
import signal
import threading

import click

from models.database import configure
from models.settings import settings
from notifications.worker import Worker
from web.log import write


class Lines(logging.Handler):
    """The worker's log in the form of the web's: one JSON line each."""

    def emit(self, record: logging.LogRecord) -> None:
        write("worker", level=record.levelname, source=record.name, said=record.getMessage())


def run(stop: threading.Event) -> None:
    """Address and send until told to stop; then finish the message in hand. Needs a database."""
    Worker(stop).run()


@click.command()
def worker() -> None:
    """Address events and send messages. SIGINT or SIGTERM ends it after the message in hand."""
    logging.basicConfig(level=logging.INFO, handlers=[Lines()])
    # Huey says each wake-up twice.
    logging.getLogger("huey").setLevel(logging.WARNING)
    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    configure(settings().database_url)
    run(stop)
