"""The clock's notes of verdicts: what they were about, and which are to be judged a second time.

Which ones is drawn by a keyed digest of the verdict's number: nobody chooses, nobody can foresee
it, and whoever has the secret can compute it again (spec MQ-16).
"""

from typing import Any

from sqlalchemy import Row

from models import profile, second_look, verdict_note
from models.calendar import local
from models.database import transaction
from models.profile import Site
from models.verdict import Judgement
from moderation.about_us import speaks_of_us
from moderation.reasons import GROUNDS, Reason
from moderation.sample import is_drawn
from moderation.screening import VERSION, screen

MOST = 200
"""Verdicts a minute: more than a full desk gives. A heap is noted in as many minutes as it takes.
"""
DRAWN_FROM = frozenset({Judgement.PUBLISH, Judgement.REFUSE})
"""Approvals and refusals by people: what a second one can judge by the text alone."""


def note_verdicts() -> bool:
    """Note what has no note yet. Nobody is told of anything."""
    with transaction(write=False) as session:
        rows = verdict_note.not_noted(session, most=MOST)
        if not rows:
            return False
        site = profile.site(session)
    # Screening takes its time, and nobody's lock.
    noted = [_noted(row, site) for row in rows]
    drawn = [(row.id, row.text_id) for row in rows if _is_drawn(row, site)]
    with transaction() as session:
        verdict_note.note(session, noted)
        second_look.draw(session, drawn)
    return False


def _noted(row: Row[Any], site: Site) -> dict[str, Any]:
    found = [hit.rule.value for part in (row.title, row.source) for hit in screen(part)]
    return {
        "verdict_id": row.id,
        "at": row.at,
        "month": f"{local(row.at):%Y-%m}",
        "category_id": row.category_id,
        "unit_id": row.unit_id,
        "about_us": speaks_of_us(f"{row.title}\n{row.source}", (site.name, site.short_name)),
        "rules": ",".join(sorted(set(found))),
        "rules_version": VERSION,
        "undone": row.undone,
    }


def _is_drawn(row: Row[Any], site: Site) -> bool:
    if row.undone or row.by_id is None or row.judgement not in DRAWN_FROM:
        return False
    if row.reason is not None and GROUNDS[Reason(row.reason)].urgent:
        # Two have judged it already, and nobody reads such things for practice.
        return False
    return is_drawn("second_look", row.id, site.reviewing.second_looks)
