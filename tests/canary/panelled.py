"""Panels: what everyone reads of one, and who is in it, which nobody does but staff and herself."""

from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models.panel import inviting, keeping
from models.panel.row import PanelMember, panel_members
from models.permissions import Action
from models.states import Status
from tests.dialogues import a_dialogue


def gather(session: Session, world: Any) -> None:
    """A panel with a member and one who has not answered, asked about a dialogue by drawing."""
    cage, olga = world.cage, world.someone["official"]
    free = {name: cage.public(f"the {name} of a panel") for name in ("name", "purpose", "often")}
    held = a_dialogue(session, by=olga, state=Status.COMING)
    world.cases["dialogue of a panel"] = held.case.reference
    panel = keeping.begin(session, **free, unit_id=held.case.unit_id, by=olga.actor)
    waits = cage.plant("the address of somebody invited to a panel", needs=(Action.LETTERS,))
    hers = world.someone["stranger"].address
    addresses = [hers, f"{waits}@example.org"]
    inviting.invite(session, panel, addresses, by=olga.actor, language="sv")
    first, second = session.scalars(select(PanelMember).order_by(panel_members.c.id)).all()
    inviting.accept(session, inviting.link(first), language="sv")
    keeping.ask(session, panel, held, size=1, by=olga.actor)
    link = inviting.link(second)
    cage.known(link.partition(".")[2], "the button of an invitation to a panel")
    world.values["token"].append(link)
    world.values["sample"] = ["1", "99"]
    world.values["sent"] = ["2"]
    world.ones |= {
        "/panels/invitations/": {"token": link},
        "/panels/": {"slug": panel.slug, "sample": "1"},
        "/casework/panels/": {"id": str(panel.id)},
        "/me/panels/": {"id": str(first.id)},
    }
