"""Voting in a dialogue: one form, one button, and a receipt."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Row

from models import declaration, eligibility, support_rules
from models.counting import Method
from models.dialogue import ballots
from models.dialogue.ballot_file import grouped
from models.eligibility import Act
from models.errors import Invalid, NotFound
from models.profile import Participation
from web.answers import Answer, Shown
from web.pages import declaring, dialogue_door
from web.pages.declaring import Declared
from web.pages.dialogue_head import found, head
from web.pages.dialogue_polls import chosen, told
from web.visit import Visit

OPTION = "option"


def show(visit: Visit) -> Answer:
    """The ballot; for whoever is not signed in what stands on it, and where to send the link."""
    row = found(visit)
    return _page(visit, row, chosen(visit, row))


def again(visit: Visit) -> Answer:
    """The same with what was chosen, and why it was not taken."""
    return show(visit)


def create(visit: Visit) -> Answer:
    """Cast the ballot, in place of a former one; the receipt is shown here and nowhere else."""
    if visit.viewer.person_id is None:
        return show(visit)
    phase = visit.values.get("phase", "")
    if not (phase.isascii() and phase.isdigit() and len(phase) < 19):
        raise NotFound
    row = found(visit)
    poll = chosen(visit, row)
    rules = visit.site.participation
    said = declaration.NOTHING
    if not eligibility.rule(_rules(rules, poll), Act.SUPPORT).is_plain:
        said = Declared.read(visit.values).said
    watched = visit.site.reviewing.support
    support_rules.check(watched, network=visit.network)
    support_rules.check_person(visit.session, watched, visit.viewer.person_id)
    receipt = ballots.cast(
        visit.session,
        row.slug,
        int(phase),
        marks(poll.method, visit.values),
        voter=visit.viewer,
        rules=rules,
        watched=watched,
        said=said,
    )
    return Shown(
        "dialogues/ballot/thanks.html",
        {
            "dialogue": head(visit, row),
            "poll": told(visit, row, poll),
            "receipt": grouped(receipt),
        },
    )


def marks(method: Method, values: Any) -> dict[int, int]:
    """What is marked on a ballot, by the number of the option. Raises Invalid for `choice`, for
    what is no number.
    """
    if method is Method.SUPPORT:
        given = {values["choice"]: "1"} if values.get("choice") else {}
    else:
        given = {
            name.removeprefix(OPTION): "1" if value == "yes" else value
            for name, value in values.items()
            if name.startswith(OPTION) and value
        }
    return {_number(option): _number(points) for option, points in given.items()}


def _number(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) < 4):
        raise Invalid("choice", "unknown")
    return int(given)


def door(visit: Visit) -> Answer:
    """Send the link that leads back to the ballot."""
    row = found(visit)
    poll = chosen(visit, row)
    return dialogue_door.knock(
        visit, row, back=f"/dialogues/{row.slug}/ballot", title=poll.question
    )


def _rules(rules: Participation, poll: Row[Any]) -> Participation:
    return rules if poll.level is None else rules.model_copy(update={"support": poll.level})


def _page(visit: Visit, row: Row[Any], poll: Row[Any]) -> Answer:
    person_id = visit.viewer.person_id
    rules = _rules(visit.site.participation, poll)
    asking = replace(visit, site=visit.site.model_copy(update={"participation": rules}))
    asked = declaring.told(asking, Act.SUPPORT)
    return Shown(
        "dialogues/ballot/vote.html",
        {
            "dialogue": head(visit, row),
            "poll": told(visit, row, poll),
            "known": person_id is not None,
            "voted": person_id is not None and ballots.has_voted(visit.session, poll.id, person_id),
            "participation": {**asked, "act": "vote"} if asked else None,
            "values": visit.values,
            "errors": visit.errors,
        },
    )
