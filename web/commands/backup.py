"""`backup`: a copy of the whole town in one file, taken while it runs."""

import sys
from pathlib import Path

import click

from models import health
from models.calendar import local, now
from models.copies import taking
from models.migrations import migrate
from models.settings import settings
from web.commands.opening import PATIENCE_SECONDS, open_town


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
def backup(file: Path | None) -> None:
    """Copy the database, photos and documents to FILE (default: backups in the data folder).

    The town goes on meanwhile. The secret key is not in it: keep that elsewhere, for without it the
    links and codes that residents hold no longer work.
    """
    open_town()
    schema = health.writable_schema(PATIENCE_SECONDS)
    if schema != health.known_schema():
        raise click.ClickException("This is another release's database. Copy it with that release.")
    named = f"torget-{local(now()):%Y%m%d-%H%M%S}.tar"
    target = file or settings().data / "backups" / named
    try:
        taken = taking.take(target, schema, migrate)
    except OSError as error:
        raise click.ClickException(f"{error.filename or target}: {error.strerror}") from None
    click.echo(f"{target}: {target.stat().st_size / 1_000_000:.1f} MB, {taken.files} files")
    for name in taken.missing:
        click.echo(f"the file of attachment {name} is missing", err=True)
    if taken.missing:
        sys.exit(1)
