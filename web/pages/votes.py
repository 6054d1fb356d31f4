"""Support for a proposal: at once for whoever is signed in, by a button in a letter for others."""

from typing import Any

from models import (
    allowance,
    asking,
    declaration,
    eligibility,
    keys,
    person,
    showing,
    support_rules,
    vote,
)
from models.asking import About
from models.declaration import Said
from models.eligibility import Act
from models.errors import Invalid
from models.token import Purpose
from web.answers import Answer, Go, Shown
from web.forms import NotAccepted
from web.networks import Limit
from web.pages import declaring
from web.pages.declaring import Declared
from web.pages.reaching import LETTERS, Where, offered
from web.visit import Visit

A_DAY = Limit("support_day", most=400, seconds=86_400)
"""And so many of one network in a day: a large school at most."""


def new(visit: Visit) -> Answer:
    """Where shall the letter go? Whoever is signed in has the button on the case's page, unless the
    rules ask something of her first.
    """
    row = _proposal(visit)
    if visit.viewer.person_id is not None and not declaring.lacking(visit, Act.SUPPORT):
        return Go(_here(visit))
    return _asking(visit, row)


def create(visit: Visit) -> Answer:
    """Support. The busiest form of the town: for whoever is signed in one row, nothing else."""
    supporter = visit.viewer.person_id
    if supporter is None:
        return _ask(visit)
    rules = visit.site.participation
    said = declaration.NOTHING
    if not eligibility.rule(rules, Act.SUPPORT).is_plain:
        said = Declared.read(visit.values).said
    watched = visit.site.reviewing.support
    support_rules.check(watched, network=visit.network)
    vote.support(
        visit.session,
        visit.params["reference"],
        supporter,
        rules=rules,
        said=said,
        network=support_rules.trace(watched, visit.network),
        watched=watched,
    )
    return Go(_here(visit))


def withdraw(visit: Visit) -> Answer:
    """Take one's support back."""
    if visit.viewer.person_id is None:
        return Go(f"/sign-in?next={_here(visit)}")
    vote.withdraw_support(visit.session, visit.params["reference"], visit.viewer.person_id)
    return Go(_here(visit))


def again(visit: Visit) -> Answer:
    """The form for an address once more; whoever needs none is told why on a page of its own."""
    row = _proposal(visit)
    if visit.viewer.person_id is not None and visit.problem is not None:
        raise visit.problem
    return _asking(visit, row)


def _ask(visit: Visit) -> Answer:
    row = _proposal(visit)
    where, said = _read(visit)
    # The route itself has no limit per network: those who are signed in need none.
    network = keys.key("allowance", LETTERS.name, visit.network)
    allowance.spend(
        visit.session, "support:network", network, most=LETTERS.most, seconds=LETTERS.seconds
    )
    allowance.spend(visit.session, "support:day", network, most=A_DAY.most, seconds=A_DAY.seconds)
    watched = visit.site.reviewing.support
    support_rules.check(watched, network=visit.network, address=where.address)
    place = person.reach(visit.session, offered(visit.site, where.channel), where.address)
    button = asking.ask(
        visit.session,
        Purpose.SUPPORT,
        place.id,
        where.channel,
        where.address,
        about=About(submission_id=row.id),
        language=visit.language,
    )
    declaration.wait(visit.session, button, said)
    return sent("support", where, back=_here(visit), back_title=row.title)


def _read(visit: Visit) -> tuple[Where, Said]:
    """Both parts of the form. Raises NotAccepted with what is wrong in either."""
    wrong: list[Invalid] = []
    where, said = None, declaration.NOTHING
    try:
        said = Declared.read(visit.values).said
        eligibility.check(
            visit.session, Act.SUPPORT, None, rules=visit.site.participation, said=said
        )
    except NotAccepted as error:
        wrong += error.errors
    except Invalid as error:
        wrong.append(error)
    try:
        where = Where.read(visit.values)
    except NotAccepted as error:
        wrong += error.errors
    if where is None or wrong:
        raise NotAccepted(wrong)
    return where, said


def sent(purpose: str, where: Where, *, back: str, back_title: str) -> Shown:
    """One thing left: press the button in the letter."""
    return Shown(
        "subscriptions/sent.html",
        {
            "purpose": purpose,
            "channel": where.channel.value,
            "address": where.shown,
            "back": back,
            "back_title": back_title,
        },
    )


def _proposal(visit: Visit) -> Any:
    """The proposal, open for support now. Raises NotFound or NotAllowed."""
    row = showing.case(visit.session, visit.params["reference"], visit.viewer, visit.contacts)
    vote.check_open(row)
    return row


def _asking(visit: Visit, row: Any) -> Shown:
    return Shown(
        "submissions/support.html",
        {
            "case": row,
            "votes": {"total": row.votes or 0, "goal": row.threshold, "until": row.voting_until},
            "known": visit.viewer.person_id is not None,
            "participation": declaring.told(visit, Act.SUPPORT),
            "values": visit.values,
            "errors": visit.errors,
        },
    )


def _here(visit: Visit) -> str:
    return f"/submissions/{visit.params['reference']}"
