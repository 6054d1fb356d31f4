"""What every command that works on a town does first."""

import click

from models import calendar, profile
from models.database import configure, transaction
from models.migrations import head, present
from models.profile import Site
from models.settings import settings


def open_town() -> Site:
    """Open the configured database and return the profile in force.

    Raises ClickException when the database is not at the newest schema.
    """
    configure(settings().database_url)
    if present() != head():
        raise click.ClickException("The database is not ready. Run: python -m web migrate")
    with transaction(write=False) as session:
        site = profile.site(session)
    calendar.use_zone(site.zone)
    return site
