"""Finding a case again: by words, by place, by choice, page by page."""

import pytest
from sqlalchemy import text

from models import calendar, progress, vote
from models.calendar import DAY, HOUR, MINUTE, now
from models.database import is_postgres, transaction
from models.search import find as finding
from models.search import index
from models.search.find import find
from models.search.numbers import numbered
from models.search.wanted import Key, Order, Stage
from models.states import Kind, Publication, Status
from models.tally import recount
from models.viewer import NOBODY
from tests import people
from tests.models.findable import WORDS as PLAIN
from tests.models.findable import asked, found, show, shown, waiting

THREE = ("Gatlampan lyser inte", "Lamporna blinkar", "En trasig lampa")


@pytest.fixture
def session(town):
    with transaction() as session:
        people.municipality(session)
        yield session


@pytest.mark.parametrize("q", ["lampa", "lampor", "lamporna", "LAMPAN", "lampans", " lampa! "])
def test_every_form_of_a_word_finds_every_form(session, q):
    for title in THREE:
        shown(session, title)
    shown(session, "Hål i gatan")
    assert set(found(session, q)) == set(THREE)


def test_a_word_that_is_part_of_longer_ones_comes_after_the_word_itself(session):
    for title in ("Gatlampan lyser inte", "En lampa blinkar", "Lampstolpen lutar"):
        shown(session, title)
    titles = found(session, "lampa")
    assert titles[0] == "En lampa blinkar"
    assert set(titles[1:]) == {"Gatlampan lyser inte", "Lampstolpen lutar"}


def test_the_longer_word_does_not_find_the_shorter_one(session):
    shown(session, "En lampa blinkar")
    assert found(session, "gatlampa") == []


def test_a_sheep_is_not_a_father_but_is_found_without_its_letter(session):
    shown(session, "Lösa får på vägen")
    shown(session, "Min far vill veta", kind=Kind.QUESTION)
    assert found(session, "får") == ["Lösa får på vägen", "Min far vill veta"]
    assert found(session, "far") == ["Min far vill veta", "Lösa får på vägen"]


@pytest.mark.parametrize("q", ["ängsvägen", "Angsvagen", "aengsvaegen", "ANGSVÄGEN", "ängsväg"])
def test_a_street_is_found_however_it_is_spelled(session, q):
    shown(session, "Mörkt", place="Ängsvägen 3")
    assert found(session, q) == ["Mörkt"]


def test_every_word_must_stand_there(session):
    shown(session, "Hål vid skolan")
    shown(session, "Hål vid stationen")
    assert found(session, "hål skolan") == ["Hål vid skolan"]
    assert found(session, "hål skolan stationen") == []


def test_words_are_found_in_title_text_and_place(session):
    shown(session, "Trasig bänk", "Den står vid dammen.", place="Björkparken")
    for q in ("bänk", "dammen", "björkparken", "bänk dammen björkparken"):
        assert found(session, q) == ["Trasig bänk"], q


def test_what_stands_in_the_title_comes_first_and_then_the_newest(session):
    shown(session, "Trasig bänk", "Den gamla.")
    calendar.freeze(now() + HOUR)
    shown(session, "Vid dammen", "Där står en bänk.")
    calendar.freeze(now() + HOUR)
    shown(session, "Bänken är borta")
    calendar.freeze(now() + HOUR)
    shown(session, "I parken", "Inte en bänk så långt ögat når.")
    assert found(session, "bänk") == ["Bänken är borta", "Trasig bänk", "I parken", "Vid dammen"]


def test_english_words_have_their_own_forms(session):
    shown(session, "Broken street lights", "Three of them.", language="en")
    assert found(session, "light", language="en") == ["Broken street lights"]
    assert found(session, "lights are broken", language="en") == ["Broken street lights"]


@pytest.mark.parametrize(
    "q",
    ['"lampa"', "lampa OR", "AND lampa", "lampa*", "(lampa", "lampa NOT", "title:", "lampa'", "^lampa",
     "lampa -", "{title} : lampa", "NEAR(lampa bro)", "lampa:*", "!lampa", "lampa <-> lampa", "\\lampa"],
)  # fmt: skip
def test_quotes_and_operators_are_harmless(session, q):
    shown(session, "En lampa blinkar")
    assert found(session, q) in (["En lampa blinkar"], [])


@pytest.mark.parametrize(
    ("chosen", "titles"),
    [
        ({"kind": Kind.PRAISE}, {"Fint"}),
        ({"stage": Stage.OPEN}, {"Hål", "Fint"}),
        ({"stage": Stage.SUPPORT}, {"Bänkar"}),
        ({"stage": Stage.ANSWERED}, {"Mörkt"}),
        ({"stage": Stage.CLOSED}, set()),
        ({"kind": Kind.FAULT_REPORT, "stage": Stage.OPEN}, {"Hål"}),
        ({"place": "björkparken"}, {"Bänkar", "Fint"}),
        ({"place": "parken"}, {"Bänkar", "Fint"}),
        ({"place": "björkparken", "kind": Kind.PRAISE}, {"Fint"}),
        ({"q": "parken"}, {"Bänkar", "Fint", "Hål"}),
        ({"q": "parken", "place": "storgatan"}, {"Hål"}),
    ],
)
def test_cases_are_chosen(session, chosen, titles):
    shown(session, "Hål", "Vägen till parken.", place="Storgatan")
    shown(session, "Bänkar", kind=Kind.PROPOSAL, place="Björkparken")
    shown(session, "Fint", kind=Kind.PRAISE, place="Björkparken, södra delen")
    mended = shown(session, "Mörkt", place="Ågatan")
    progress.move(session, mended, Status.IN_PROGRESS, by=people.olga(session).actor)
    progress.move(session, mended, Status.FIXED, by=people.olga(session).actor)
    assert set(found(session, **chosen)) == titles


def test_cases_are_chosen_by_subject_and_unit(session):
    road = shown(session, "Hål", subject="roads")
    school = shown(session, "Kallt i skolan", subject="schools")
    assert found(session, category_id=road.category_id) == ["Hål"]
    assert found(session, unit_id=school.unit_id) == ["Kallt i skolan"]
    assert found(session, "hål", unit_id=school.unit_id) == []


def test_the_most_supported_come_first_and_the_others_after_them(session):
    many, few, _ = (shown(session, title, kind=Kind.PROPOSAL) for title in ("Bad", "Bro", "Bil"))
    for case, names in ((few, ("Sam",)), (many, ("Sam", "Tove", "Ulla"))):
        for name in names:
            vote.support(session, case.reference, people.resident(session, name).id)
        recount(session, case.reference)
    assert found(session, order=Order.SUPPORTED) == ["Bad", "Bro", "Bil"]
    assert found(session, "bro", order=Order.SUPPORTED) == ["Bro"]


def test_what_is_due_soonest_comes_first_and_what_is_answered_not_at_all(session):
    calendar.freeze(now() - 10 * DAY)
    shown(session, "Gammalt hål")
    calendar.unfreeze()
    shown(session, "Nytt hål")
    mended = shown(session, "Lagat hål")
    progress.move(session, mended, Status.IN_PROGRESS, by=people.olga(session).actor)
    progress.move(session, mended, Status.FIXED, by=people.olga(session).actor)
    assert found(session, order=Order.DUE) == ["Gammalt hål", "Nytt hål"]


def pages(session, wanted, between=lambda: None):
    """Every title, page after page."""
    titles, after = [], None
    while True:
        page = find(session, wanted, after)
        titles.append([row.title for row in page.rows])
        if page.next is None:
            return titles
        after = page.next
        between()


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("q", ["", "lampa"])
def test_no_case_is_missed_or_told_twice_while_new_ones_come(session, monkeypatch, order, q):
    monkeypatch.setattr(finding, "PAGE", 4)
    calendar.freeze(now() - DAY)
    there = []
    for number in range(11):
        calendar.freeze(now() + MINUTE)
        title, words = f"Sak {number}", f"En lampa {PLAIN}"
        if number % 3 == 0:
            title, words = f"Lampa {number}", PLAIN
        if number % 3 == 1:
            words = "En gatlampa."
        there.append(title)
        kind = Kind.PROPOSAL if number % 2 else Kind.FAULT_REPORT
        case = shown(session, title, words, kind=kind)
        if number in {3, 5}:
            vote.support(session, case.reference, people.sam(session).id)
            recount(session, case.reference)

    def another():
        calendar.freeze(now() + MINUTE)
        shown(session, "Ny lampa")

    told = [title for page in pages(session, asked(q, order=order), another) for title in page]
    assert sorted(title for title in told if title != "Ny lampa") == sorted(there)
    assert told.count("Ny lampa") == 0 or order is Order.DUE, "new ones stand before, not between"


def test_a_key_that_nobody_gave_is_an_end_and_no_error(session):
    shown(session, "Hål")
    for order in Order:
        for key in (Key(0, 0, 0), Key(2, 5, 5), Key(1, 2**63 - 1, 2**63 - 1), Key(7, 1, 1)):
            for q in ("", "hål"):
                assert len(find(session, asked(q, order=order), key).rows) <= 1


def test_what_was_received_long_ago_and_imported_today_lies_where_it_belongs(session):
    old = shown(session, "Gammal lampa")
    shown(session, "Ny lampa")
    session.execute(
        text("UPDATE submission SET received_at = received_at - :year WHERE id = :id"),
        {"year": 365 * DAY, "id": old.id},
    )
    index.keep(session, old.id)
    assert found(session, "lampa") == ["Ny lampa", "Gammal lampa"]


@pytest.mark.parametrize("form", ["{0}", " {0} ", "nr {0}", "#{0}", "{1}", "{2}"])
def test_a_number_leads_to_its_case(session, form):
    case = shown(session, "Hål")
    year, number = case.reference.split("-")
    given = form.format(case.reference, number, int(number))
    assert numbered(session, given, NOBODY, []) == case.reference
    assert numbered(session, f"{int(year) - 1}-{number}", NOBODY, []) is None


def test_a_number_tells_nothing_of_what_one_may_not_see(session):
    case = waiting(session, "Hål")
    rosa, olga = people.rosa(session), people.olga(session)
    number = case.reference
    assert numbered(session, number, NOBODY, []) is None
    assert (
        numbered(session, number, people.sam(session).viewer, [people.sam(session).contact_id])
        is None
    )
    assert numbered(session, number, rosa.viewer, [rosa.contact_id]) == number
    assert numbered(session, number, olga.viewer, []) == number
    assert numbered(session, "2026-99999", olga.viewer, []) is None


@pytest.mark.parametrize(
    "given", ["", "lampa", "2026-", "12345678", "1-2-3", "२०२६-1", "112 114", "٣"]
)
def test_what_is_no_number_is_looked_for_as_words(session, given):
    shown(session, "Hål")
    assert numbered(session, given, NOBODY, []) is None


def test_the_index_is_asked_and_no_table_is_read_through(session):
    """One condition of the speed: the order of the list and of the index need no sorting."""
    if is_postgres():
        pytest.skip("the plan of SQLite")
    shown(session, "Hål")
    for wanted in (asked(), asked(order=Order.DUE), asked(kind=Kind.PRAISE)):
        part = next(finding._parts(session, wanted))
        statement = part.asked(None, 26).compile(
            session.get_bind(), compile_kwargs={"literal_binds": True}
        )
        plan = session.execute(text(f"EXPLAIN QUERY PLAN {statement}")).all()
        steps = " / ".join(row.detail for row in plan)
        assert "TEMP B-TREE" not in steps, steps
        assert "SCAN submission" not in steps.replace("SCAN submission USING", ""), steps


def test_showing_again_finds_again(session):
    case = shown(session, "En lampa")
    show(session, case, Publication.HIDDEN)
    assert found(session, "lampa") == []
    show(session, case, Publication.PUBLISHED)
    assert found(session, "lampa") == ["En lampa"]
