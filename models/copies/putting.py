"""Puts a copy back: into an empty place, proved, brought to this release's schema, and in hold."""

from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import inspect, select

from models import health, hold
from models.copies import archive, rows
from models.copies.archive import DATABASE, Broken, Contents
from models.copies.taking import Migrate
from models.database import (
    configure,
    dispose,
    engine,
    engine_for,
    is_postgres,
    table_of,
    transaction,
)
from models.profile import Profile
from models.settings import settings

_profiles = table_of(Profile)


class Occupied(Exception):
    """There is a town already where the copy should go; the message says where."""


def put_back(copy: Path, migrate: Migrate) -> Contents:
    """Make the configured town from a copy.

    `migrate` brings the configured database to the newest schema. Nothing is overwritten, and a
    copy that is not whole changes nothing. Raises Broken, Occupied, OSError.
    """
    url = settings().database_url
    configure(url)
    _check_is_free()
    beside = settings().data if is_postgres() else _file().parent
    beside.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=beside, prefix=".torget-") as name:
        folder = Path(name)
        contents = archive.unpack(copy, folder)
        if contents.schema > health.known_schema():
            raise Broken(f"it is from a newer release (schema {contents.schema})")
        _bring_up_to_date(folder / DATABASE, migrate)
        _put_files(folder / "files")
        configure(url)
        if is_postgres():
            _fill(folder / DATABASE, migrate)
        else:
            (folder / DATABASE).rename(_file())
    return contents


def _file() -> Path:
    return Path(engine().url.database or "").absolute()


def _check_is_free() -> None:
    if not is_postgres():
        if _file().exists():
            raise Occupied(f"{_file()} is there already")
        return
    if "profile" in inspect(engine()).get_table_names():
        with transaction(write=False) as session:
            if session.execute(select(_profiles.c.version).limit(1)).first():
                raise Occupied(f"a town is in {engine().url.database} already")


def _bring_up_to_date(database: Path, migrate: Migrate) -> None:
    configure(f"sqlite:///{database}")
    migrate()
    with transaction() as session:
        hold.begin(session)
    # The last connection folds the write-ahead log into the file.
    dispose()


def _put_files(folder: Path) -> None:
    """Names are random and contents never change: a file that is there already is the same."""
    for path in folder.glob("*/*"):
        place = settings().files / path.parent.name / path.name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = place.with_name(f".{place.name}.part")
        unfinished.write_bytes(path.read_bytes())
        unfinished.replace(place)


def _fill(database: Path, migrate: Migrate) -> None:
    migrate()
    source = engine_for(f"sqlite:///{database}")
    try:
        with (
            source.connect() as copy,
            engine().connect().execution_options(write=True) as target,
            target.begin(),
        ):
            rows.copy(copy, target)
    finally:
        source.dispose()
