"""The moderator's desk: what waits, one item, and the verdict on it."""

from typing import Annotated

from models.actor import Actor, Role
from models.permissions import Action
from models.permissions_of_cases import find_for
from models.states import PUBLIC
from models.verdict import Judgement
from moderation import changes, counting, pictures, queue, reporting, verdicts
from moderation.items import Item
from web.answers import Answer, Go, Seen, Shown, What
from web.forms import Form, Tick, choice, words
from web.pages import attachments
from web.pages.comments import CommentNumber
from web.pages.marking import COMES, GOES, marked, passages
from web.pages.numbers import Number
from web.pages.paging import integers
from web.visit import Visit

SHOWN = 50


class VerdictForm(Form):
    judgement: Annotated[Judgement, choice(Judgement)]
    version: Number
    reason: Annotated[str, words(40)] = ""
    message: Annotated[str, words(1000, lines=True)] = ""
    text: Annotated[str, words(6000, lines=True)] = ""


class PictureForm(Form):
    shown: Tick = False


class LookForm(Form):
    comment: CommentNumber = ""


def index(visit: Visit) -> Answer:
    """Everything residents wrote that waits to be judged: the urgent first, then the oldest."""
    after = integers(visit.query.get("after", ""), 1)
    rows = queue.waiting(
        visit.session, visit.viewer, limit=SHOWN + 1, after=after[0] if after else None
    )
    shown = rows[:SHOWN]
    return Shown(
        "desk/queue.html",
        {
            "items": [
                {**row._asdict(), "mine": row.claimed_by_id == visit.viewer.person_id}
                for row in shown
            ],
            "total": counting.counts(visit.session, visit.viewer).waiting,
            "next_url": f"/desk?after={shown[-1].id}" if len(rows) > SHOWN else "",
            "first_url": "/desk" if after else "",
        },
    )


def show(visit: Visit) -> Answer:
    """One text, what was found in it, what others said of it, and what may be done now."""
    found = queue.item(visit.session, _number(visit), _moderator(visit))
    return Shown(
        "desk/item.html",
        {
            "item": {
                "id": found.id,
                "target": found.target,
                "kind": found.kind,
                "reference": found.reference,
                "title": found.case_title,
                "waited_since": found.waited_since,
                "publication": found.publication,
                "version": found.version,
                "claimed_by": found.claimed_by,
                "mine": found.mine,
                "public": found.case_publication in PUBLIC,
            },
            "html": marked(found.text.text, found.text.hits),
            "change": _change(found),
            "source": found.text.text,
            "photo": None
            if found.target == "comment"
            else attachments.of_sender(visit, found.reference),
            "own": found.own,
            "flags": _flags(found),
            "reports": found.reports,
            "parent": found.thread[-1] if found.thread else None,
            "doors": [] if found.own else [door.value for door in _open(found)],
            "form": visit.values.get("judgement", "") if visit.errors else "",
            "values": visit.values,
            "errors": visit.errors,
        },
        seen=_seen(found),
    )


def _seen(found: Item) -> Seen | None:
    """A text that not everyone may read, or of somebody whose identity is protected."""
    public = found.publication in PUBLIC and found.case_publication in PUBLIC
    logged = not found.own and (found.protected or not public)
    return Seen(What.ITEM, found.submission_id) if logged else None


def _change(found: Item) -> dict[str, object] | None:
    """Both texts side by side, for a change of what everyone reads."""
    if found.former is None:
        return None
    before, after = changes.compare(found.former.source, found.text.text)
    return {
        "title": found.title.text,
        "former_title": found.former.title,
        "former_html": passages(before, GOES),
        "html": passages(after, COMES),
        "supporters": found.former.supporters,
    }


def _open(found: Item) -> list[Judgement]:
    """A text with a personal number is not published as it stands; the detail can be hidden."""
    barred = {Judgement.PUBLISH, Judgement.KEEP} if found.blocked else set()
    return [door for door in found.doors if door not in barred]


def _flags(found: Item) -> list[str]:
    rules = [
        hit.rule.value
        for field in (found.title, found.text, found.place, found.byline)
        for hit in field.hits
    ]
    return list(dict.fromkeys(rules))


def look_again(visit: Visit) -> Answer:
    """Put a text that everyone can read in the queue, on a moderator's own initiative."""
    form: LookForm = visit.form
    reference, number = visit.params["reference"], int(form.comment) if form.comment else None
    find_for(visit.session, reference, visit.viewer, Action.JUDGE)
    return Go(f"/desk/{reporting.look_again(visit.session, reference, number)}")


def _number(visit: Visit) -> int:
    """The number of the item, if it is one of hers to judge."""
    number = visit.number("id")
    queue.check(visit.session, visit.viewer, number)
    return number


def _moderator(visit: Visit) -> Actor:
    return visit.acting(Role.MODERATOR, Role.ADMINISTRATOR)


def claim(visit: Visit) -> Answer:
    """Say that one is reading it, so that two do not judge the same."""
    number = _number(visit)
    queue.claim(visit.session, number, _moderator(visit))
    return Go(f"/desk/{number}")


def picture(visit: Visit) -> Answer:
    """Hide the picture alone, or show it again."""
    form: PictureForm = visit.form
    number = _number(visit)
    pictures.judge(visit.session, number, by=_moderator(visit), shown=form.shown)
    return Go(f"/desk/{number}")


def give(visit: Visit) -> Answer:
    """Judge, and on to the next."""
    form: VerdictForm = visit.form
    verdicts.give(
        visit.session,
        _number(visit),
        by=_moderator(visit),
        judgement=form.judgement,
        version=int(form.version),
        rules=visit.site.proposals,
        reason=form.reason or None,
        message=form.message,
        redacted=form.text or None,
    )
    return Go("/desk")
