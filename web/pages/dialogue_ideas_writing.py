"""Handing in an idea: a title and a few words, read before they are shown."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Self

from sqlalchemy import Row

from models import form_key, text
from models.commenting import Words
from models.dialogue import ideas
from models.dialogue.kinds import Section
from web.answers import Answer, Shown
from web.forms import NotAccepted, words
from web.pages import comments, screened, waiting_texts
from web.pages.dialogue_head import found, head
from web.pages.dialogue_talk_phases import IDEAS, Stands, chosen, wished
from web.pages.dialogue_talk_writing import CLOSED, closed, hand_in
from web.visit import Visit

FIELDS = ("title", "text")


class Handed(comments.Written):
    title: Annotated[str, words(ideas.LONGEST_TITLE, least=2)]
    phase: comments.CommentNumber = ""

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        """Raises NotAccepted in the order of the form, where the title stands first."""
        try:
            return super().read(values)
        except NotAccepted as error:
            wrong = sorted(error.errors, key=lambda one: one.field != "title")
            raise NotAccepted(wrong) from None

    def prepared(self) -> Self:
        self._html = text.prepare(self._source)
        return self

    @property
    def _source(self) -> str:
        return ideas.written(self.title, self.text)

    def words(self) -> Words:
        return replace(super().words(), source=self._source, reply_to=None)


def new(visit: Visit) -> Answer:
    """An empty form."""
    row = found(visit)
    phase, _ = chosen(visit, row, IDEAS, wished(visit))
    if not phase.open or row.locked_at is not None:
        return closed(visit, row, phase)
    return _page(visit, row, phase, {"form_key": form_key.fresh()})


def again(visit: Visit) -> Answer:
    """The form with what was typed, or why nothing can be handed in any more."""
    row = found(visit)
    phase, _ = chosen(visit, row, IDEAS, wished(visit))
    if getattr(visit.problem, "code", "") in CLOSED:
        return closed(visit, row, phase)
    return _page(visit, row, phase, comments.typed(visit))


def create(visit: Visit) -> Answer:
    """Hand it in: straight to review for whoever is signed in, else a letter asks first."""
    handed: Handed = visit.form
    row = found(visit)
    phase, _ = chosen(visit, row, IDEAS, wished(visit))
    comments.check_name(visit, handed)
    looks = screened.before(visit, handed.looked, handed.mend, FIELDS)
    if looks is not None:
        return _page(visit, row, phase, *looks)
    said = replace(comments.as_said(visit, handed), section=Section.IDEA, phase_id=phase.id)
    return hand_in(visit, row, said)


def _page(
    visit: Visit,
    row: Row[Any],
    phase: Stands,
    values: dict[str, str],
    found_in_it: dict[str, Any] | None = None,
) -> Shown:
    return Shown(
        "dialogues/ideas/new.html",
        {
            "dialogue": head(visit, row),
            "phase": phase,
            "idea": True,
            "screened": found_in_it,
            **comments.form_of(visit),
            **waiting_texts.by_contribution(visit),
            "values": values | {"phase": str(phase.id)},
            "errors": visit.errors,
        },
    )
