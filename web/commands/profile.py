"""`profile`: check a municipality's profile, put it in force, write down the one in force."""

from pathlib import Path

import click

from models import reconfiguring
from models.actor import SYSTEM
from models.database import transaction
from models.profile_file import write
from web.commands.opening import open_town
from web.commands.profile_check import Report, check

FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def profile() -> None:
    """Check, use and export a municipality's profile: its name, colour, rules, units, subjects."""


@profile.command(name="check")
@click.argument("file", type=FILE)
def _check(file: Path) -> None:
    """Say what is missing or unreadable in FILE. Ends with 1 when something is wrong."""
    report = check(file)
    _say(report)
    if report.wrong:
        raise SystemExit(1)
    click.echo("Nothing is wrong.")


@profile.command(name="use")
@click.argument("file", type=FILE)
def _use(file: Path) -> None:
    """Put the profile in FILE in force. Running processes follow within a minute, and open cases
    the units that answer from now on.
    """
    report = check(file)
    if report.whole is None or report.wrong:
        _say(report)
        raise click.ClickException("The profile was not put in force.")
    before = open_town()
    with transaction() as session:
        number = reconfiguring.use(session, report.whole, by=SYSTEM, moves=True)
    click.echo(f"{report.whole.site.name} is in force, as version {number}.")
    if before.zone != report.whole.site.zone:
        click.echo("The time zone changed: restart web, worker and scheduler.")


@profile.command(name="export")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def _export(folder: Path) -> None:
    """Write the profile in force and its logos to FOLDER, as a file that `use` reads."""
    open_town()
    with transaction(write=False) as session:
        whole = reconfiguring.present(session)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "profile.toml"
    file.write_text(write(whole), "utf-8")
    for mode, mark in whole.marks.items():
        (folder / getattr(whole.logo, mode)).write_bytes(mark.content)
    click.echo(str(file))


def _say(report: Report) -> None:
    for sign, lines in (("wrong: ", report.wrong), ("advice: ", report.advice), ("", report.facts)):
        for line in lines:
            click.echo(f"{sign}{line}")
