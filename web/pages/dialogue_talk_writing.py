"""Writing in a discussion: which side first, then the words; read before they are shown."""

from dataclasses import replace
from typing import Annotated, Any

from pydantic import AfterValidator
from sqlalchemy import Row

from models import commenting, form_key
from models.comment import NUMBER_WIDTH
from models.commenting import Words
from models.dialogue import placing
from models.dialogue.kinds import PhaseKind, Section, Stance
from models.errors import Invalid, NotFound
from web.answers import Answer, Shown
from web.forms import fail, words
from web.pages import comments, screened, waiting_texts
from web.pages import dialogue_talk_common as shared
from web.pages.comments import CommentNumber
from web.pages.dialogue_head import found, head
from web.pages.dialogue_talk_phases import IDEAS, TALK, Stands, chosen, wished
from web.visit import Visit

NEITHER = "neither"
CLOSED = frozenset({"phase_closed", "thread_locked"})
"""Refusals that are a page of their own: nothing can be written here now."""


def _side(value: str) -> str:
    if value not in {"", NEITHER, *Stance}:
        raise fail("unknown")
    return value


class Written(comments.Written):
    stance: Annotated[str, words(10), AfterValidator(_side)] = ""
    phase: CommentNumber = ""

    @property
    def side(self) -> Stance | None:
        return Stance(self.stance) if self.stance in list(Stance) else None


def new(visit: Visit) -> Answer:
    """Which side she takes, then an empty form; a reply takes none."""
    row = found(visit)
    values = {name: visit.query.get(name, "") for name in ("reply_to", "stance")}
    phase = _phase(visit, row, values["reply_to"])
    if not phase.open or row.locked_at is not None:
        return closed(visit, row, phase)
    if _asks_side(phase, values["reply_to"]) and not _is_side(values["stance"]):
        if visit.query.get("asked"):
            visit.errors.append(Invalid("stance", "missing"))
        return Shown(
            "dialogues/talk/stance.html",
            {
                "dialogue": head(visit, row),
                "phase": phase,
                "values": values,
                "errors": visit.errors,
            },
            status=visit.status,
        )
    return _page(visit, row, phase, values | {"form_key": form_key.fresh()})


def again(visit: Visit) -> Answer:
    """The form with what was typed, or why nothing can be written here any more."""
    row = found(visit)
    phase = _phase(visit, row, visit.values.get("reply_to", ""))
    if getattr(visit.problem, "code", "") in CLOSED:
        return closed(visit, row, phase)
    return _page(visit, row, phase, comments.typed(visit))


def create(visit: Visit) -> Answer:
    """Write it: straight to review for whoever is signed in, else a letter asks first."""
    written: Written = visit.form
    row = found(visit)
    phase = _phase(visit, row, written.reply_to)
    if _asks_side(phase, written.reply_to) and not written.stance:
        raise Invalid("stance", "missing")
    comments.check_name(visit, written)
    looks = screened.before(visit, written.looked, written.mend, ("text",))
    if looks is not None:
        return _page(visit, row, phase, *looks)
    side = written.side if _asks_side(phase, written.reply_to) else None
    said = replace(comments.as_said(visit, written), stance=side, phase_id=phase.id)
    return hand_in(visit, row, said)


def hand_in(visit: Visit, row: Row[Any], said: Words) -> Answer:
    """A comment or an idea, into the phase it names."""
    folder = shared.FOLDERS[said.section]
    back = f"/dialogues/{row.slug}/{folder}?phase={said.phase_id}"
    return comments.hand_in(visit, row.reference, row.question, said, back=back)


def closed(visit: Visit, row: Row[Any], phase: Stands) -> Shown:
    """When it closed, what comes next, and every word that was typed."""
    idea = phase.kind in IDEAS
    typed = [(name, visit.values.get(name, "")) for name in ("title", "text")]
    folder = shared.FOLDERS[Section.IDEA if idea else Section.TALK]
    return Shown(
        "dialogues/talk/closed.html",
        {
            "dialogue": head(visit, row),
            "phase": phase,
            "locked": row.locked_at is not None
            or getattr(visit.problem, "code", "") == "thread_locked",
            "where": f"/dialogues/{row.slug}/{folder}?phase={phase.id}",
            "idea": idea,
            "typed": [(name, said) for name, said in typed if said.strip()],
            "problem": None,
        },
    )


def _phase(visit: Visit, row: Row[Any], reply_to: str) -> Stands:
    """The phase that is written in: that of what is replied to, wherever it stands."""
    if not reply_to:
        return chosen(visit, row, TALK, wished(visit))[0]
    if not (reply_to.isascii() and reply_to.isdigit() and len(reply_to) < 10):
        raise NotFound(reply_to)
    one = placing.placed(visit.session, row.id, int(reply_to))
    root = placing.placed(visit.session, row.id, int(one.path[:NUMBER_WIDTH]))
    if root.section not in shared.FOLDERS:
        raise NotFound(reply_to)
    return shared.phase_of(visit, row, root)


def _asks_side(phase: Stands, reply_to: str) -> bool:
    return phase.kind is PhaseKind.DISCUSS and not reply_to


def _is_side(given: str) -> bool:
    return given in {NEITHER, *Stance}


def _page(
    visit: Visit,
    row: Row[Any],
    phase: Stands,
    values: dict[str, str],
    found_in_it: dict[str, Any] | None = None,
) -> Shown:
    reply_to = values.get("reply_to", "")
    parent = commenting.shown(visit.session, row.id, int(reply_to)) if reply_to else None
    return Shown(
        "dialogues/talk/new.html",
        {
            "dialogue": head(visit, row),
            "phase": phase,
            "parent": parent,
            "asks_stance": _asks_side(phase, reply_to) and not _is_side(values.get("stance", "")),
            "screened": found_in_it,
            **comments.form_of(visit),
            **waiting_texts.by_contribution(visit),
            "values": values | {"phase": str(phase.id)},
            "errors": visit.errors,
        },
    )
