"""`restore`: a town from a copy, in hold."""

from pathlib import Path

import click

from models.copies import putting
from models.copies.archive import Broken
from models.copies.putting import Occupied
from models.migrations import migrate
from web.commands.migrate import prepare


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Make the configured town from FILE, which `backup` made. Nothing is overwritten."""
    try:
        contents = putting.put_back(file, migrate)
    except Broken as error:
        raise click.ClickException(f"{file} cannot be put back: {error}.") from None
    except Occupied as error:
        raise click.ClickException(f"{error}. Move it away, or choose another place.") from None
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None
    prepare()
    click.echo(f"The town is as it was at {contents.made_at}.")
    click.echo("Nothing is sent. Look at it, run `verify`, start it, and then run `resume`.")
