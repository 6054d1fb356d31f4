"""Cases that somebody handed in for somebody else, one of them taken over since, one that an official
took in, and an organisation: what a helper, a manager and a clerk come to know, and nobody else.
"""

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models import (
    form_key,
    helping,
    joining,
    organisations,
    registering,
    subscription,
    token,
)
from models.actor import Source
from models.helped import Helped
from models.membership import Membership, Part, memberships
from models.permissions import Action
from models.person import Channel
from models.reply import ReplyBy
from models.submission import Submission, take, tracking_key
from models.subscription import MANAGE, Subscription, subscriptions
from models.token import Token
from tests import people
from tests.canary.readers import STAFF

CONTACT = (Action.CONTACT,)
OF_ALL = (Action.APPOINT,)
_w = subscriptions.c


def help_out(session: Session, world: Any) -> None:
    _helped(session, world, "helped")
    _taken_over(session, world, _helped(session, world, "taken over", still=()))
    _taken_in(session, world)
    _organised(session, world)


def _helped(
    session: Session, world: Any, what: str, *, still: tuple[str, ...] = ("stranger",)
) -> Submission:
    """The stranger hands in for somebody; `still` is whoever but staff may read it in the end."""
    plant, sam = world.cage.plant, world.someone["stranger"]
    taken = CONTACT if not still else ()
    with world.cage.about(what):
        # The address that the helper gave is asked, and shown to nobody before it has answered.
        address = plant(f"the address given with a {what} case", needs=taken)
        helper = plant(f"the name of the helper of a {what} case", "stranger", needs=CONTACT)
        draft = people.a_draft(
            by=replace(sam, name=plant(f"who a {what} case is of", *still, needs=CONTACT)),
            title=plant(f"the title of a {what} case", *still, *STAFF),
            source=plant(f"the text of a {what} case", *still, *STAFF),
            place=plant(f"the place of a {what} case", *still, *STAFF),
            shown=False,
        )
        receipt = helping.hand_in(
            session,
            replace(draft, helped=Helped(helper, Channel.EMAIL, f"{address}@example.org")),
            by=sam.actor,
            site=people.municipality(session),
            form=form_key.fresh(),
            own_contacts=[sam.contact_id],
        )
        # He was given the number, and may remember it.
        world.cage.known(receipt.reference, f"the number of a {what} case", "stranger", *STAFF)
        world.cage.known(receipt.key, f"the first key of a {what} case", *still)
    if still:
        # Where his updates are erased it says which of his cases are still open.
        for wish in session.scalars(select(Subscription).where(_w.contact_id == sam.contact_id)):
            world.cage.open(receipt.reference, subscription.link(wish, MANAGE))
    world.cases[what] = receipt.reference
    return take(session, receipt.reference)


def _taken_over(session: Session, world: Any, case: Submission) -> None:
    offered = select(Token).where(Token.submission_id == case.id)
    secret = token.secret(session.scalars(offered).one())
    helping.by_button(session, token.use(session, secret))
    world.cage.known(tracking_key(case), "the new key of a case that was taken over")
    world.cage.known(secret.partition(".")[2], "the button that took a case over")
    world.values["token"].append(secret)


def _taken_in(session: Session, world: Any) -> None:
    """Who took it in reads the code aloud, for a day."""
    plant, what = world.cage.plant, "taken in"
    with world.cage.about(what):
        draft = people.a_draft(
            title=plant("the title of a case taken in", *STAFF),
            source=plant("the text of a case taken in", *STAFF),
            place=plant("the place of a case taken in", *STAFF),
            shown=False,
        )
        draft = replace(
            draft,
            name=plant("the name of somebody who rang", needs=CONTACT),
            reply_by=ReplyBy.LETTER,
            reply_to=f"{plant('the postal address of somebody who rang', needs=CONTACT)} 1",
            came_by=Source.PHONE,
        )
        receipt = registering.register(
            session,
            draft,
            by=world.someone["official"].actor,
            site=people.municipality(session),
            form=form_key.fresh(),
        )
        world.cage.known(receipt.reference, "the number of a case taken in", *STAFF)
        world.cage.known(receipt.key, "the code of a case taken in", "official")
    world.cases[what] = receipt.reference


def _organised(session: Session, world: Any) -> None:
    """The stranger manages an organisation; one has joined it, and one has not answered."""
    plant, sam = world.cage.plant, world.someone["stranger"]
    ada = world.someone["administrator"].actor
    name = plant("the name of an organisation", "stranger", needs=OF_ALL)
    email = plant("the address of an organisation", needs=OF_ALL)
    made = organisations.enter(session, name, email=f"{email}@example.org", by=ada)
    number = made.id or 0
    waits = plant("the address of somebody invited", "stranger", needs=OF_ALL)
    addresses = (sam.address, f"{waits}@example.org")
    for address, part in zip(addresses, (Part.MANAGER, Part.MEMBER), strict=True):
        joining.invite(session, number, address, part, by=ada, language="sv")
    first, second = session.scalars(select(Membership).order_by(memberships.c.id)).all()
    joining.accept(session, joining.link(first), language="sv")
    link = joining.link(second)
    world.cage.known(link.partition(".")[2], "the button of an invitation")
    world.cage.open(name, link)
    world.values["token"].append(link)
    one = {"id": str(number), "member": str(second.id)}
    world.ones |= {
        "/memberships/": {"token": link},
        "/me/organisations/": one,
        "/admin/organisations/": one,
    }
