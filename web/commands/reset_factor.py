"""`reset-factor`: for an administrator who has lost what she signs in with, when alone with it."""

import click

from models import person, suspending
from models.actor import SYSTEM
from models.address import email
from models.database import transaction
from models.errors import Invalid
from models.person import Channel
from web.commands.opening import open_town


@click.command("reset-factor")
@click.argument("address")
def reset_factor(address: str) -> None:
    """Take away the passkeys, apps and codes on paper of whoever has ADDRESS, and sign her out.

    Be sure that it is she who asks. She sets up new ones when she signs in, and a letter tells her.
    """
    try:
        canonical = email(address)
    except Invalid:
        raise click.BadParameter("is no e-mail address", param_hint="ADDRESS") from None
    open_town()
    with transaction() as session:
        person_id = person.whose(session, Channel.EMAIL, canonical)
        if person_id is None:
            raise click.BadParameter("is nobody's confirmed address", param_hint="ADDRESS")
        suspending.reset_factor(session, person_id, by=SYSTEM)
    click.echo(f"{canonical} sets up a new second factor at the next sign-in.")
