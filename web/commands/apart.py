"""A process in a town of its own: for rehearsals, which move the clock and send nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models import calendar
from models import settings as town_settings
from models.database import configure, dispose
from models.settings import Settings

FILE = "torget.sqlite3"


@contextmanager
def apart(like: Settings, folder: Path, **others: object) -> Iterator[Settings]:
    """Until it is over this process is in the town of the file FILE in a folder, with settings
    `like` these; `others` are those that it has besides. Afterwards the clock runs again, and it is
    where it was.
    """
    chosen = like.model_copy(
        update={
            "data": folder,
            "database_url": f"sqlite:///{folder / FILE}",
            "delivery": "log",
            "demo": True,
            **others,
        }
    )
    before = town_settings.use(chosen)
    try:
        configure(chosen.database_url)
        yield chosen
    finally:
        calendar.unfreeze()
        dispose()
        town_settings.use(before)
        if before is not None:
            configure(before.database_url)
