"""On the spot: one question, one field, no account; and what was said there.

The form is filled in on a telephone in a queue, or on a tablet that one hands on to the next.
"""

from typing import Annotated, Any

from sqlalchemy import Row

from models import form_key
from models.dialogue import finding, voices
from models.event import version_of
from models.submission import stream_of
from web.answers import Answer, Go, Shown
from web.forms import Tick, Worded, words
from web.networks import Limit
from web.pages import screened, waiting_texts
from web.pages.dialogue_head import found, head
from web.pages.dialogue_talk_common import stream_for_all
from web.pages.dialogue_talk_phases import Stands, stands
from web.pages.paging import cut, integers
from web.visit import Visit

SAID = Limit("voices", most=200, seconds=600)
"""Forms of one network: a library, or a school class that all write at once, from one address."""
CLOSED = frozenset({"phase_closed", "thread_locked", "panel_only"})
"""Refusals that are the page that says so: nothing can be said here now."""


class VoiceForm(Worded):
    text: Annotated[str, words(voices.LONGEST, least=2, lines=True)]
    form_key: Annotated[str, words(32, least=32)]
    looked: Tick = False
    """She has read what was found in the text."""
    mend: Annotated[str, words(32)] = ""


def short(visit: Visit) -> Answer:
    """/h/2026-00123: what stands on a poster, and in its square code."""
    row = finding.by_reference(visit.session, visit.params["reference"], visit.viewer)
    return Go(f"/dialogues/{row.slug}/here")


def show(visit: Visit) -> Answer:
    """An empty form, or that nothing can be said now and what comes next."""
    return _page(visit, {"form_key": form_key.fresh()})


def again(visit: Visit) -> Answer:
    """The form with what was typed, or why nothing can be said here any more."""
    code = getattr(visit.problem, "code", "")
    if code in CLOSED:
        row = found(visit)
        return _closed(visit, row, _phase(visit, row))
    used = {"form_key": form_key.fresh()} if code == "form_already_used" else {}
    return _page(visit, {"form_key": form_key.fresh(), **visit.values, **used})


def create(visit: Visit) -> Answer:
    """Say it, after a look at what was found in it."""
    given: VoiceForm = visit.form
    row = found(visit)
    looks = screened.before(visit, given.looked, given.mend, ("text",))
    if looks is not None:
        return _page(visit, *looks)
    voices.say(visit.session, row.reference, given.text, given.html, form=given.form_key)
    return Go(f"/dialogues/{row.slug}/here/thanks")


def thanks(visit: Visit) -> Answer:
    """We have it; and an empty form for whoever is next."""
    row = found(visit)
    return Shown(
        "dialogues/here/thanks.html",
        {"dialogue": head(visit, row), **waiting_texts.by_contribution(visit)},
    )


def said(visit: Visit) -> Answer:
    """What people have said on the spot, newest first."""
    row = found(visit)
    version = version_of(visit.session, stream_of(row.reference))
    here = f"/dialogues/{row.slug}/voices"
    after = integers(visit.query.get("after", ""), 1) or (voices.NEWEST,)
    listed = voices.listed(visit.session, row.id, before=min(after[0], voices.NEWEST))
    rows, following = cut(listed, here, "number", size=voices.PAGE)
    return Shown(
        "dialogues/here/said.html",
        {
            "dialogue": head(visit, row),
            "rows": rows,
            "next_url": following,
            "first_url": here if after[0] != voices.NEWEST else "",
        },
        stream=stream_for_all(row),
        version=version,
    )


def _phase(visit: Visit, row: Row[Any]) -> Stands | None:
    """The phase in which something can be said: the one that is open, else the next, else the last;
    None where there is none.
    """
    planned = finding.phases_of(visit.session, row.id)
    known = [stands(row, one, planned) for one in planned if one.kind in voices.KINDS]
    order = [
        *(one for one in known if one.open),
        *(one for one in known if one.coming),
        *reversed(known),
    ]
    return next(iter(order), None)


def _page(visit: Visit, values: dict[str, str], looks: dict[str, Any] | None = None) -> Answer:
    row = found(visit)
    phase = _phase(visit, row)
    if phase is None or not phase.open or row.locked_at is not None or row.panel_id is not None:
        return _closed(visit, row, phase)
    return Shown(
        "dialogues/here/show.html",
        {
            "dialogue": head(visit, row),
            "phase": phase,
            "longest": voices.LONGEST,
            "screened": looks,
            **waiting_texts.by_contribution(visit),
            "values": values,
            "errors": visit.errors,
        },
    )


def _closed(visit: Visit, row: Row[Any], phase: Stands | None) -> Shown:
    return Shown(
        "dialogues/here/closed.html",
        {
            "dialogue": head(visit, row),
            "phase": phase,
            "panel": row.panel_id is not None,
            "locked": row.locked_at is not None,
            "typed": visit.values.get("text", "").strip(),
            "problem": None,
        },
    )
