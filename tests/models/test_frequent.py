"""Frequent questions: who words them, what everyone reads, when they are looked over, what is asked."""

import datetime as dt

import pytest
from sqlalchemy import select

from models import answer, question
from models.actor import Source
from models.calendar import DAY, advance, today
from models.database import transaction
from models.errors import Invalid, NotAllowed, NotFound, Stale
from models.event import Event
from models.frequent import beginning, keeping, listing, views, wording
from models.frequent.responsible import matching
from models.frequent.views import Tag
from models.organisation import categories, units
from models.profile import CONFIGURATION
from models.search import words
from models.states import Kind
from tests import people

ANSWER = "Grovsopor hämtas den första tisdagen i månaden."


@pytest.fixture
def session(town):
    with transaction() as opened:
        people.municipality(opened)
        yield opened


def said(**more) -> keeping.Said:
    return keeping.Said(
        **{
            "question_sv": "När hämtas grovsopor?",
            "answer_sv": ANSWER,
            "question_en": "",
            "answer_en": "",
            "words_sv": "skräp soffa",
            "words_en": "",
            "category_id": None,
            "unit_id": None,
            "review_on": today() + dt.timedelta(days=30),
            "published": True,
            **more,
        }
    )


def saved(session, number=None, version=0, **more) -> int:
    return keeping.save(
        session, said(**more), by=people.olga(session).actor, question_id=number, version=version
    )


def found(session, q, language="sv"):
    return [
        one.question
        for one in question.matching(session, words.terms(q, language), language)
        if one.answer == ANSWER
    ]


def test_a_draft_is_nobodys_to_read_and_a_published_one_is_found_by_what_people_call_it(session):
    number = saved(session, published=False)
    assert found(session, "soffa") == []
    assert question.found(session, keeping.find(session, number).slug, "sv") is None
    saved(session, number, 1)
    assert found(session, "soffa") == ["När hämtas grovsopor?"]
    # Nobody has put it into English: it stands in Swedish, and says so.
    (one,) = question.matching(session, words.terms("grovsopor", "en"), "en")
    assert (one.lang, one.answer) == ("sv", ANSWER)
    keeping.retire(session, number, by=people.olga(session).actor, version=2)
    assert found(session, "soffa") == []
    assert number in [row.id for row in listing.retired(session)]


def test_a_personal_number_is_masked_whoever_writes_it(session):
    number = saved(session, answer_sv="Ring 811218-9876, sa hon.")
    session.expire_all()
    assert keeping.find(session, number).answer_sv == "Ring 811218-****, sa hon."
    assert wording.of_one(session, number)[0].answer_sv == "Ring 811218-****, sa hon."


def test_each_wording_is_kept_and_each_change_stands_in_the_history(session):
    number = saved(session)
    saved(session, number, 1, answer_sv="Ring oss, så hämtar vi dem.")
    keeping.still_right(session, number, by=people.olga(session).actor, version=2)
    kept = wording.of_one(session, number)
    assert [(row.version, row.by) for row in kept] == [(3, "Olga"), (2, "Olga"), (1, "Olga")]
    assert kept[-1].answer_sv == ANSWER
    told = session.scalars(select(Event.facts).where(Event.stream == CONFIGURATION)).all()
    assert [f'"question":{number}' in one for one in told][-3:] == [True] * 3
    assert not any("hämtar" in one for one in told)


def test_of_two_editors_at_once_the_second_is_told_who_was_first(session):
    number = saved(session)
    saved(session, number, 1, answer_sv="Ring oss, så hämtar vi dem.")
    for verb in (
        lambda: saved(session, number, 1),
        lambda: keeping.retire(session, number, by=people.olga(session).actor, version=1),
        lambda: keeping.still_right(session, number, by=people.olga(session).actor, version=1),
    ):
        with pytest.raises(Stale) as refused:
            verb()
        assert refused.value.who == "Olga"


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"review_on": dt.date(2020, 1, 1)}, "review_on: past"),
        ({"question_en": "When?"}, "answer_en: missing"),
        ({"answer_en": "On Tuesdays."}, "question_en: missing"),
    ],
)
def test_what_cannot_be_is_refused(session, more, what):
    with pytest.raises(Invalid, match=what):
        saved(session, **more)


def test_there_are_never_more_than_a_page_holds(session, monkeypatch):
    monkeypatch.setattr(keeping, "READ", len(question.questions(session, "sv")))
    with pytest.raises(Invalid, match="question_sv: too_many"):
        saved(session)
    assert saved(session, published=False)


def test_when_the_day_has_come_its_unit_is_asked_and_nobody_elses(session):
    streets, parks = (
        next(one.id for one in units(session) if one.slug == slug) for slug in ("streets", "parks")
    )
    number = saved(session, unit_id=streets)
    asked = [
        people.olga(session),
        people.official_of(session, "Stina", streets),
        people.official_of(session, "Pia", parks),
    ]
    assert [listing.count_due(session, one.viewer) for one in asked] == [0, 0, 0]
    advance(30 * DAY // 1_000_000)
    assert [listing.count_due(session, one.viewer) for one in asked] == [1, 1, 0]
    assert [row.id for row in listing.in_use(session) if listing.is_due(row)] == [number]
    keeping.still_right(session, number, by=asked[1].actor, version=1)
    assert listing.count_due(session, asked[0].viewer) == 0


def test_a_profile_words_its_own_and_leaves_what_officials_wrote(session):
    number = saved(session)
    before = question.present(session)
    question.replace(session, before[:1])
    standing = [one.slug for one in question.questions(session, "sv")]
    assert standing == [before[0].slug, keeping.find(session, number).slug]
    question.replace(session, before)
    assert question.present(session)[: len(before)] == before


def test_from_an_answered_question_goes_everything_but_who_asked(session):
    rosa, olga = people.rosa(session), people.olga(session)
    case = people.a_submission(
        session, Kind.QUESTION, title="Rosas soffa, ring 070-174 06 05", shown=False
    )
    with pytest.raises(NotAllowed):
        beginning.begun(session, case.reference, olga.viewer)
    words_of_ours = f"Hej Rosa! Vi skriver till rosa@example.org om {case.reference}. {ANSWER}"
    answer.answer(session, case, by=olga.actor, source=words_of_ours, html="")
    begun = beginning.begun(session, case.reference, olga.viewer)
    assert begun.question == "… soffa, ring …"
    assert begun.answer == f"Hej …! Vi skriver till … om …. {ANSWER}"
    for someone in (rosa, people.marek(session)):
        with pytest.raises(NotFound):
            beginning.begun(session, case.reference, someone.viewer)


def test_what_is_asked_is_counted_by_day_and_nothing_else_of_it_is_kept(session):
    number = saved(session)
    subject = categories(session)[0].id
    for tag in (Tag.NOT_FOUND, Tag.NOT_FOUND, Tag.WAITING):
        views.count(session, tag, Source.PHONE, category_id=subject)
    views.count(session, Tag.ANSWERED, Source.PHONE, question_id=number)
    for _ in range(2):
        views.count(session, Tag.SOLVED, Source.WEB, question_id=number)
    rows = session.execute(select(views.views)).all()
    assert sorted(row.count for row in rows) == [1, 1, 2, 2]
    (top,) = views.top(session, today())
    assert (top.id, top.asked, top.solved, bool(top.live)) == (number, 1, 2, True)
    behind = views.behind(session, today())
    assert [(row.tag, row.count) for row in behind] == [("not_found", 2), ("waiting", 1)]
    assert views.top(session, today() + dt.timedelta(days=1)) == []
    assert views.counted(session, today(), today() + dt.timedelta(days=1)) == 3


def test_units_are_found_by_their_subjects_and_by_when_they_are_open(session):
    def named(q):
        terms = words.terms(q, "sv")
        return [one.slug for one in matching(units(session), categories(session), terms, "sv")]

    assert "streets" in named("gatlampor")
    assert named("öppettider service")[:1] == ["service-centre"]
    assert named("elefant") == [] == named("")
