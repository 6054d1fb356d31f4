"""`migrate`: bring the database to the newest schema and seed an empty town from its profile."""

import click

from models import calendar, profile, reconfiguring
from models.database import configure, transaction
from models.desk import entry
from models.search import index
from models.settings import settings


def prepare() -> None:
    """Configure, migrate, seed. Running it again changes nothing."""
    # Alembic is only for this command: the web process never loads it.
    from models.migrations import migrate as to_head

    config = settings()
    config.data.mkdir(parents=True, exist_ok=True)
    configure(config.database_url)
    to_head()
    with transaction() as session:
        reconfiguring.seed(session, config.municipality)
        site = profile.site(session)
    calendar.use_zone(site.zone)
    _enter_what_is_not_found()


def _enter_what_is_not_found() -> None:
    """Cases of a town older than its indexes; a few at a time, so that others may write."""
    more = True
    while more:
        with transaction() as session:
            more = index.mend(session) > 0
    entered = [0]
    while entered:
        with transaction() as session:
            entered = entry.mend(session, above=entered[-1])


@click.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    prepare()
    click.echo("The database is at the newest schema.")
