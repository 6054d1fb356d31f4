"""The real application behind a real socket, in a thread of the test."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from models import settings as town_settings
from models.settings import Settings
from web.app import Town

PATIENCE_SECONDS = 20


@contextmanager
def serving(chosen: Settings) -> Iterator[str]:
    """Serve a town of its own on a free port of this machine and yield its address.

    The settings are put in place with that address as their base URL. The database
    they name must be migrated and seeded.
    """
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        town_settings.use(chosen.model_copy(update={"base_url": url}))
        server = uvicorn.Server(
            uvicorn.Config(Town(), lifespan="on", log_level="warning", access_log=False)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            deadline = time.monotonic() + PATIENCE_SECONDS
            while not server.started:
                if not thread.is_alive() or time.monotonic() > deadline:
                    raise RuntimeError("the application did not start")
                time.sleep(0.01)
            yield url
        finally:
            server.should_exit = True
            thread.join(PATIENCE_SECONDS)
            town_settings.use(chosen)
