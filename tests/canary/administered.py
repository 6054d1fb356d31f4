"""What administrators do with people in the canaries' town: invite, and read who saw what."""

from sqlalchemy import select
from sqlmodel import Session

from models import access_log, inviting, token
from models.access_log import What
from models.actor import Role
from models.database import table_of
from models.invitation import invitations
from models.permissions import Action
from models.person import Appointment
from models.token import Token
from tests.canary.tokens import Cage
from tests.people import Someone

_appointments = table_of(Appointment)
_KNOW = (Action.APPOINT,)

QUERIES = {
    "by": ["a", "zq"],
    "about": ["#1", "zq"],
    "what": ["case", "person", "invited"],
    "first": ["2020-01-01"],
    "last": ["2020-01-01"],
}


def administrate(
    session: Session, cage: Cage, someone: dict[str, Someone]
) -> dict[str, dict[str, str]]:
    """Somebody is invited, and staff have looked at everybody. Returns what fills the addresses."""
    ada, olga = someone["administrator"], someone["official"]
    name = cage.plant("the name of who is invited", needs=_KNOW)
    address = cage.plant("the address of who is invited", needs=_KNOW)
    inviting.invite(session, f"{address}@example.org", by=ada.actor, name=name, role=Role.MODERATOR)
    row = session.execute(select(invitations)).one()
    secret = token.secret(session.get_one(Token, row.token_id))
    for told in (name, ada.name):
        # The page behind the link says who invites whom.
        cage.open(told, secret)
    for whom in someone.values():
        access_log.note(session, olga.actor, What.PERSON, person_id=whom.id)
    held = session.scalars(select(_appointments.c.id).where(_appointments.c.person_id == olga.id))
    return {
        "/admin/people/": {"id": str(olga.id), "appointment": str(held.one())},
        "/admin/invitations/": {"id": str(row.id)},
        "/invitations/": {"token": secret},
    }
