"""One text to judge, with what was found in it and what lies beside it."""

from typing import Annotated, Any

from models.calendar import now
from models.errors import Stale
from models.reviewing_desk import Claims
from models.states import PUBLIC
from models.verdict import Judgement
from moderation import changes, pictures, queue
from moderation.context import context
from moderation.items import Item
from moderation.reasons import GROUNDS, Reason
from moderation.reuse import repeats
from web.answers import Answer, Go, Seen, Shown, What
from web.forms import Form, Tick, words
from web.pages import attachments, sanctions_desk, screened, verdict_forms
from web.pages.desk import beside
from web.pages.desk_claims import number
from web.pages.desk_done import just_done, moderator
from web.pages.desk_views import View, view_of
from web.pages.marking import COMES, GOES, marked, passages
from web.pages.paging import integers
from web.visit import Visit

WRITTEN = ("message", "text", "colleague")
"""Fields whose words are shown once more: their form may be gone with the judgement it was for."""


class PictureForm(Form):
    shown: Tick = False
    whole: Tick = False
    view: Annotated[str, words(200)] = ""


def show(visit: Visit) -> Answer:
    """One text, what was found in it, what others said of it, and what may be done now."""
    town = screened.town_words(visit)
    found = queue.item(visit.session, number(visit), moderator(visit), town)
    view = view_of(visit)
    claiming = visit.site.reviewing.desk.claims
    doors = [] if found.own else [door.value for door in _open(found)]
    if claiming is Claims.REQUIRED and not found.mine and found.waits:
        doors = []
    return Shown(
        "desk/item.html",
        {
            "item": {
                "id": found.id,
                "target": found.target,
                "kind": found.kind,
                "section": found.section,
                "reference": found.reference,
                "number": found.number,
                "title": found.case_title,
                "waited_since": found.waited_since,
                "due_at": found.due_at,
                "late": found.waits and found.due_at < now(),
                "waits": found.waits,
                "urgent": found.urgent,
                "publication": found.publication,
                "version": found.version,
                "claimed_by": found.claimed_by,
                "claimed_at": found.claimed_at,
                "mine": found.mine,
                "public": found.case_publication in PUBLIC,
                "view": view.address("")[1:],
            },
            "claiming": claiming.value,
            "text": _marked(found),
            "change": _change(found),
            "source": found.text.text,
            **_photo(visit, found),
            "own": found.own,
            "flags": _flags(found),
            "reports": found.reports,
            "parent": found.thread[-1] if found.thread else None,
            "thread": found.thread[:-1],
            "judged": found.verdicts,
            "measures": {} if found.own else sanctions_desk.told(visit, found.id),
            "around": context(visit.session, found.id, language=visit.language),
            "again": repeats(visit.session, found.id, visit.viewer),
            "doors": doors,
            "values": visit.values,
            "errors": visit.errors,
            "typed": _typed(visit),
            "done": just_done(visit),
            **_ways(visit, found, view),
            **verdict_forms.context(visit, found),
        },
        seen=seen(found),
    )


def seen(found: Item) -> Seen | None:
    """A text that not everyone may read, or of somebody whose identity is protected."""
    public = found.publication in PUBLIC and found.case_publication in PUBLIC
    logged = not found.own and (found.protected or not public)
    return Seen(What.ITEM, found.submission_id) if logged else None


def _ways(visit: Visit, found: Item, view: View) -> dict[str, Any]:
    """Where one goes from here, and the list beside."""
    came_from = integers(visit.query.get("from", ""), 1)
    return {
        "list_url": view.address("/desk"),
        "previous_url": view.address(f"/desk/{came_from[0]}") if came_from else "",
        "beside": beside(visit, found.id, view) if found.waits else [],
    }


def _marked(found: Item) -> dict[str, Any]:
    """What would be shown, what screening found in it underlined."""
    return {
        "title": marked(found.title.text, found.title.hits) if found.title.hits else "",
        "html": marked(found.text.text, found.text.hits),
        "place": marked(found.place.text, found.place.hits),
        "byline": marked(found.byline.text, found.byline.hits),
    }


def _photo(visit: Visit, found: Item) -> dict[str, Any]:
    """What came with the text. Of urgent kinds it is blurred; what may show the abuse of a child is
    not even fetched before somebody presses (MQ-18).
    """
    photo = None if found.target == "comment" else attachments.of_sender(visit, found.reference)
    reasons = {Reason(report.reason) for report in found.reports if report.reason in list(Reason)}
    grave = found.urgent or any(GROUNDS[reason].urgent for reason in reasons)
    withheld = Reason.CHILD_ABUSE in reasons and visit.query.get("picture") != "shown"
    return {
        "photo": photo,
        "blurred": grave,
        "uncovers": photo is not None
        and photo["masked"]
        and pictures.can_uncover(visit.session, found.submission_id),
        # What may be grave is not looked at square by square: it is hidden as a whole.
        "covers": photo is not None and photo["picture"] and not grave and found.former is None,
        "withheld": view_of(visit).address(f"/desk/{found.id}", picture="shown")
        if withheld
        else "",
    }


def _typed(visit: Visit) -> list[str]:
    """What she wrote, after a refusal because somebody was before her."""
    if not isinstance(visit.problem, Stale):
        return []
    return [visit.values[name] for name in WRITTEN if visit.values.get(name)]


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


def picture(visit: Visit) -> Answer:
    """Hide the picture alone, or show it, or all of it, again."""
    form: PictureForm = visit.form
    item_id, by = number(visit), moderator(visit)
    if form.whole:
        pictures.uncover(visit.session, item_id, by=by)
    else:
        pictures.judge(visit.session, item_id, by=by, shown=form.shown)
    return Go(view_of(visit).address(f"/desk/{item_id}"))
