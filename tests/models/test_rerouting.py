"""Open cases follow a change of who answers what: told before, moved once, and back again."""

import pytest
from sqlalchemy import func, select

from models import handover, progress
from models.actor import Role
from models.configuration import changing, parts
from models.configuration.consequences import consequences
from models.configuration.parts import Difference
from models.database import transaction
from models.errors import NotAllowed
from models.event import EventKind
from models.history import timeline, verify
from models.organisation import units
from models.person import Person
from models.states import Kind, Outcome
from models.units import rerouting
from tests import people

SUBJECT = ("categories", "street-lights", "unit")


@pytest.fixture
def session(town):
    with transaction() as opened:
        people.municipality(opened)
        yield opened


def setting(path, value):
    return lambda data: parts.applied(data, [Difference(path, None, value)])


def ids(session) -> dict[str, int]:
    return {row.slug: row.id for row in units(session)}


def change(session, edit, *, moves=True) -> int:
    changing.hold(session)
    wanted = changing.propose(session, edit)
    by = people.ada(session).actor
    return changing.make(session, wanted, by=by, room="subjects", moves=moves)


def take_back(session, version: int) -> int:
    return changing.take_back(session, version, by=people.ada(session).actor)


def told(session, edit) -> list[tuple[str, int]]:
    found = consequences(session, changing.propose(session, edit))
    return [(one.code, one.n) for one in found]


def run(session, *, most: int = 50) -> None:
    """What the clock does, until nothing is left."""
    for _ in range(50):
        for one in rerouting.due(session):
            rerouting.step(session, one, most=most)


def cases(session, number: int) -> list:
    return [people.published(session, Kind.FAULT_REPORT) for _ in range(number)]


def moves_of(session, case) -> list:
    events = timeline(session, case.stream, public_only=False)
    return [one for one in events if one.kind is EventKind.HANDED_OVER]


def test_a_subject_gets_another_unit_and_its_open_cases_follow_and_return(session):
    known, olga = ids(session), people.olga(session).actor
    mine, by_hand, over, later = cases(session, 4)
    owner = people.official_of(session, "Ylva", known["streets"])
    progress.assign(session, mine, by=owner.actor, to=session.get_one(Person, owner.id))
    handover.hand_over(session, by_hand, by=olga, unit_id=known["care"], reason="Rör omsorgen.")
    progress.close(session, over, by=olga, outcome=Outcome.FIXED, reason="Lampan är bytt igen nu.")
    edit = setting(SUBJECT, "parks")
    assert told(session, edit) == [("subject_moves", 0), ("cases_move", 2)]
    made = change(session, edit)
    # The clock has not come to them yet: one is passed on by hand meanwhile, and stays there.
    handover.hand_over(session, later, by=olga, unit_id=known["care"], reason="Rör omsorgen.")
    run(session)
    assert [one.unit_id for one in (mine, by_hand, over, later)] == [
        *(known["parks"], known["care"], known["streets"], known["care"])
    ]
    # Whoever had it does not work there, nobody passed it on, and it is told in its history.
    assert (mine.assignee_id, mine.handovers) == (None, 0)
    (event,) = moves_of(session, mine)
    assert (event.role, event.facts["reorganised"]) == (Role.ADMINISTRATOR, 0)
    assert verify(session, mine.stream) == []
    (row,) = rerouting.told(session, made)
    assert (row.from_en, row.to_en) == ("The streets unit", "The parks unit")
    assert (row.moved, row.left) == (1, 0)
    fresh = cases(session, 1)[0]
    undoing = changing.propose(session, changing.undoing(session, made))
    (returns,) = consequences(session, undoing, undoes=made)[1:]
    assert (returns.code, returns.n) == ("cases_return", 1)
    undone = take_back(session, made)
    run(session)
    assert (mine.unit_id, fresh.unit_id) == (known["streets"], known["parks"])
    assert rerouting.told(session, undone)[0].moved == 1
    # What takes back is a change as well.
    take_back(session, undone)
    run(session)
    assert mine.unit_id == known["parks"]


def test_in_batches_and_stopped_in_the_middle_each_moves_once_and_taken_back_it_goes_no_further(
    session,
):
    some, known = cases(session, 5), ids(session)
    made = change(session, setting(SUBJECT, "parks"))
    (one,) = rerouting.due(session)
    rerouting.step(session, one, most=2)
    (row,) = rerouting.told(session, made)
    assert (row.moved, row.left) == (2, 3)
    # Two at once: another change of who answers waits until they have arrived, with nothing lost.
    with pytest.raises(NotAllowed, match="cases_on_their_way"):
        change(session, setting(SUBJECT, "care"))
    take_back(session, made)
    run(session, most=2)
    assert {one.unit_id for one in some} == {known["streets"]}
    assert sorted(len(moves_of(session, one)) for one in some) == [0, 0, 0, 2, 2]


def test_a_line_of_the_routing_that_comes_or_goes_moves_what_it_is_for(session):
    known = ids(session)
    fault = cases(session, 1)[0]
    asked = people.published(session, Kind.QUESTION)
    own = (fault.unit_id, asked.unit_id)
    line = {"subject": None, "area": None, "kind": "question", "unit": "care"}
    lines = parts.plain(changing.reconfiguring.present(session))["routes"]
    edit = setting(("routes",), [line, *lines])
    assert told(session, edit) == [("routes", 0), ("cases_move", 1)]
    change(session, edit)
    run(session)
    assert (fault.unit_id, asked.unit_id) == (own[0], known["care"])
    # Without the tick the table alone is changed.
    change(session, setting(("routes",), lines), moves=False)
    assert rerouting.due(session) == []
    assert asked.unit_id == known["care"]


def test_what_a_unit_that_goes_had_follows_its_subjects_at_once_and_comes_back(session):
    known = ids(session)
    follows = cases(session, 1)[0]
    by = people.olga(session).actor
    (other,) = cases(session, 1)
    handover.hand_over(session, other, by=by, unit_id=known["care"], reason="Rör omsorgen.")
    handover.hand_over(session, other, by=by, unit_id=known["streets"], reason="Rör gatan.")

    def without_streets(data):
        made = {**data, "units": [row for row in data["units"] if row["slug"] != "streets"]}
        for name in ("categories", "routes"):
            made[name] = [
                row | {"unit": "parks" if row["unit"] == "streets" else row["unit"]}
                for row in data[name]
            ]
        return made

    wanted = without_streets
    codes = dict(told(session, wanted))
    assert (codes["cases_follow"], codes["unit_goes"]) == (2, 0)
    made = change(session, wanted, moves=False)
    assert {follows.unit_id, other.unit_id} == {known["parks"]}
    assert rerouting.due(session) == []
    take_back(session, made)
    run(session)
    assert {follows.unit_id, other.unit_id} == {known["streets"]}
    assert session.scalar(select(func.count()).select_from(rerouting.rerouted_cases)) == 4


def test_taken_back_a_new_unit_gives_back_what_it_got_and_what_came_since_follows_its_subject(
    session,
):
    known, (mine,) = ids(session), cases(session, 1)

    def edit(data):
        lamps = data["units"][-1] | {"slug": "lamps", "name_sv": "Lampor", "name_en": "Lamps"}
        made = parts.applied(data, [Difference(SUBJECT, None, "lamps")])
        return made | {"units": [*data["units"], lamps]}

    made = change(session, edit)
    run(session)
    since = cases(session, 1)[0]
    lamps = ids(session)["lamps"]
    assert mine.unit_id == since.unit_id == lamps
    undoing = changing.propose(session, changing.undoing(session, made))
    codes = {one.code: one.n for one in consequences(session, undoing, undoes=made)}
    assert codes == {"unit_goes": 0, "subject_moves": 0, "cases_return": 1, "cases_follow": 1}
    take_back(session, made)
    assert mine.unit_id == since.unit_id == known["streets"]
