"""One table says who may do what, and lists tell of nothing that a page would not show (T03, T08)."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from models import absence, permissions, reading
from models.actor import Role
from models.calendar import DAY, at, now, today
from models.database import transaction
from models.errors import NotAllowed, NotFound
from models.organisation import units
from models.permissions import TABLE, Action, Relation, Thing
from models.permissions_of_cases import may, reached, readable, take_for, visible
from models.person import Appointment, appoint
from models.session import begin, whose
from models.states import PUBLIC, Publication
from models.submission import submissions, take
from models.viewer import NOBODY, Post, Viewer
from tests import people

OF_CASES = (Action.READ, Action.CONTACT, Action.DESK, Action.NOTE, Action.WORK, Action.JUDGE)
STAFF = (Role.OFFICIAL, Role.MODERATOR, Role.AUDITOR, Role.ADMINISTRATOR)


def _viewer(*posts: Post, person_id: int = 1) -> Viewer:
    return Viewer(person_id, posts=frozenset(posts), roles=frozenset(one.role for one in posts))


@pytest.mark.once
def test_whoever_holds_nothing_may_do_nothing_with_what_is_not_hers():
    for viewer in (NOBODY, Viewer(1)):
        assert not [action for action in Action if permissions.may(viewer, action)]
        assert not [one for one in Action if permissions.may(viewer, one, Thing(unit_id=1))]
        own = {one for one in Action if permissions.may(viewer, one, Thing(own=True))}
        assert own == {Action.READ, Action.CONTACT}


@pytest.mark.once
def test_an_auditor_reads_and_changes_nothing_and_learns_no_address():
    auditor = _viewer(Post(Role.AUDITOR))
    held = {one for one in Action if permissions.may(auditor, one, Thing(unit_id=1))}
    assert held == {Action.READ, Action.LOG}


@pytest.mark.once
def test_only_an_administrator_does_anything_with_people():
    for role in STAFF:
        viewer = _viewer(Post(role))
        for action in (Action.APPOINT, Action.RETENTION):
            assert permissions.may(viewer, action) is (role is Role.ADMINISTRATOR)


@pytest.mark.once
@pytest.mark.parametrize("role", STAFF)
def test_what_a_protected_person_wrote_is_for_trusted_posts_that_have_to_do_with_it(role):
    """Spec L17: an administrator is no exception, and to be asked about it is not enough."""
    thing = Thing(unit_id=1, assignee_id=7, protected=True, asked={2})
    for unit_id, near in ((None, True), (1, True), (2, role is Role.ADMINISTRATOR)):
        for person_id in (1, 7):
            trusted, other = (Post(role, unit_id, trusted=one) for one in (True, False))
            # Whoever has it, has to do with it; of those only an official can.
            has = near or (role is Role.OFFICIAL and person_id == 7)
            for action in TABLE[role].get(Relation.EVERYTHING, ()):
                if action not in OF_CASES:
                    continue
                assert permissions.may(_viewer(trusted, person_id=person_id), action, thing) is has
                assert not permissions.may(_viewer(other, person_id=person_id), action, thing)


@pytest.mark.once
def test_the_service_centre_helps_every_caller_but_few_of_them_the_protected():
    carin = _viewer(Post(Role.OFFICIAL, 1, trusted=True, centre=True))
    assert permissions.may(carin, Action.WORK, Thing(unit_id=2))
    assert permissions.may(carin, Action.TEXTS)
    assert not permissions.may(carin, Action.READ, Thing(unit_id=2, protected=True))
    assert permissions.may(carin, Action.READ, Thing(unit_id=1, protected=True))


def _some_posts(dice: random.Random, ids: list[int]) -> frozenset[Post]:
    return frozenset(
        Post(
            dice.choice(STAFF[:3] if dice.random() < 0.9 else STAFF),
            unit_id := dice.choice([None, *ids, *ids]),
            trusted=dice.random() < 0.4,
            centre=unit_id == ids[0] and dice.random() < 0.5,
        )
        for _ in range(dice.choice([0, 1, 1, 1, 2, 3]))
    )


def _a_world(session, dice: random.Random) -> tuple[list[int], list[int]]:
    """Cases, assigned, asked about, read, protected, shown or not as the dice fall; and people."""
    people.municipality(session)
    ids = [unit.id for unit in units(session)[:3]]
    olga = people.olga(session)
    known = [people.resident(session, name, role=Role.OFFICIAL).id for name in ("Per", "Eva", "Bo")]
    absence.enter(
        session,
        known[0],
        by=people.ada(session).actor,
        first=today(),
        last=today(),
        deputy_id=known[1],
    )
    shown = [Publication.PUBLISHED, Publication.QUEUED, Publication.PRIVATE, Publication.HIDDEN]
    for number in range(14):
        author = people.sam(session) if number % 3 else people.rosa(session)
        case = people.a_submission(session, by=author, title=f"Ärende {number}")
        case.unit_id, case.assignee_id = dice.choice(ids), dice.choice([None, *known])
        if dice.random() < 0.4:
            unit_id = dice.choice([one for one in ids if one != case.unit_id])
            people.asked(session, case, unit_id=unit_id, due_on=today())
        if dice.random() < 0.4:
            reading.ask(session, case, by=olga.actor, reader_id=dice.choice(known), source="Utkast")
        case.protected = dice.random() < 0.4
        case.publication = dice.choice(shown)
        session.add(case)
    session.flush()
    return ids, known


def test_lists_tell_of_exactly_the_cases_that_pages_show(town):
    """May and its twin among conditions, in random worlds: for every action, of every viewer."""
    dice = random.Random(20261122)  # noqa: S311
    with transaction() as session:
        ids, known = _a_world(session, dice)
        rows = session.execute(select(submissions)).all()
        rosa = people.rosa(session)
        seen = 0
        for _ in range(60):
            person_id = dice.choice([*known, rosa.id])
            viewer = _viewer(*_some_posts(dice, ids), person_id=person_id)
            for action in OF_CASES:
                listed = session.scalars(
                    select(submissions.c.id).where(reached(session, viewer, action))
                )
                found = {row.id for row in rows if may(session, viewer, action, row)}
                assert set(listed) == found, (viewer, action)
                seen += len(found)
            contacts = [rosa.contact_id] if person_id == rosa.id else []
            listed = session.scalars(
                select(submissions.c.id).where(readable(session, viewer, contacts))
            )
            assert set(listed) == {
                row.id for row in rows if visible(session, row, viewer, contacts)
            }, viewer
        assert seen > 500, "the worlds were too strict to show anything"
        assert {row.publication in PUBLIC for row in rows} == {True, False}


def test_a_change_of_appointments_counts_at_the_next_request(town):
    """ASVS 8.3.2."""
    with transaction() as session:
        case = people.a_submission(session, shown=False)
        per = people.official_of(session, "Per", case.unit_id)
        cookie = begin(session, per.id, strong=True)
        reference = case.reference

    def may_have_it() -> bool:
        with transaction() as session:
            viewer = whose(session, cookie)
            return may(session, viewer, Action.WORK, take(session, reference))

    assert may_have_it()
    with at(now() + DAY), transaction() as session:
        session.execute(update(Appointment).values(until_date=today() - timedelta(days=1)))
    with at(now() + DAY):
        assert not may_have_it()


def test_what_is_not_hers_is_not_there_and_what_she_was_asked_about_is_not_hers_to_end(town):
    with transaction() as session:
        case = people.a_submission(session, shown=False)
        ours, theirs = [one.id for one in units(session) if one.id != case.unit_id][1:3]
        per, eva = (
            people.official_of(session, name, unit_id).viewer
            for name, unit_id in (("Per", ours), ("Eva", theirs))
        )
        people.asked(session, case, unit_id=ours)
        reference = case.reference
        assert take_for(session, reference, per, Action.NOTE).reference == reference
        with pytest.raises(NotAllowed):
            take_for(session, reference, per, Action.WORK)
        for action in (Action.DESK, Action.WORK):
            with pytest.raises(NotFound):
                take_for(session, reference, eva, action)


def test_whoever_stands_in_for_a_colleague_of_another_unit_has_her_cases(town):
    with transaction() as session:
        case = people.a_submission(session, shown=False)
        theirs = next(
            one.id for one in units(session) if not one.service_centre and one.id != case.unit_id
        )
        per = people.official_of(session, "Per", case.unit_id)
        eva = people.official_of(session, "Eva", theirs)
        case.assignee_id = per.id
        session.add(case)
        session.flush()
        assert not may(session, eva.viewer, Action.WORK, case)
        absence.enter(session, per.id, by=per.actor, first=today(), last=today(), deputy_id=eva.id)
        assert may(session, eva.viewer, Action.WORK, case)
        appoint(session, eva.id, Role.MODERATOR)
        moderator = _viewer(Post(Role.MODERATOR, theirs), person_id=eva.id)
        assert not may(session, moderator, Action.JUDGE, case), "texts go by area alone"
