"""Moderators who judge at once, over HTTP: every text once, and every race won by one (MQ-6)."""

import pytest
from sqlalchemy import select

from models.database import transaction
from models.review import reviewables
from moderation import claims
from tests.faults import judging
from tests.serving import serving

TEXTS = 60


@pytest.fixture
def desk(town):
    judging.texts(TEXTS)
    with serving(town.settings) as url:
        yield url


def test_eight_moderators_judge_every_text_exactly_once(desk):
    found = judging.judge_all([desk], judging.moderators(judging.MODERATORS))
    assert found.is_right, found
    assert found.answers[303] == TEXTS
    assert set(found.answers) <= {303, 409}


def test_of_eight_who_reach_for_a_text_at_once_exactly_one_gets_it(desk):
    cookies = judging.moderators(judging.MODERATORS)
    with transaction(write=False) as session:
        items = session.scalars(select(reviewables.c.id).order_by(reviewables.c.id).limit(5)).all()
    for item in items:
        assert judging.race(desk, cookies, item) == {303: 1, 409: judging.MODERATORS - 1}


def test_a_build_in_which_everyone_may_take_it_is_found_out(desk, monkeypatch):
    monkeypatch.setattr(claims, "claim", lambda session, item_id, by: None)
    cookies = judging.moderators(judging.MODERATORS)
    with transaction(write=False) as session:
        item = session.scalars(select(reviewables.c.id).limit(1)).one()
    assert judging.race(desk, cookies, item) == {303: judging.MODERATORS}
