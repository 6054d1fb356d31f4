"""Who may take part in what: the rule by itself, and in the verbs that ask it."""

import datetime as dt
from dataclasses import replace

import pytest
from pydantic import ValidationError
from sqlalchemy import insert, select, update

from models import asking, commenting, confirming, declaration, form_key, token, vote
from models.actor import STRANGER
from models.asking import About
from models.commenting import Words
from models.database import table_of, transaction
from models.declaration import Said
from models.eligibility import Act, Known, Need, known, lacks
from models.errors import Invalid, NotAllowed
from models.history import verify
from models.identity import Identity
from models.person import Channel, Person, reach
from models.profile import Level, Participation
from models.prose import prose
from models.states import Kind, Publication
from models.submission import take
from models.token import Purpose, Token
from tests import people
from tests.participating import rules_of

DAY = dt.date(2026, 11, 22)
NOBODY = Known()
CONFIRMED = Known(confirmed=True)
DECLARED = Known(confirmed=True, declared=True)
IDENTIFIED = Known(confirmed=True, identified=True)
ELSEWHERE = Known(identified=True, resident=False)
HERE = Known(identified=True, resident=True)
OF_A_CLUB = Known(confirmed=True, organisation=True)


@pytest.mark.once
@pytest.mark.parametrize(
    ("level", "needs"),
    [
        ("anyone", [None, None, None, None, None, None]),
        ("confirmed", ["confirmation", None, None, None, None, None]),
        ("declared", ["declaration", "declaration", None, "declaration", "declaration", None]),
        ("identified", ["identification", "identification", "identification", None, None, None]),
        (
            "resident",
            [
                "identification",
                "identification",
                "identification",
                "residence",
                "residence",
                None,
            ],
        ),
    ],
)
def test_each_level_says_what_is_missing(level, needs):
    who = (NOBODY, CONFIRMED, DECLARED, IDENTIFIED, ELSEWHERE, HERE)
    rules = Participation(submit=Level(level))
    assert [lacks(rules, Act.SUBMIT, one, DAY) for one in who] == needs


@pytest.mark.once
@pytest.mark.parametrize(
    ("who", "need"),
    [
        (CONFIRMED, Need.AGE),
        (Known(confirmed=True, birth_year=2010), None),
        (Known(confirmed=True, birth_year=2011), Need.OLDER),
        (Known(confirmed=True, born_on=dt.date(2010, 11, 22)), None),
        (Known(confirmed=True, born_on=dt.date(2010, 11, 23)), Need.OLDER),
        # What an e-identification says wins over what she says.
        (Known(confirmed=True, born_on=dt.date(2012, 1, 1), birth_year=1980), Need.OLDER),
    ],
)
def test_an_age_is_counted_in_her_favour_where_only_the_year_is_known(who, need):
    assert lacks(Participation(support_age=16), Act.SUPPORT, who, DAY) is need


@pytest.mark.once
def test_whoever_may_still_be_a_child_is_one():
    said = [Known(birth_year=year).is_child(16, DAY) for year in (2011, 2010, 2009)]
    assert said == [True, True, False]
    proved = [Known(born_on=dt.date(2010, 11, day)).is_child(16, DAY) for day in (22, 23)]
    assert proved == [False, True]
    assert not NOBODY.is_child(16, DAY)


@pytest.mark.once
def test_organisations_comment_where_the_town_lets_them_and_never_vote_or_propose():
    rules = Participation()
    assert [lacks(rules, act, OF_A_CLUB, DAY) for act in Act] == [Need.PERSON, None, Need.PERSON]
    closed = Participation(organisations=False)
    assert lacks(closed, Act.COMMENT, OF_A_CLUB, DAY) is Need.PERSON


@pytest.mark.once
@pytest.mark.parametrize(
    "given", [{"support": "anyone"}, {"support_age": 100}, {"child_age": -1}, {"vote": "anyone"}]
)
def test_a_rule_that_cannot_be_kept_is_refused(given):
    with pytest.raises(ValidationError):
        Participation.model_validate(given)


def test_support_asks_for_what_the_rule_asks_and_remembers_what_she_said(town):
    with transaction() as session:
        rules_of(session, support="declared", support_age=16)
        case = people.published(session)
        sam = people.sam(session)
    for said, field in ((Said(), "tied"), (Said(tied=True), "birth_year")):
        with pytest.raises(Invalid) as refused, transaction() as session:
            vote.support(session, case.reference, sam.id, said=said)
        assert refused.value.field == field
    with pytest.raises(Invalid) as refused, transaction() as session:
        vote.support(session, case.reference, sam.id, said=Said(tied=True, birth_year=2020))
    assert (refused.value.code, refused.value.values) == ("too_young", {"age": 16})
    with transaction() as session:
        assert declaration.of(session, sam.id) is None
        vote.support(session, case.reference, sam.id, said=Said(tied=True, birth_year=1952))
        assert vote.supports(session, case.id, sam.id)
        assert declaration.of(session, sam.id).birth_year == 1952
        # Said once, it is known.
        other = people.published(session, title="En gunga till", source="Sätt upp en gunga till.")
        vote.support(session, other.reference, sam.id)
        declaration.withdraw(session, sam.id)
    with pytest.raises(Invalid), transaction() as session:
        vote.support(session, other.reference, sam.id)


def test_a_proved_age_and_home_win_over_what_is_said(town):
    with transaction() as session:
        sam = people.sam(session)
        for resident, at in ((False, 1), (True, 2)):
            session.execute(
                insert(table_of(Identity)).values(
                    person_id=sam.id,
                    provider="eid",
                    issuer="https://eid.example",
                    subject=str(at),
                    identified=True,
                    resident=resident,
                    resident_at=at,
                    made_at=at,
                    last_used_at=at,
                )
            )
        born = {"born_on": dt.date(2012, 5, 4)}
        session.execute(
            update(table_of(Person)).values(born).where(table_of(Person).c.id == sam.id)
        )
        who = known(session, sam.id, Said(birth_year=1980))
        assert (who.identified, who.resident, who.born_on) == (True, True, born["born_on"])
        assert lacks(Participation(support_age=16), Act.SUPPORT, who, DAY) is Need.OLDER


def _asked(session, case, said: Said) -> str:
    place = reach(session, Channel.EMAIL, "new@example.org")
    about = About(submission_id=case.id)
    button = asking.ask(
        session,
        Purpose.SUPPORT,
        place.id,
        Channel.EMAIL,
        "new@example.org",
        about=about,
        language="sv",
    )
    declaration.wait(session, button, said)
    return token.secret(button)


def test_what_was_said_to_a_letter_becomes_hers_when_its_button_is_pressed(town):
    with transaction() as session:
        rules_of(session, support="declared")
        case = people.published(session)
        link = _asked(session, case, Said(tied=True, birth_year=1952))
    with transaction() as session:
        pressed = confirming.press(session, link)
        person = reach(session, Channel.EMAIL, "new@example.org").person_id
        assert declaration.of(session, person)[1:3] == (True, 1952)
        assert vote.supports(session, pressed.submission_id, person)


def test_a_button_asks_the_rules_of_the_day_it_is_pressed_and_can_be_pressed_later(town):
    with transaction() as session:
        case = people.published(session)
        link = _asked(session, case, Said())
        rules_of(session, support="declared")
    with pytest.raises(NotAllowed, match="needs_tied_missing"), transaction() as session:
        confirming.press(session, link)
    with transaction() as session:
        assert token.known(session, link).used_at is None
        rules_of(session, support="confirmed")
        confirming.press(session, link)


def _words(said: Said = declaration.NOTHING, **more) -> Words:
    return Words("Bra tanke.", prose("Bra tanke."), "", None, form_key.fresh(), said=said, **more)


def test_a_comment_asks_its_own_rule_and_the_municipality_asks_none_of_itself(town):
    with transaction() as session:
        rules_of(session, comment="identified")
        case = people.published(session)
        sam, olga = people.sam(session), people.olga(session)
    with pytest.raises(Invalid, match="eligible"), transaction() as session:
        commenting.write(
            session,
            case.reference,
            _words(),
            by=sam.actor,
            contact_id=sam.contact_id,
            language="sv",
        )
    with transaction() as session:
        commenting.write(
            session,
            case.reference,
            _words(),
            by=olga.actor,
            contact_id=olga.contact_id,
            language="sv",
        )
        rules_of(session, comment="anyone")
        commenting.write(session, case.reference, _words(), by=STRANGER, language="sv")
        assert take(session, case.reference).comments == 2


def test_a_proposal_asks_a_rule_and_any_other_case_none(town):
    with transaction() as session:
        rules_of(session, submit="resident", submit_age=18)
        people.handed_in(session, people.a_draft(Kind.COMPLAINT, by=people.sam(session)))
    with pytest.raises(Invalid, match="identification"), transaction() as session:
        people.handed_in(session, people.a_draft(Kind.PROPOSAL, by=people.sam(session)))


def test_a_proposal_whose_sender_may_make_none_is_handled_and_not_shown(town):
    """The rules became stricter between the letter and its button."""
    with transaction() as session:
        draft = replace(people.a_draft(Kind.PROPOSAL, by=people.sam(session)), said=Said(True))
        receipts = [people.handed_in(session, draft), people.handed_in(session, draft)]
        buttons = [token.secret(one) for one in session.scalars(select(Token).order_by(Token.id))]
        rules_of(session, submit="declared", submit_age=16)
        confirming.press(session, buttons[0])
        rules_of(session, submit_age=0)
        confirming.press(session, buttons[1])
        cases = [take(session, receipt.reference) for receipt in receipts]
        shown = [case.publication for case in cases]
        assert shown == [Publication.PRIVATE, Publication.QUEUED]
        assert all(case.confirmed_at for case in cases)
        assert verify(session, cases[0].stream) == []
