"""Organisations: one's own with their members, the letter that invites, and all of them."""

from typing import Annotated, Any

from pydantic import AfterValidator

from models import address, joining, membership, organisations
from models.actor import Actor, Role
from models.errors import Gone, Invalid, NotFound
from models.membership import Membership, Part
from models.organisations import LONGEST_NAME
from web.answers import Answer, Go, Shown
from web.forms import Form, checked, choice, words
from web.pages.naming import passes_for_ours
from web.pages.over import invitation_over
from web.visit import Visit

OWN, ALL = "/me/organisations", "/admin/organisations"


def _email(value: str, _info: object) -> str:
    return address.email(value)


def _own_email(value: str, _info: object) -> str:
    return address.email(value) if value else ""


def _number(value: str, _info: object) -> str:
    return organisations.number_of(value)


class Invited(Form):
    """An address, and what whoever reads there shall be."""

    email: Annotated[str, words(300), AfterValidator(checked(_email))] = ""
    part: Annotated[Part, choice(Part)]


class Entered(Form):
    """A new organisation, and who manages it."""

    name: Annotated[str, words(LONGEST_NAME, least=2)]
    number: Annotated[str, words(20), AfterValidator(checked(_number))] = ""
    contact: Annotated[str, words(300), AfterValidator(checked(_own_email))] = ""
    email: Annotated[str, words(300), AfterValidator(checked(_email))] = ""


def own(visit: Visit) -> Answer:
    """Those she writes for; of one she manages its members, and a form to invite another."""
    if visit.viewer.person_id is None:
        return Go(f"/sign-in?next={OWN}")
    rows = membership.of_person(visit.session, visit.viewer.person_id)
    return Shown(
        "organisations/own.html",
        {
            "organisations": [_told(visit, row) for row in rows],
            "came_back": visit.params.get("id", ""),
            "values": visit.values,
            "errors": visit.errors,
        },
    )


def invite(visit: Visit) -> Answer:
    """One letter. Only a manager may."""
    _invite(visit, _herself(visit))
    return Go(OWN)


def dismiss(visit: Visit) -> Answer:
    """She leaves, or is dismissed by a manager."""
    _dismiss(visit, _herself(visit))
    return Go(OWN)


def invitation(visit: Visit) -> Answer:
    """The button behind the letter, and what it makes her."""
    try:
        found = joining.invited(visit.session, visit.params["token"])
    except Gone as gone:
        return invitation_over(gone)
    return _invitation(visit, found)


def join(visit: Visit) -> Answer:
    """Press it."""
    try:
        found = joining.accept(visit.session, visit.params["token"], language=visit.language)
    except Gone as gone:
        return invitation_over(gone)
    return _invitation(visit, found)


def index(visit: Visit) -> Answer:
    """Every organisation, and a form for a new one."""
    return Shown(
        "organisations/index.html",
        {
            "organisations": membership.listed(visit.session),
            "values": visit.values,
            "errors": visit.errors,
        },
    )


def create(visit: Visit) -> Answer:
    """Enter one. None may be called like the municipality or what belongs to it (T27)."""
    form: Entered = visit.form
    if passes_for_ours(visit, form.name):
        raise Invalid("name", "official")
    by = visit.acting(Role.ADMINISTRATOR)
    made = organisations.enter(
        visit.session, form.name, number=form.number, email=form.contact, by=by
    )
    joining.invite(
        visit.session, made.id or 0, form.email, Part.MANAGER, by=by, language=visit.language
    )
    return Go(f"{ALL}/{made.id}")


def show(visit: Visit) -> Answer:
    """One organisation with its members, for an administrator."""
    one = organisations.find(visit.session, visit.number("id"))
    return Shown(
        "organisations/show.html",
        {
            "organisation": one,
            "members": membership.members(visit.session, one.id or 0),
            "values": visit.values,
            "errors": visit.errors,
        },
    )


def appoint(visit: Visit) -> Answer:
    """Invite somebody, as the first one or in place of a manager who left."""
    _invite(visit, visit.acting(Role.ADMINISTRATOR))
    return Go(f"{ALL}/{visit.number('id')}")


def release(visit: Visit) -> Answer:
    """End somebody's membership."""
    _dismiss(visit, visit.acting(Role.ADMINISTRATOR))
    return Go(f"{ALL}/{visit.number('id')}")


def end(visit: Visit) -> Answer:
    """It writes here no more."""
    membership.end(visit.session, visit.number("id"), by=visit.acting(Role.ADMINISTRATOR))
    return Go(f"{ALL}/{visit.number('id')}")


def _herself(visit: Visit) -> Actor:
    """Whoever is signed in, whatever she may be at work: her own pages give her no more."""
    if visit.viewer.person_id is None:
        raise NotFound
    return Actor(Role.RESIDENT, visit.viewer.person_id)


def _invite(visit: Visit, by: Actor) -> None:
    form: Invited = visit.form
    joining.invite(
        visit.session, visit.number("id"), form.email, form.part, by=by, language=visit.language
    )


def _dismiss(visit: Visit, by: Actor) -> None:
    membership.dismiss(visit.session, visit.number("id"), visit.number("member"), by=by)


def _told(visit: Visit, row: Any) -> dict[str, Any]:
    manages = row.part is Part.MANAGER
    members = membership.members(visit.session, row.id) if manages else []
    return {**row._asdict(), "manages": manages, "members": members}


def _invitation(visit: Visit, found: Membership) -> Answer:
    one = organisations.find(visit.session, found.organisation_id)
    return Shown(
        "organisations/invitation.html",
        {
            "organisation": one.name,
            "part": found.part.value,
            "done": found.accepted_at is not None,
            "action": f"/memberships/{visit.params['token']}",
        },
        kept=True,
    )
