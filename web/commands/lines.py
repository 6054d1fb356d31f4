"""The log of worker and scheduler in the form of the web's: one JSON line each."""

import logging

from web.log import write


class Lines(logging.Handler):
    """Writes what any module says, with the name of the process that it says it in."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def emit(self, record: logging.LogRecord) -> None:
        write(self._process, level=record.levelname, source=record.name, said=record.getMessage())


def begin(process: str) -> None:
    """From now on everything that is logged in this process becomes such a line."""
    logging.basicConfig(level=logging.INFO, handlers=[Lines(process)])
    # Huey says each wake-up twice.
    logging.getLogger("huey").setLevel(logging.WARNING)
