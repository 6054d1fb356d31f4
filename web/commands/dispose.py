"""`dispose`: applies the rules of disposal now, or says what would go."""

import click

from models.calendar import SECOND, now
from models.database import transaction
from models.retention import disposing, runs
from web.commands.disposing import by, forget_files
from web.commands.opening import open_town


@click.command()
@click.option("--preview", is_flag=True, help="Only say what would go, and change nothing.")
def dispose(preview: bool) -> None:
    """Apply the rules of disposal now, as every night does by itself."""
    open_town()
    if preview:
        with transaction(write=False) as session:
            found = disposing.preview(session)
        for due in found:
            off = "" if due.rule.applies else " (off)"
            click.echo(f"{due.rule.what.value}{off}: {due.count} older than {due.rule.days} days")
            named = [row.reference for row in due.first if row.reference]
            if named:
                click.echo(f"  {' '.join(named)}{' ...' if due.count > len(named) else ''}")
        return
    # A night of its own: what the clock did tonight does not stop it.
    period = f"hand-{now() // SECOND}"
    with transaction(write=False) as session:
        rules = disposing.left(session, period)
    for rule in rules:
        while not by(rule, period):
            pass
    forget_files()
    with transaction(write=False) as session:
        gone = [row for row in runs.lately(session) if row.period == period]
    for row in gone:
        click.echo(f"{row.what.value}: {row.count}")
    if not gone:
        click.echo("Nothing was due.")
