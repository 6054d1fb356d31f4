"""Numbers of the register: without a gap, never twice, never again (spec section 7, L10)."""

import random

import pytest
from pydantic import ValidationError
from sqlalchemy import select
from sqlmodel import Session

from models import calendar, database, progress
from models.actor import SYSTEM
from models.board import in_use
from models.calendar import DAY, now
from models.database import transaction
from models.errors import Invalid, NotAllowed
from models.history import timeline
from models.profile import Site
from models.proof import faults
from models.reconfiguring import present, use
from models.register import numbers
from models.register.numbers import Wrong, diary, held, owner
from models.register.series import Series, check, plain
from models.states import Kind, Status
from models.submission import take
from tests import people
from tests.parallel import at_once

OURS = Series(code="KS", pattern="{board} {year}/{number}")
TECHNICAL = Series(board="technical", code="TN", pattern="{year}/{board} {number:04}")


def _written(session: Session, case) -> str:
    found = held(session, case.id)
    return found.written if found else ""


@pytest.mark.parametrize(
    ("pattern", "code", "written"),
    [
        ("{board} {year}/{number}", "KS", "KS 2026/124"),
        ("{year}/{board} {number:04}", "TN", "2026/TN 0124"),
        ("{board}{year}-{number}", "MSN", "MSN2026-124"),
    ],
)
def test_a_number_looks_as_the_profile_says(pattern, code, written):
    assert Series(code=code, pattern=pattern).written(2026, 124) == written


@pytest.mark.parametrize(
    "pattern",
    [
        "{board} {year}",
        "{year}{number}",
        "{year}{board}{number} {number}",
        "{year}/{number} 10",
        "{year}/{number!r}",
        "{year:04}/{number}",
        "{year}/{number} {name}",
        "{year}/{number" + "}" * 2,
        "Kommunstyrelsens alldeles eget diarium {year}/{number:06}",
    ],
)
def test_a_pattern_that_could_be_read_in_two_ways_is_none(pattern):
    with pytest.raises(ValidationError):
        Series(pattern=pattern)


def test_no_two_boards_can_give_the_same_number():
    check((OURS, TECHNICAL), {"technical"})
    for rows in (
        (),
        (OURS, OURS.model_copy(update={"board": "technical"})),
        (OURS, OURS),
        (OURS, TECHNICAL.model_copy(update={"board": "nobody"})),
        (OURS, Series(board="technical", code="ks", pattern="{board}-{number:04}-{year}")),
    ):
        with pytest.raises(ValueError, match="diaries"):
            check(rows, {"technical"})


def test_however_a_number_is_typed_it_is_the_same():
    same = ("KS 2026/12", "ks2026/12", "KS 2026-0012", " ks  2026 / 12 ")
    assert {plain(one) for one in same} == {"KS202612"}
    assert plain("KS 2026/13") != plain("KS 2026/12") != plain("TN 2026/12")


def test_each_board_counts_by_itself_and_begins_anew_each_year(town):
    calendar.freeze(calendar.start_of(calendar.today().replace(month=12, day=31)))
    year = calendar.today().year
    with transaction() as session:
        olga = people.olga(session).actor
        cases = [people.a_submission(session) for _ in range(4)]
        for case, series in zip(cases, (OURS, TECHNICAL, OURS, OURS), strict=True):
            if case is cases[3]:
                calendar.freeze(now() + 2 * DAY)
            numbers.give(session, case, by=olga, series=series)
        assert [_written(session, case) for case in cases] == [
            f"KS {year}/1",
            f"{year}/TN 0001",
            f"KS {year}/2",
            f"KS {year + 1}/1",
        ]
        assert [owner(session, f"ks{year}-2"), owner(session, "KS 1/1")] == [cases[2].id, None]
        last = timeline(session, cases[0].stream)[0]
        assert (last.kind, last.facts["diary_number"]) == ("registered", 1)


def test_a_wrong_number_is_followed_by_another_and_never_given_again(town):
    year = calendar.today().year
    with transaction() as session:
        olga = people.olga(session).actor
        case, other = people.a_submission(session), people.a_submission(session)
        with pytest.raises(NotAllowed):
            numbers.give(session, case, by=olga, series=OURS, why=Wrong.MISTAKE)
        numbers.give(session, case, by=olga, series=OURS)
        with pytest.raises(NotAllowed):
            numbers.give(session, case, by=olga, series=TECHNICAL)
        with pytest.raises(Invalid):
            numbers.give(session, case, by=olga, series=OURS, why=Wrong.OTHER_BOARD)
        numbers.give(session, case, by=olga, series=TECHNICAL, why=Wrong.OTHER_BOARD)
        numbers.give(session, other, by=olga, series=OURS)
        assert _written(session, case) == f"{year}/TN 0001"
        assert _written(session, other) == f"KS {year}/2"
        # Whoever has the old one on paper still finds the case by it.
        assert owner(session, f"KS {year}/1") == case.id
        facts = timeline(session, case.stream)[0].facts
        first = numbers.all_of(session, case.id)[1]
        assert (facts["former"], facts["why"]) == (first.id, "other_board")
        assert (first.written, first.why) == (f"KS {year}/1", Wrong.OTHER_BOARD)
        assert faults(session, case.stream) == []


def test_a_number_that_stands_already_is_passed_over(town):
    """The letters of one board became another's within the year."""
    with transaction() as session:
        olga = people.olga(session).actor
        case, other = people.a_submission(session), people.a_submission(session)
        numbers.give(session, case, by=olga, series=OURS)
        numbers.give(session, other, by=olga, series=OURS.model_copy(update={"board": "technical"}))
        assert _written(session, other).endswith("/2")


def _with(session: Session, *rows: Series) -> None:
    """A town whose numbers look like this."""
    people.municipality(session)
    whole = present(session)
    use(session, whole.model_copy(update={"site": _of(whole.site, rows)}), by=SYSTEM)


def _of(site: Site, rows: tuple[Series, ...]) -> Site:
    return site.model_copy(update={"diaries": rows})


def test_what_the_profile_names_gets_its_number_as_soon_as_it_comes(town):
    with transaction() as session:
        _with(session, OURS.model_copy(update={"kinds": (Kind.COMPLAINT,)}))
        asked, complained = (
            people.a_submission(session, kind) for kind in (Kind.QUESTION, Kind.COMPLAINT)
        )
        assert _written(session, asked) == ""
        assert _written(session, complained) == f"KS {calendar.today().year}/1"
        assert timeline(session, complained.stream)[0].facts["diary_number"] == 1


def test_a_proposal_gets_the_number_of_the_board_it_is_referred_to(town):
    with transaction() as session:
        _with(session, OURS, TECHNICAL.model_copy(update={"kinds": (Kind.PROPOSAL,)}))
        olga = people.olga(session).actor
        case = people.referred(session)
        progress.move(session, case, Status.PREPARING, by=olga)
        board = next(row for row in in_use(session) if row.slug == "technical")
        for _ in range(2):
            # The second time it has its number.
            progress.move(
                session, case, Status.REFERRED, by=olga, board=board.name_sv, board_id=board.id
            )
            progress.move(session, case, Status.PREPARING, by=olga)
        assert [row.written for row in numbers.all_of(session, case.id)] == [
            f"{calendar.today().year}/TN 0001"
        ]


def test_many_at_once_leave_no_gap_and_no_double_whatever_is_rolled_back(town):
    """Each on a connection of its own, as processes are: nothing in memory keeps them apart."""
    with transaction() as session:
        people.municipality(session)
        references = [people.a_submission(session).reference for _ in range(24)]
        olga = people.olga(session).actor

    def work(some):
        engine = database.engine_for(town.url)
        chance = random.Random(some[0])  # noqa: S311  (no secret)
        for reference in some:
            for breaks in (chance.random() < 0.5, False):
                with Session(engine, expire_on_commit=False) as session:
                    session.connection(execution_options={"write": True})
                    case = take(session, reference)
                    numbers.give(session, case, by=olga, series=OURS)
                    if breaks:
                        session.rollback()
                    else:
                        session.commit()
                        break
        engine.dispose()

    shares = [references[first::4] for first in range(4)]
    failed = at_once([lambda some=some: work(some) for some in shares])
    assert not [one for one in failed if isinstance(one, Exception)], failed
    with transaction(write=False) as session:
        given = sorted(session.scalars(select(diary.c.number)))
    assert given == list(range(1, len(references) + 1))
