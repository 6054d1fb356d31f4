"""The forms of a judgement: what is typed in them, and what they show around it."""

from typing import Annotated, Any

from sqlmodel import Session

from models import organisation
from models.attachment.kinds import SQUARES
from models.calendar import six_months_after, today
from models.comment import Comment
from models.dialogue.kinds import thing_of
from models.errors import Invalid
from models.review import Reviewable
from models.second_opinion import Matter
from models.states import Publication
from models.submission import Submission
from models.verdict import RESTRICTING, Judgement
from moderation import four_eyes
from moderation.items import Field, Item
from moderation.redaction import Cover, without
from moderation.screening import Hit
from templates import render
from web.forms import Form, Tick, choice, words
from web.pages.naming import named
from web.pages.numbers import Number
from web.visit import Visit

GRID = range(1, SQUARES * SQUARES + 1)
LONGEST_DETAIL = 120
"""Characters of what can be hidden by a tick: a rule about the whole text marks no detail."""
MASK, PICTURE, EDIT, NAME = "mask", "picture", "edit", "name"
"""The ways to hide a detail: tick it, in the words or on the picture, write the text anew, leave
the name out.
"""


class VerdictForm(Form):
    judgement: Annotated[Judgement, choice(Judgement)]
    version: Number
    form: Annotated[str, words(20)] = ""
    reason: Annotated[str, words(40)] = ""
    message: Annotated[str, words(1000, lines=True)] = ""
    text: Annotated[str, words(6000, lines=True)] = ""
    title: Annotated[str, words(200)] = ""
    phrases: Annotated[str, words(2000, lines=True)] = ""
    preview: Tick = False
    view: Annotated[str, words(200)] = ""


def cover(visit: Visit, form: VerdictForm, found: Item) -> Cover:
    """What the moderator hides, by the form she used. Raises Invalid for `phrases`, `squares` or
    `text`.
    """
    if form.form == NAME:
        return Cover(nameless=True)
    if form.form not in {MASK, PICTURE}:
        return Cover(source=form.text or None, title=form.title or None)
    ticked = [detail for detail in details(found) if visit.values.get(detail["name"]) == "yes"]
    phrases = [line.strip() for line in form.phrases.splitlines() if line.strip()]
    squares = tuple(n for n in GRID if visit.values.get(f"square-{n}") == "yes")
    if form.form == PICTURE and not squares:
        raise Invalid("squares", "missing")
    if not ticked and not phrases and not squares:
        raise Invalid("phrases", "missing")
    spans = {
        part: [(one["start"], one["end"]) for one in ticked if one["part"] == part]
        for part in ("title", "text")
    }
    title = found.title.text
    return Cover(
        source=without(found.text.text, spans["text"], phrases),
        title=without(title, spans["title"]) if spans["title"] else None,
        squares=squares,
    )


def details(found: Item) -> list[dict[str, Any]]:
    """Everything that was found in the words and can be hidden by a tick."""
    parts = (("text", found.text),) if found.target == "comment" else _both(found)
    return [
        {
            "name": f"hide-{part}-{hit.start}-{hit.end}",
            "part": part,
            "start": hit.start,
            "end": hit.end,
            "words": field.text[hit.start : hit.end],
            "rule": hit.value_kind,
        }
        for part, field in parts
        for hit in field.hits
        if _is_detail(hit)
    ]


def _both(found: Item) -> tuple[tuple[str, Field], ...]:
    return (("title", found.title), ("text", found.text))


def _is_detail(hit: Hit) -> bool:
    return 0 < hit.end - hit.start <= LONGEST_DETAIL


def context(visit: Visit, found: Item) -> dict[str, Any]:
    """What templates/desk/_verdicts.html asks for beside the item itself."""
    values = visit.values
    item = visit.session.get_one(Reviewable, found.id)
    case = visit.session.get_one(Submission, found.submission_id)
    opened = values.get("form") or values.get("judgement", "")
    shows = bool(visit.errors) or visit.problem is not None or "preview" in values
    return {
        "form": opened if shows else "",
        "plain_title": found.title.text,
        "details": details(found),
        "grid": [(n, *(part + 1 for part in divmod(n - 1, SQUARES))) for n in GRID],
        "named": bool(found.byline.text),
        "letter": letter(visit, found, case) if values.get("preview") == "yes" else "",
        "second": _second(visit, item),
        "locked": _is_locked(visit.session, item, case),
        "subjects": _subjects(visit, case) if found.target != "comment" else [],
    }


def _second(visit: Visit, item: Reviewable) -> dict[str, Any] | None:
    """What is proposed of the item, and whether the reader is the one who proposed it."""
    found = four_eyes.open_of(visit.session, item)
    if found is None:
        return None
    return {
        "id": found.id,
        "who": four_eyes.name_of(visit.session, found.asked_by) or "",
        "at": found.asked_at,
        "judgement": found.code if found.matter is Matter.VERDICT else "",
        "danger": found.code if found.matter is Matter.ESCALATION else "",
        "reason": found.reason,
        "message": found.message,
        "note": found.note,
        "mine": found.asked_by == visit.viewer.person_id,
    }


def _is_locked(session: Session, item: Reviewable, case: Submission) -> bool:
    comment = session.get(Comment, item.comment_id) if item.comment_id else None
    return (comment or case).locked_at is not None


def _subjects(visit: Visit, case: Submission) -> list[tuple[str, str]]:
    rows = organisation.suiting(organisation.categories(visit.session), case.kind.value)
    return [(row.slug, named(row, visit.language)) for row in rows if row.id != case.category_id]


_ACTS = {
    Judgement.REFUSE: "refused",
    Judgement.UNPUBLISH: "unpublished",
    Judgement.HIDE: "hidden",
    Judgement.REDACT: "redacted",
}


def letter(visit: Visit, found: Item, case: Submission) -> str:
    """The letter as it will go, in the author's language: the very template, with what is typed.

    Empty for a judgement that is no restriction, or without its reason.
    """
    judgement, reason = visit.values.get("judgement", ""), visit.values.get("reason", "")
    if judgement not in RESTRICTING or not (reason or judgement == Judgement.RETURN):
        return ""
    public = found.case_publication in {Publication.PUBLISHED, Publication.REDACTED}
    thing = thing_of(found.section) if found.section else "case"
    said = {
        "part": "words",
        "site": visit.site,
        "reference": found.reference,
        "title": found.case_title if public else "",
        "dialogue": found.kind == "dialogue",
        "place": "",
        "url": "",
        "thing": "proposal" if thing == "case" and case.kind == "proposal" else thing,
        "reason": reason,
        "note": visit.values.get("message", "").strip(),
    }
    if judgement == Judgement.RETURN:
        return render("mail/returned/body.txt", case.language, **said).strip()
    change = found.former is not None and judgement == Judgement.REFUSE
    return render(
        "mail/refused/body.txt",
        case.language,
        **said,
        act="change" if change else _ACTS[Judgement(judgement)],
        covered=visit.values.get("form") == PICTURE,
        rules_url="/about",
        source="notice" if found.reports else "own",
        automated=False,
        appeal_by=six_months_after(today()),
        appeal_url="/statements/…",
    ).strip()
