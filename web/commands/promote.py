"""`promote`: gives a person a role, for the operator who has no other door yet."""

import click
from sqlmodel import Session

from models import access_log, organisation, person
from models.access_log import What
from models.actor import SYSTEM, Role
from models.address import email
from models.database import transaction
from models.errors import Invalid
from web.commands.opening import open_town

ROLES = [role.value for role in Role if role not in {Role.RESIDENT, Role.SYSTEM}]


@click.command()
@click.argument("address")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--name", default="", help="As colleagues and residents see it.")
@click.option("--unit", default="", metavar="SLUG", help="An official's unit; without it, all.")
@click.option("--lead", is_flag=True, help="She leads the unit.")
def promote(address: str, role: str, name: str, unit: str, lead: bool) -> None:
    """Let whoever reads the mail of ADDRESS act as ROLE."""
    if unit and role != Role.OFFICIAL:
        raise click.UsageError("--unit is for officials.")
    if lead and not unit:
        raise click.UsageError("--lead needs --unit: which one does she lead?")
    try:
        canonical = email(address)
    except Invalid:
        raise click.BadParameter("is no e-mail address", param_hint="ADDRESS") from None
    open_town()
    with transaction() as session:
        unit_id = _unit(session, unit) if unit else None
        person_id = person.promote(
            session, canonical, Role(role), name=name, unit_id=unit_id, lead=lead
        )
        access_log.note(
            session, SYSTEM, What.ROLE_GIVEN, person_id=person_id, detail=role, number=unit_id
        )
    leads = " and leads it" if lead else ""
    click.echo(f"{canonical} is now {role}{f' of {unit}{leads}' if unit else ''}.")


def _unit(session: Session, slug: str) -> int:
    known = {row.slug: row.id for row in organisation.units(session) if row.retired_at is None}
    if slug not in known:
        raise click.BadParameter(f"is none of {', '.join(known)}", param_hint="--unit")
    return int(known[slug])
