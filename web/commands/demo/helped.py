"""Those who help in a demonstration: a neighbour, an official at the phone, an association."""

from dataclasses import replace

from sqlalchemy import select

import templates
from models import (
    at_once,
    form_key,
    helping,
    joining,
    membership,
    organisations,
    registering,
    text,
)
from models.actor import Actor, Role, Source
from models.helped import Helped
from models.membership import Membership, Part, memberships
from models.submitting import Draft, Receipt, submit
from web.commands.demo.plan import Told
from web.commands.demo.town import Town

CLERK, ADMINISTRATOR = "Gunnel", "Ada"


def submitted(town: Town, told: Told, draft: Draft, *, by: Actor, contacts: list[int]) -> Receipt:
    """A case handed in by whoever it is of, by somebody who helps her, or taken in by a clerk."""
    if "came" in told:
        draft = replace(draft, came_by=Source(told["came"]), centre=True)
        clerk = Actor(Role.OFFICIAL, town.people[CLERK])
        if "at_once" in told:
            said = at_once.Words(told["at_once"], text.prepare(told["at_once"]))
            return at_once.take_in(
                town.session, draft, lambda _: said, by=clerk, site=town.site, form=form_key.fresh()
            )
        return registering.register(
            town.session, draft, by=clerk, site=town.site, form=form_key.fresh()
        )
    verb = submit
    if "helps" in told:
        verb, draft = helping.hand_in, replace(draft, name=told["helps"], helped=Helped(draft.name))
    return verb(
        town.session,
        draft,
        by=by,
        site=town.site,
        form=form_key.fresh(),
        own_contacts=contacts,
    )


def speaking(town: Town, who: str) -> tuple[str, int | None, str]:
    """The person who writes, the organisation she writes for, and what stands by the text; `who` is
    a name, or an organisation's and a name with a stroke between.
    """
    organisation, _, name = who.rpartition("/")
    if not organisation:
        return name, None, name
    known = membership.of_person(town.session, town.people[name])
    number = next((row.id for row in known if row.name == organisation), None)
    label = templates.render(
        "organisations/_label.txt", "sv", organisation=organisation, writer=name
    )
    return name, number or _joined(town, organisation, name), label.strip()


def _joined(town: Town, organisation: str, name: str) -> int:
    """An administrator enters it, and its first member presses the button in her letter."""
    ada = Actor(Role.ADMINISTRATOR, town.people[ADMINISTRATOR])
    made = organisations.enter(town.session, organisation, by=ada)
    number, address = made.id or 0, town.contact(name).address
    joining.invite(town.session, number, address, Part.MANAGER, by=ada, language="sv")
    asked = select(Membership).where(memberships.c.organisation_id == number)
    joining.accept(town.session, joining.link(town.session.scalars(asked).one()), language="sv")
    return number
