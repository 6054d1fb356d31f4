"""`worker`: tells people what happened: by mail, by text message, once each."""

import signal
import threading

import click

from notifications.worker import Worker
from web.commands import lines
from web.commands.opening import open_town


@click.command()
def worker() -> None:
    """Address events and send messages. SIGINT or SIGTERM ends it after the message in hand."""
    lines.begin("worker")
    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    open_town()
    Worker(stop).run()
