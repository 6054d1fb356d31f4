"""`promote`: gives a person a role, for the operator who has no other door yet."""

import click

from models import person
from models.actor import Role
from models.address import email
from models.database import transaction
from models.errors import Invalid
from web.commands.opening import open_town

ROLES = [role.value for role in Role if role not in {Role.RESIDENT, Role.SYSTEM}]


@click.command()
@click.argument("address")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--name", default="", help="As colleagues and residents see it.")
def promote(address: str, role: str, name: str) -> None:
    """Let whoever reads the mail of ADDRESS act as ROLE."""
    try:
        canonical = email(address)
    except Invalid:
        raise click.BadParameter("is no e-mail address", param_hint="ADDRESS") from None
    open_town()
    with transaction() as session:
        person.promote(session, canonical, Role(role), name=name)
    click.echo(f"{canonical} is now {role}.")
