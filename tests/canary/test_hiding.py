"""What is hidden is gone from every surface, also from those that were read before (T33)."""

import re
import time
from dataclasses import replace

import pytest

from models.database import transaction
from models.submission import take
from models.verdict import Judgement
from tests.canary.crawl import crawl, leaks, requests
from tests.canary.tokens import Ear
from tests.canary.world import STAFF, World
from tests.house.source import none_of
from tests.moderation import room
from tests.web.asking import Request
from web.routes import ROUTES

READERS = ("anonymous", "author", "stranger")
"""Staff reads on."""
# What everyone could read with a case, and who may still do so when it is hidden.
HIDDEN_WITH = {
    "proposal": {
        # The stranger follows it.
        "number of a public proposal": ("author", "stranger", *STAFF),
        "public proposal": ("author", *STAFF),
        # Her own name under her own words.
        "byline of a public comment": ("stranger", *STAFF),
        "public comment": ("stranger", *STAFF),
    },
    "decided": {"public decided": ("author", *STAFF), "decision": ("author", *STAFF)},
    "fault": {"public fault": ("author", *STAFF), "closing": ("author", *STAFF)},
}
LISTS_LAST_SECONDS = 1.0
NUMBER = re.compile(r"\b\d{4}-\d{5}\b")


def _hide(world: World, case: str) -> None:
    """As another process does it: nothing in this one is told."""
    with transaction() as session:
        thing = take(session, world.cases[case])
        room.report(session, thing)
        item = room.item_of(session, thing)
        room.judge(session, item, Judgement.HIDE, by=world.someone["moderator"], reason="abusive")
    for number, one in enumerate(world.canaries):
        readers = next((who for words, who in HIDDEN_WITH[case].items() if words in one.what), None)
        if readers is not None:
            world.canaries[number] = replace(one, seen_by=frozenset(readers))


# The cache of PostgreSQL is asked the same of one page (tests/web/test_cache.py).
@pytest.mark.once
def test_what_is_hidden_is_gone_everywhere(running_world):
    world, app, portal = running_world.world, running_world.app, running_world.portal
    asked = {
        actor: [
            one for one in requests(ROUTES, world, actor, methods=("GET",)) if _tells(world, one)
        ]
        for actor in READERS
    }
    # Last whoever pages are kept for: what is kept too long is still kept when she asks again.
    before = {actor: crawl(app, portal, asked[actor]) for actor in reversed(READERS)}
    for case in HIDDEN_WITH:
        shown = Ear([one for one in world.canaries if _is_of(case, one)])
        told = [request for request, answer in before["anonymous"] if shown.hear(answer.text)]
        assert len(told) > 10, f"{case} was on too few surfaces for this to prove anything"

    gone = Ear([one for one in world.canaries for case in HIDDEN_WITH if _is_of(case, one)])
    for case in HIDDEN_WITH:
        _hide(world, case)
    time.sleep(LISTS_LAST_SECONDS)

    for actor in READERS:
        # Every reader asks again as her browser would, with what it has kept.
        marks = [answer.header("etag") for _, answer in before[actor]]
        again = [
            replace(request, headers=(("if-none-match", mark),) if mark else ())
            for request, mark in zip(asked[actor], marks, strict=True)
        ]
        answered = crawl(app, portal, again)
        none_of([str(leak) for leak in leaks(world, actor, answered)])
        kept = [
            f"{actor}: {request.path} is said to be as it was"
            for (request, now), (_, then) in zip(answered, before[actor], strict=True)
            if now.status == 304 and actor == "anonymous" and gone.hear(then.text)
        ]
        none_of(kept)


def _tells(world: World, asked: Request) -> bool:
    """Whether it could tell of what will be hidden. The queries of a page of another case choose
    among what is its own; its page, and every list with all its queries, is asked.
    """
    of_one = NUMBER.search(asked.path.partition("?")[0])
    hidden = {world.cases[case] for case in HIDDEN_WITH}
    return "?" not in asked.path or of_one is None or of_one[0] in hidden


def _is_of(case: str, one) -> bool:
    return any(words in one.what for words in HIDDEN_WITH[case])
