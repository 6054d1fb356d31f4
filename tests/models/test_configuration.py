"""The configuration is changed part by part: nothing is lost, and what was done can be undone."""

import pytest
from sqlalchemy import select

from models.columns import table_of
from models.configuration import changes, changing, parts
from models.database import transaction
from models.errors import NotAllowed, Stale
from models.event import Event, EventKind
from models.organisation import Unit
from models.profile import site, version
from models.profile_file import read
from models.reconfiguring import present, use
from models.settings.fields import PROFILE, ROOT
from models.states import Kind
from tests import people

EXAMPLE = read(ROOT / PROFILE)
SECOND = read((ROOT / PROFILE).parent / "ljungvalla.toml")
DAYS = ("site", "proposals", "days")
HINT = ("categories", "roads", "hint_sv")


@pytest.fixture
def session(town):
    with transaction() as opened:
        people.municipality(opened)
        yield opened


def setting(path, value):
    """An edit that gives one value."""

    def edit(data):
        return parts.applied(data, [parts.Difference(path, None, value)])

    return edit


def change(session, edit, *, room="contact") -> int:
    changing.hold(session)
    proposed = changing.propose(session, edit)
    return changing.make(session, proposed, by=people.ada(session).actor, room=room)


@pytest.mark.once
def test_what_differs_between_two_towns_makes_the_one_of_the_other():
    one, other = parts.plain(EXAMPLE), parts.plain(SECOND)
    for before, after in ((one, other), (other, one)):
        done = parts.differences(before, after)
        assert parts.applied(before, done) == after
        assert parts.applied(after, [change.undone for change in done]) == before
    assert parts.differences(one, one) == []
    assert parts.whole(other).marks == SECOND.marks


@pytest.mark.once
def test_rows_that_come_go_and_move_stay_the_rows_they_are():
    before = parts.plain(EXAMPLE)
    first, second, *rest = before["categories"]
    new = {**first, "slug": "new"}
    after = {**before, "categories": [*rest, {**first, "name_sv": "Ljus"}, new]}
    done = parts.differences(before, after)
    paths = [one.path for one in done]
    assert ("categories", first["slug"], "name_sv") in paths
    assert ("categories", second["slug"]) in paths
    assert ("categories", "new") in paths
    assert ("categories", parts.ORDER) in paths
    assert len(paths) == 4
    assert parts.applied(before, done)["categories"] == after["categories"]


def test_a_change_is_written_down_with_who_and_when_and_its_event_tells_no_words(session):
    made = change(session, setting(HINT, "Gropar och halka"), room="subjects")
    (row, *_) = changes.page(session, most=5)
    assert (row.version, row.room, row.by_name, row.values) == (made, "subjects", "Ada", 1)
    (value,) = changes.values(session, made)
    assert (value.path, value.after) == (HINT, "Gropar och halka")
    assert value.before.startswith("Gropar, halka")
    facts = session.scalars(
        select(Event.facts).where(Event.kind == EventKind.RECONFIGURED).order_by(Event.id.desc())
    ).first()
    assert facts == f'{{"profile":{made}}}'


def test_a_change_of_nothing_is_none(session):
    before = version(session)
    assert change(session, dict) is None
    assert version(session) == before


def test_two_change_different_parts_beside_each_other_and_the_same_one_after_another(session):
    known = version(session)
    change(session, setting(DAYS, 45))
    changing.check_unchanged(session, known, [HINT, ("site", "phone")])
    with pytest.raises(Stale) as refused:
        changing.check_unchanged(session, known, [("site", "proposals")])
    assert (refused.value.who, refused.value.what) == ("Ada", "reconfigured")


def test_a_change_is_taken_back_by_another_and_what_came_between_stays(session):
    first = change(session, setting(DAYS, 45))
    change(session, setting(HINT, "Gropar"))
    undone = changing.take_back(session, first, by=people.ada(session).actor)
    assert site(session).proposals.days == EXAMPLE.site.proposals.days
    assert changes.one(session, undone).undoes == first
    assert changes.one(session, first).undone_by == undone
    assert present(session).categories[1].hint_sv == "Gropar"


def test_what_was_changed_again_is_not_taken_back(session):
    first = change(session, setting(DAYS, 45))
    change(session, setting(DAYS, 60))
    with pytest.raises(NotAllowed, match="changed_since"):
        changing.take_back(session, first, by=people.ada(session).actor)
    assert site(session).proposals.days == 60


def test_what_something_newer_needs_is_not_taken_back(session):
    ada = people.ada(session)
    row = {**parts.plain(EXAMPLE)["categories"][0], "slug": "noise", "name_sv": "Buller"}
    first = change(session, setting(("categories", "noise"), {"at": 0, "row": row}))
    line = {"subject": "noise", "first_response": "1 working days"}
    lines = [line, *parts.plain(EXAMPLE)["promises"]]
    change(session, setting(("promises",), lines))
    with pytest.raises(NotAllowed, match="needed_since"):
        changing.take_back(session, first, by=ada.actor)


def test_a_whole_town_is_put_in_force_and_taken_back(session):
    people.published(session, Kind.FAULT_REPORT)
    made = use(session, SECOND, by=people.ada(session).actor)
    assert changes.one(session, made).room == changes.FROM_FILE
    changing.take_back(session, made, by=people.ada(session).actor)
    now, then = parts.plain(present(session)), parts.plain(EXAMPLE)
    assert parts.differences(then, now) == []
    assert session.scalars(
        select(table_of(Unit).c.retired_at).where(table_of(Unit).c.slug == "streets")
    ).all() == [None]
