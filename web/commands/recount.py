"""`recount`: counts the statistics once more from the events, and names every difference."""

import sys

import click

from models import profile
from models.calendar import local
from models.database import transaction
from models.statistics import following
from models.statistics.recount import differences
from web.commands.figuring import everything
from web.commands.opening import open_town


@click.command()
@click.option("--anew", is_flag=True, help="Have every case counted anew first.")
def recount(anew: bool) -> None:
    """Whether every figure of the statistics is what the history of the cases says.

    A line for each difference: month, what it is divided by, and the figure. Exits with 1 when
    there is any. While the scheduler runs, what happened in the last minute may be one.
    """
    open_town()
    if anew:
        with transaction() as session:
            following.begin_anew(session)
        for _ in everything():
            pass
    with transaction(write=False) as session:
        as_of = following.last(session)
        found = differences(session, profile.site(session).opening, as_of) if as_of else []
    if not as_of:
        raise click.ClickException("Nothing has been counted yet: the scheduler does it.")
    for line in found:
        click.echo(line)
    click.echo(f"{len(found)} differences, as of {local(as_of):%Y-%m-%d %H:%M}")
    if found:
        sys.exit(1)
