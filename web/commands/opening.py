"""What every command that works on a town does first."""

import click

from models import calendar, health, profile
from models.database import configure, transaction
from models.profile import Site
from models.settings import settings

PATIENCE_SECONDS = 5.0


def open_town() -> Site:
    """Open the configured database and return the profile in force.

    Raises ClickException when there is no database to write to, or its schema is older than the
    code. A newer one is well: while a release rolls out, the old processes go on (spec F26).
    """
    configure(settings().database_url)
    schema = health.writable_schema(PATIENCE_SECONDS)
    if schema is None or schema < health.known_schema():
        raise click.ClickException("The database is not ready. Run: python -m web migrate")
    with transaction(write=False) as session:
        site = profile.site(session)
    calendar.use_zone(site.zone)
    return site
