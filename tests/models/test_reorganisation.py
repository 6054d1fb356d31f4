"""A reorganisation: planned, done by the clock, exactly once, and taken back."""

import datetime as dt

import pytest
from sqlalchemy import select

from models import calendar, handover, merging, progress, publishing, subscription, unmerging
from models.actor import Role
from models.calendar import DAY, advance, freeze, moment, today
from models.database import transaction
from models.dialogue import keeping
from models.errors import Invalid, NotAllowed, Stale
from models.event import Event, EventKind
from models.history import timeline, verify
from models.organisation import Unit, units
from models.person import Appointment, Person
from models.profile import CONFIGURATION
from models.routing import centre, routed
from models.states import Kind, Outcome, Publication, Ruling, Status
from models.submission import take
from models.subscription import Extent, Topic, subscriptions
from models.units import ending, planning, running, taking_back
from models.units.planning import Wanted
from models.units.reorganisation import Change, Reorganisation, State
from tests import people
from tests.dialogues import a_dialogue

NEW_YEAR = dt.date(2027, 1, 1)
BEFORE = moment(dt.datetime(2026, 12, 14, 10, 0, tzinfo=calendar.zone()))


@pytest.fixture
def session(town):
    freeze(BEFORE)
    with transaction() as opened:
        people.municipality(opened)
        yield opened


def ids(session) -> dict[str, int]:
    return {row.slug: row.id for row in units(session)}


def run(session, *, most: int = 200) -> int:
    """What the clock does, until nothing is left; in how many steps."""
    steps = 0
    while due := running.due(session):
        steps += 1
        assert steps < 50
        for one in due:
            running.step(session, one, most=most)
    return steps


def planned(session, what: Change, slug: str, *, to: str | None = None, **more) -> Reorganisation:
    known = ids(session)
    wanted = Wanted(what, known[slug], more.pop("day", NEW_YEAR), known.get(to), **more)
    return planning.plan(session, wanted, by=people.ada(session).actor)


def renamed(session, slug: str = "streets", **more) -> Reorganisation:
    names = {"name_sv": "Trafikenheten", "name_en": "The traffic unit"}
    return planned(session, Change.RENAMED, slug, **names | more)


def cases(session, number: int):
    return [people.published(session, Kind.FAULT_REPORT) for _ in range(number)]


def close(session, case) -> None:
    by = people.olga(session).actor
    progress.close(session, case, by=by, outcome=Outcome.FIXED, reason="Lampan är bytt igen nu.")


def moved(session, case) -> list:
    events = timeline(session, case.stream, public_only=False)
    return [one for one in events if one.kind is EventKind.HANDED_OVER]


def test_at_new_year_the_work_goes_and_what_is_over_keeps_its_name(session):
    known = ids(session)
    mine, over = cases(session, 2)
    owner = people.official_of(session, "Ylva", known["streets"], lead=True)
    progress.assign(session, mine, by=owner.actor, to=session.get_one(Person, owner.id))
    close(session, over)
    sam = people.sam(session)
    asked = {"extent": Extent.ANSWERS, "language": "sv", "unit_id": known["streets"]}
    subscription.ask(session, sam.contact_id, Topic.UNIT, **asked)
    wanted = Wanted(Change.MERGED, known["streets"], NEW_YEAR, known["parks"])
    told = planning.consequences(session, wanted)
    assert (told.open, told.closed) == (1, 1)
    assert told.parts["subjects"] == 3
    assert (told.parts["people"], told.parts["followers"]) == (1, 1)
    held = planning.plan(session, wanted, by=people.ada(session).actor)
    assert run(session) == 0
    freeze(calendar.start_of(NEW_YEAR))
    run(session)
    assert held.state is State.DONE
    parks = known["parks"]
    assert (mine.unit_id, mine.assignee_id, mine.handovers) == (parks, owner.id, 0)
    assert over.unit_id == known["streets"]
    assert routed(session, "street-lights")[1] == parks
    assert session.scalars(
        select(Appointment.unit_id).where(Appointment.person_id == owner.id)
    ).all() == [parks]
    assert session.scalars(select(subscriptions.c.unit_id)).all() == [parks]
    (event,) = moved(session, mine)
    assert event.facts["reorganised"] == held.id
    assert verify(session, mine.stream) == []
    states = [one.facts["state"] for one in timeline(session, CONFIGURATION, public_only=False)[:3]]
    assert states == ["done", "moving", "planned"]


def test_in_batches_and_stopped_in_the_middle_each_case_moves_exactly_once(session):
    some = cases(session, 7)
    renamed(session)
    freeze(calendar.start_of(NEW_YEAR))
    (held,) = running.due(session)
    running.step(session, held, most=3)
    running.step(session, held, most=3)
    late = people.published(session, Kind.FAULT_REPORT)
    assert late.unit_id == ids(session)["trafikenheten"]
    run(session, most=3)
    assert [len(moved(session, one)) for one in some] == [1] * 7
    assert moved(session, late) == []
    assert {one.unit_id for one in some} == {ids(session)["trafikenheten"]}


def test_a_unit_that_is_renamed_has_everything_it_had_and_the_old_name_stays_behind(session):
    (over,) = cases(session, 1)
    close(session, over)
    renamed(session, "service-centre", day=today())
    run(session)
    known = {row.slug: row for row in units(session)}
    assert known["trafikenheten"].service_centre
    assert centre(session) == known["trafikenheten"].id
    assert known["trafikenheten"].phone == known["service-centre"].phone
    assert known["service-centre"].retired_at is not None
    assert known["service-centre"].name_sv == "Servicecenter"


def test_taken_back_within_thirty_days_all_is_as_it_was_but_for_what_was_moved_by_hand(session):
    known = ids(session)
    stays, by_hand, ended = cases(session, 3)
    held = renamed(session, day=today())
    run(session)
    new = ids(session)["trafikenheten"]
    olga = people.olga(session).actor
    handover.hand_over(session, by_hand, by=olga, unit_id=known["care"], reason="Rör omsorgen.")
    close(session, ended)
    fresh = people.published(session, Kind.FAULT_REPORT)
    ada = people.ada(session).actor
    with pytest.raises(Stale):
        taking_back.take_back(session, held.id, by=ada, version=1)
    taking_back.take_back(session, held.id, by=ada, version=held.version)
    run(session, most=2)
    assert held.state is State.TAKEN_BACK
    streets = known["streets"]
    assert [one.unit_id for one in (stays, by_hand, ended, fresh)] == [
        streets,
        known["care"],
        new,
        streets,
    ]
    assert routed(session, "street-lights")[1] == streets
    gone = {row.slug: row.retired_at is not None for row in units(session)}
    assert (gone["streets"], gone["trafikenheten"]) == (False, True)


def test_after_thirty_days_or_on_changed_ground_nothing_is_taken_back(session):
    ada = people.ada(session).actor
    held = planned(session, Change.MERGED, "streets", to="parks", day=today())
    run(session)
    planned(session, Change.MERGED, "parks", to="care", day=today())
    run(session)
    with pytest.raises(NotAllowed, match="reorganised_since"):
        taking_back.take_back(session, held.id, by=ada)
    advance(31 * 24 * 3600)
    with pytest.raises(NotAllowed, match="reorganised_long_ago"):
        taking_back.take_back(session, held.id, by=ada)


def test_what_has_not_begun_is_called_off(session):
    held = renamed(session)
    taking_back.take_back(session, held.id, by=people.ada(session).actor)
    freeze(calendar.start_of(NEW_YEAR) + DAY)
    assert run(session) == 0
    assert held.state is State.CALLED_OFF


def test_a_unit_is_put_under_another_and_back_and_no_case_moves(session):
    known = ids(session)
    (case,) = cases(session, 1)
    held = planned(session, Change.PUT_UNDER, "care", to="community", day=today())
    run(session)
    assert session.get_one(Unit, known["care"]).parent_id == known["community"]
    taking_back.take_back(session, held.id, by=people.ada(session).actor)
    assert session.get_one(Unit, known["care"]).parent_id is None
    assert moved(session, case) == []


def test_what_cannot_be_is_refused_by_its_field(session):
    refused = [
        (Change.MERGED, "streets", "streets", {}, ("to", "same")),
        (Change.MERGED, "streets", None, {}, ("to", "missing")),
        (Change.PUT_UNDER, "community", "streets", {}, ("to", "circle")),
        (Change.PUT_UNDER, "streets", "community", {}, ("to", "same")),
        (Change.PUT_UNDER, "streets", "service-centre", {}, ("to", "alone")),
        (Change.PUT_UNDER, "care", None, {}, ("to", "same")),
        (Change.RENAMED, "streets", None, {"name_en": "X"}, ("name_sv", "missing")),
        (Change.MERGED, "care", "parks", {"day": dt.date(2026, 12, 13)}, ("day", "out_of_reach")),
    ]
    for what, slug, to, more, wrong in refused:
        with pytest.raises(Invalid) as error:
            planned(session, what, slug, to=to, **more)
        assert (error.value.field, error.value.code) == wrong
    planned(session, Change.MERGED, "streets", to="parks")
    for slug, to, wrong in (
        ("streets", "care", ("unit", "planned")),
        ("parks", "streets", ("unit", "planned")),
        ("care", "streets", ("to", "going")),
    ):
        with pytest.raises(Invalid) as error:
            planned(session, Change.MERGED, slug, to=to)
        assert (error.value.field, error.value.code) == wrong


def test_nobody_is_told_of_a_hundred_cases_that_changed_unit(session):
    """A reorganisation is no passing on: nothing is counted, and no lead is alarmed."""
    some = cases(session, 2)
    for one in some:
        one.handovers = 1
    renamed(session, day=today())
    run(session)
    facts = session.scalars(select(Event.facts).where(Event.kind == EventKind.HANDED_OVER)).all()
    assert len(facts) == 2
    assert all('"count"' not in one for one in facts)
    assert [one.handovers for one in some] == [1, 1]


def reopened(session, olga):
    (case,) = cases(session, 1)
    close(session, case)
    return case, lambda: progress.reopen(session, case, by=olga)


def parted(session, olga):
    case, other = cases(session, 2)
    merging.merge(session, case, other.reference, by=olga)
    return case, lambda: unmerging.unmerge(session, case, by=olga)


def remitted(session, olga):
    proposal = people.referred(session)
    proposal.unit_id = ids(session)["streets"]
    people.decided(session, proposal, ruling=Ruling.REJECTED)
    return proposal, lambda: progress.move(session, proposal, Status.PREPARING, by=olga)


def shown_after_all(session, olga):
    proposal = people.a_submission(session, Kind.PROPOSAL)
    proposal.unit_id = ids(session)["streets"]
    rules = people.municipality(session).proposals
    publishing.show(session, proposal, Publication.REFUSED, by=olga, rules=rules)

    def show():
        publishing.show(session, proposal, Publication.PUBLISHED, by=olga, rules=rules)

    return proposal, show


def listened_again(session, olga):
    held = a_dialogue(session, state=Status.FEEDBACK)
    held.case.status = Status.CLOSED
    held.case.unit_id = ids(session)["streets"]
    session.flush()
    return held.case, lambda: keeping.move(session, held, Status.FEEDBACK, by=olga)


@pytest.mark.parametrize(
    "verb",
    [reopened, parted, remitted, shown_after_all, listened_again],
    ids=lambda it: it.__name__,
)
def test_no_verb_opens_a_case_with_a_unit_that_is_gone(session, verb):
    """What is opened again comes home to whoever has the work now."""
    case, open_again = verb(session, people.olga(session).actor)
    renamed(session, day=today())
    run(session)
    assert case.unit_id == ids(session)["streets"]
    open_again()
    assert case.unit_id == ids(session)["trafikenheten"]
    assert len(moved(session, case)) == 1


def test_the_role_that_went_along_is_hers_at_the_new_unit_and_back(session):
    known = ids(session)
    ylva = people.official_of(session, "Ylva", known["streets"])
    people.official_of(session, "Ylva", known["parks"])
    both = people.official_of(session, "Siv", known["streets"])
    held = planned(session, Change.MERGED, "streets", to="parks", day=today())
    run(session)

    def of(person):
        rows = select(Appointment.unit_id).where(
            Appointment.person_id == person.id, Appointment.role == Role.OFFICIAL
        )
        return sorted(session.scalars(rows))

    # She had the role at both already, and gets it there no second time.
    assert of(ylva) == sorted([known["streets"], known["parks"]])
    assert of(both) == [known["parks"]]
    taking_back.take_back(session, held.id, by=people.ada(session).actor)
    assert of(both) == [known["streets"]]


def test_a_case_can_be_taken_up_again_years_after_its_unit_was_merged_twice(session):
    (case,) = cases(session, 1)
    close(session, case)
    planned(session, Change.MERGED, "streets", to="parks", day=today())
    run(session)
    planned(session, Change.MERGED, "parks", to="care", day=today())
    run(session)
    progress.reopen(session, take(session, case.reference), by=people.olga(session).actor)
    assert take(session, case.reference).unit_id == ids(session)["care"]


def test_a_unit_whose_last_day_has_come_leaves_what_it_has_to_the_service_centre(session):
    (case,) = cases(session, 1)
    streets = ids(session)["streets"]
    session.get_one(Unit, streets).valid_until = NEW_YEAR
    session.flush()
    assert ending.due(session) == []
    freeze(calendar.start_of(NEW_YEAR))
    assert ending.due(session) == [streets]
    ending.step(session, streets, most=1)
    ending.step(session, streets, most=1)
    assert ending.due(session) == []
    assert case.unit_id == centre(session) == routed(session, "street-lights")[1]
    assert session.get_one(Unit, streets).retired_at is not None
