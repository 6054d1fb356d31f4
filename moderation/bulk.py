"""Publishing several texts in one press, where nothing was found in any of them (MQ-7)."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlmodel import Session

from models import bulk_verdict, form_key
from models.actor import Actor
from models.errors import NotAllowed, NotFound, Refusal, Stale
from models.profile import Site
from models.reviewing_desk import Claims
from models.states import PUBLIC
from models.verdict import Judgement
from models.viewer import Viewer
from moderation import claims, queue, sorting, verdicts
from moderation.subjects import held

MOST = 25
"""Texts on one page: so many are read with care."""


class Left(NamedTuple):
    """An item that was left out, and why."""

    item_id: int
    refusal: Refusal


class Done(NamedTuple):
    """One press: its parent (None when nothing was published), how many, and what was left out."""

    bulk_id: int | None
    published: int
    left: list[Left]


def publish(
    session: Session,
    viewer: Viewer,
    seen: Mapping[int, int],
    *,
    by: Actor,
    site: Site,
    form: str,
) -> Done:
    """Publish these items, each as it was `seen` (its version): one parent, a verdict each.

    What changed meanwhile, or does not look fine any more, is left out; the others are published.
    The same form again does nothing more. Raises Invalid for a form without a key or without items.
    """
    contents = form_key.digest({"by": by.person_id, "items": sorted(seen.items())})
    earlier = form_key.earlier(session, form, contents)
    if earlier is not None:
        parent, _, published = earlier.partition(".")
        return Done(int(parent) or None, int(published), [])
    fine = sorting.still_fine(session, seen)
    given: list[int] = []
    left: list[Left] = []
    # In one order everywhere, so that no two wait for each other.
    for item_id in sorted(seen):
        if item_id not in fine:
            left.append(Left(item_id, Stale()))
            continue
        try:
            with session.begin_nested():
                given.append(_one(session, viewer, item_id, seen[item_id], by=by, site=site))
        except (Stale, NotAllowed, NotFound) as refusal:
            left.append(Left(item_id, refusal))
    parent_id = (
        bulk_verdict.keep(session, given, by_id=by.person_id)
        if given and by.person_id is not None
        else None
    )
    form_key.remember(session, form, contents, f"{parent_id or 0}.{len(given)}")
    return Done(parent_id, len(given), left)


def _one(
    session: Session, viewer: Viewer, item_id: int, version: int, *, by: Actor, site: Site
) -> int:
    queue.check(session, viewer, item_id)
    if site.reviewing.desk.claims is Claims.REQUIRED:
        claims.claim(session, item_id, by)
    _, subject = held(session, item_id)
    shown = subject.thing.publication in PUBLIC
    verdict = verdicts.give(
        session,
        item_id,
        by=by,
        judgement=Judgement.KEEP if shown else Judgement.PUBLISH,
        version=version,
        rules=site.proposals,
    )
    return verdict.id or 0
