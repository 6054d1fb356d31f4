"""Getting updates: asked for without an account, and confirmed by a button in a letter."""

from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import AfterValidator, ValidationInfo

from models import following, showing, subscription
from models.dialogue.showing import slug_by
from models.errors import NotFound
from models.states import PUBLIC, Kind
from models.subscription import MANAGE, Extent, Topic
from web import town
from web.answers import Answer, Go, Shown
from web.forms import choice, fail, words
from web.pages import carrying
from web.pages.naming import named
from web.pages.reaching import Where, offered
from web.pages.votes import sent
from web.visit import Visit


def _submission(value: str, info: ValidationInfo) -> str:
    return _named(value, info, Topic.SUBMISSION)


def _subject(value: str, info: ValidationInfo) -> str:
    return _named(value, info, Topic.CATEGORY)


def _unit(value: str, info: ValidationInfo) -> str:
    return _named(value, info, Topic.UNIT)


def _named(value: str, info: ValidationInfo, topic: Topic) -> str:
    if not value and info.data.get("topic") is topic:
        raise fail("missing")
    return value


class Wish(Where):
    topic: Annotated[Topic, choice(Topic)]
    submission: Annotated[str, words(16), AfterValidator(_submission)] = ""
    subject: Annotated[str, words(60), AfterValidator(_subject)] = ""
    unit: Annotated[str, words(60), AfterValidator(_unit)] = ""
    extent: Annotated[Extent, choice(Extent)] = Extent.ANSWERS


@dataclass(frozen=True)
class _About:
    """What a wish is about, as it stands in the address and on the page."""

    topic: Topic
    title: str = ""
    url: str = ""
    kind: Kind | None = None
    submission_id: int | None = None
    category_id: int | None = None
    unit_id: int | None = None

    @property
    def target(self) -> dict[str, int | None]:
        return {
            "submission_id": self.submission_id,
            "category_id": self.category_id,
            "unit_id": self.unit_id,
        }


def new(visit: Visit) -> Answer:
    """How, and of what? Of a case answers and decisions only is what most want; of a subject or a
    unit what is new.
    """
    given = {name: visit.query.get(name, "") for name in ("submission", "subject", "unit")}
    topic = {"submission": Topic.SUBMISSION, "subject": Topic.CATEGORY, "unit": Topic.UNIT}
    chosen = next((topic[name] for name, value in given.items() if value), Topic.DECISIONS)
    extent = Extent.EVERYTHING if chosen in {Topic.CATEGORY, Topic.UNIT} else Extent.ANSWERS
    return form(visit, {**given, "topic": chosen.value, "extent": extent.value})


def again(visit: Visit) -> Answer:
    return form(visit, dict(visit.values))


def create(visit: Visit) -> Answer:
    """Ask by letter: the answer is the same whether the address is known, follows, or neither."""
    wish: Wish = visit.form
    about = _about(visit, wish.topic, wish.submission, wish.subject or wish.unit)
    made = following.follow(
        visit.session,
        offered(visit.site, wish.channel),
        wish.address,
        wish.topic,
        **about.target,
        extent=wish.extent,
        language=visit.language,
        own_contacts=visit.contacts,
    )
    kept = carrying.kept(visit.values)
    if made is not None and not kept:
        return Go(f"/subscriptions/{subscription.link(made, MANAGE)}")
    answer = sent("subscription", wish, back=about.url, back_title=about.title)
    more = {"kept": kept, "confirmed": made is not None}
    return replace(answer, context=answer.context | more)


def form(visit: Visit, values: dict[str, str]) -> Answer:
    """How, and of what; with what was typed. Raises NotFound for what nobody may follow."""
    topic = next((one for one in Topic if one == values.get("topic")), Topic.DECISIONS)
    slug = values.get("subject", "") or values.get("unit", "")
    about = _about(visit, topic, values.get("submission", ""), slug)
    return Shown(
        "subscriptions/new.html",
        {
            "topic": about.topic.value,
            "title": about.title,
            "url": about.url,
            "proposal": about.kind is Kind.PROPOSAL,
            "dialogue": about.kind is Kind.DIALOGUE,
            "values": values,
            "errors": visit.errors,
            "kept": carrying.kept(values),
        },
    )


def _about(visit: Visit, topic: Topic, reference: str, slug: str) -> _About:
    """What is to be followed. Raises NotFound for what there is not, or everyone may not read."""
    if topic is Topic.SUBMISSION:
        row = showing.matter(visit.session, reference, visit.viewer, visit.contacts)
        if row.publication not in PUBLIC:
            raise NotFound
        url = f"/submissions/{row.reference}"
        if row.kind is Kind.DIALOGUE:
            url = f"/dialogues/{slug_by(visit.session, row.reference)}"
        return _About(topic, row.title, url, kind=row.kind, submission_id=row.id)
    if topic is Topic.CATEGORY:
        row = _with_slug(town.categories(visit.session), slug)
        url = f"/submissions?subject={slug}"
        return _About(topic, named(row, visit.language), url, category_id=row.id)
    if topic is Topic.UNIT:
        row = _with_slug(town.units(visit.session), slug)
        url = f"/submissions?unit={slug}"
        return _About(topic, named(row, visit.language), url, unit_id=row.id)
    if not visit.site.modules.proposals:
        raise NotFound
    return _About(topic)


def _with_slug(rows: Any, slug: str) -> Any:
    for row in rows:
        if row.slug == slug and row.retired_at is None:
            return row
    raise NotFound
