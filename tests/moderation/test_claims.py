"""Who has an item: modes of claiming, holding on, taking over."""

import pytest
from sqlalchemy import select

from models import access_log, calendar
from models.access_log import What
from models.calendar import MINUTE
from models.database import transaction
from models.errors import NotAllowed, NotFound, Stale
from models.profile import Site
from models.review import Reviewable
from models.reviewing_desk import Claims, DeskRules
from models.verdict import Judgement
from moderation import claims, queue
from moderation.claims import CLAIM_LASTS
from tests import people
from tests.moderation.room import item_of, judge, noon
from tests.parallel import at_once, unit


def claiming(monkeypatch, how: Claims) -> None:
    """The town's own rule, without writing a profile anew."""
    rules = DeskRules(claims=how)

    def site(session) -> Site:
        found = people.municipality(session)
        reviewing = found.reviewing.model_copy(update={"desk": rules})
        return found.model_copy(update={"reviewing": reviewing})

    monkeypatch.setattr(claims, "site", site)


def _log(session) -> list:
    wanted = select(access_log.access_log).where(access_log.access_log.c.what == What.CLAIM_TAKEN)
    return session.execute(wanted).all()


def test_where_claims_are_required_nobody_judges_what_is_not_hers(town, monkeypatch):
    with transaction() as session:
        item = item_of(session, people.a_submission(session))
        claiming(monkeypatch, Claims.REQUIRED)
        with pytest.raises(NotAllowed) as refused:
            judge(session, item, Judgement.PUBLISH)
        assert refused.value.code == "not_claimed"
        queue.claim(session, item.id, people.marek(session).actor)
        session.refresh(item)
        with calendar.at(calendar.now() + CLAIM_LASTS), pytest.raises(NotAllowed):
            judge(session, item, Judgement.PUBLISH)
        judge(session, item, Judgement.REFUSE, reason="abusive")
        # What is decided is nobody's: a refusal can be taken back without it.
        judge(session, item, Judgement.PUBLISH)


def test_where_they_are_optional_what_nobody_has_can_be_judged(town):
    with transaction() as session:
        judge(session, item_of(session, people.a_submission(session)), Judgement.PUBLISH)


def test_a_page_that_is_looked_at_holds_what_is_hers_and_takes_nothing(town):
    with transaction() as session, calendar.at(noon()):
        marek, anna = people.marek(session), people.anna(session)
        item = item_of(session, people.a_submission(session))
        assert claims.hold(session, item.id, marek.actor).person_id is None
        queue.claim(session, item.id, marek.actor)
        calendar.freeze(noon() + 14 * MINUTE)
        assert claims.hold(session, item.id, marek.actor)[:2] == (marek.id, "Marek")
        calendar.freeze(noon() + 28 * MINUTE)
        found = claims.hold(session, item.id, anna.actor)
        assert (found.name, found.since) == ("Marek", noon() + 14 * MINUTE)
        calendar.freeze(noon() + 30 * MINUTE)
        assert claims.holder(session, item.id).person_id is None


def test_taking_over_is_written_down_with_whom_it_was_taken_from(town):
    with transaction() as session:
        marek, anna = people.marek(session), people.anna(session)
        case = people.a_submission(session)
        item = item_of(session, case)
        claims.take_over(session, item.id, anna.actor)
        assert _log(session) == []
        claims.take_over(session, item.id, marek.actor)
        (row,) = _log(session)
        assert (row.person_id, row.about_person_id) == (marek.id, anna.id)
        assert (row.submission_id, row.number) == (case.id, item.id)
        assert claims.hold(session, item.id, anna.actor).name == "Marek"
        session.refresh(item)
        with pytest.raises(Stale) as refused:
            judge(session, item, Judgement.PUBLISH, by=anna)
        assert refused.value.who == "Marek"
        claims.let_go(session, item.id, anna.actor)
        assert claims.holder(session, item.id).name == "Marek"
        claims.let_go(session, item.id, marek.actor)
        assert claims.holder(session, item.id).person_id is None


def test_what_was_decided_cannot_be_held_or_taken(town):
    with transaction() as session:
        item = item_of(session, people.a_submission(session))
        judge(session, item, Judgement.PUBLISH)
        marek = people.marek(session).actor
        for verb in (claims.hold, claims.take_over, claims.claim):
            with pytest.raises(NotFound):
                verb(session, item.id, marek)


def test_the_next_item_is_free_and_not_her_own(town):
    with transaction() as session:
        marek, anna = people.marek(session), people.anna(session)
        own = item_of(session, people.a_submission(session, by=marek)).id
        first = item_of(session, people.a_submission(session)).id
        second = item_of(session, people.a_submission(session)).id
        assert queue.following(session, marek.viewer) == first
        assert queue.following(session, anna.viewer) == own
        queue.claim(session, first, anna.actor)
        assert queue.following(session, marek.viewer) == second
        assert queue.following(session, anna.viewer, after=first) == second
        # After the last one comes what was passed by.
        assert queue.following(session, anna.viewer, after=second) == own
        queue.claim(session, second, anna.actor)
        assert queue.following(session, marek.viewer, after=second) is None


def test_of_many_who_go_on_at_once_each_gets_another_item(town):
    with transaction() as session:
        several = [
            people.resident(session, f"Granskare{n}", role=people.Role.MODERATOR) for n in range(8)
        ]
        items = {item_of(session, people.a_submission(session)).id for _ in range(6)}

    def goes_on(someone):
        return lambda: unit(
            lambda session: queue.take_following(session, someone.viewer, by=someone.actor)
        )

    found = at_once([goes_on(someone) for someone in several])
    given = [one for one in found if one is not None]
    assert sorted(given) == sorted(items)
    with transaction() as session:
        holders = {session.get_one(Reviewable, one).claimed_by for one in items}
        assert len(holders) == 6
