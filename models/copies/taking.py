"""Takes a copy of the town while it runs: of one moment, with every file that its rows name."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from models.attachment import files
from models.calendar import SECOND, now
from models.copies import archive, rows
from models.copies.archive import DATABASE, Contents, Writer
from models.database import configure, driver, engine, engine_for, is_postgres

Migrate = Callable[[], None]

NAMED = (
    "SELECT name, submission_id IS NOT NULL OR answer_id IS NOT NULL OR decision_id IS NOT NULL"
    " FROM attachment UNION ALL SELECT name, 1 FROM picture_mask WHERE name IS NOT NULL"
)


@dataclass(frozen=True)
class Taken:
    """How many files a copy holds, and the names of those that should be there and are not."""

    files: int
    missing: tuple[str, ...]


def take(target: Path, schema: str, migrate: Migrate) -> Taken:
    """Write a copy to `target`. The town goes on; what happens meanwhile is not in the copy.

    `migrate` brings the configured database to the newest schema.

    Raises OSError when it cannot be written; `target` is then as it was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    made_at = datetime.fromtimestamp(now() // SECOND, UTC).isoformat()
    with TemporaryDirectory(dir=target.parent, prefix=".torget-") as folder:
        snapshot = Path(folder) / DATABASE
        take_rows(snapshot, migrate)
        with archive.written(target, Contents(schema=schema, made_at=made_at)) as writer:
            writer.add(snapshot, DATABASE)
            return _files(snapshot, writer)


def take_rows(snapshot: Path, migrate: Migrate) -> None:
    """Write the rows of one moment to an SQLite file that is not there yet. The town goes on.
    `migrate` is as for `take`.
    """
    if is_postgres():
        _of_postgres(snapshot, migrate)
    else:
        _of_sqlite(snapshot)


def _of_sqlite(snapshot: Path) -> None:
    """VACUUM INTO reads one moment, and keeps no writer waiting (WAL)."""
    source = Path(engine().url.database or "").absolute().as_uri()
    opened = driver.connect(f"{source}?mode=ro", uri=True, isolation_level=None)
    with closing(opened) as connection:
        connection.execute("VACUUM INTO ?", (str(snapshot),))


def _of_postgres(snapshot: Path, migrate: Migrate) -> None:
    """The rows of one moment, in a fresh town on SQLite: a copy is the same wherever it is from."""
    url = engine().url.render_as_string(hide_password=False)
    try:
        configure(f"sqlite:///{snapshot}")
        migrate()
    finally:
        configure(url)
    target = engine_for(f"sqlite:///{snapshot}")
    try:
        with (
            engine().connect() as source,
            target.connect().execution_options(write=True) as copy,
            copy.begin(),
        ):
            rows.copy(source, copy)
    finally:
        target.dispose()


def _files(snapshot: Path, writer: Writer) -> Taken:
    """The files that the snapshot names. What nobody has sent yet may be gone by now."""
    with closing(driver.connect(str(snapshot))) as connection:
        named = connection.execute(NAMED).fetchall()
    count, missing = 0, []
    for name, is_sent in named:
        try:
            for path in files.paths(name):
                writer.add(path, f"files/{path.parent.name}/{path.name}")
            count += 1
        except FileNotFoundError:
            missing += [name] if is_sent else []
    return Taken(count, tuple(missing))
