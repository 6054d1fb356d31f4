"""How long what is kept: what we note for a while, and what waited in vain for a button (L13)."""

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from models import allowance, asking, bounce, calendar, demo_message, draft, following, form_key
from models.access_log import AccessLog
from models.access_log import What as Looked
from models.actor import Role
from models.address_change import AddressChange, Change
from models.allowance import Allowance
from models.asking import About
from models.bounce import Bounce, BounceKind
from models.calendar import DAY, HOUR, MINUTE, now
from models.comment import Comment, comment
from models.database import transaction
from models.delivery import Delivery, DeliveryState, deliveries
from models.demo_message import DemoMessage
from models.downloading import OwnDownload
from models.draft import Draft
from models.factor import Factor, FactorKind
from models.form_key import FormKey
from models.invitation import Invitation
from models.person import Channel, Contact, Person, reach
from models.progress import assign
from models.proof import faults
from models.retention import disposing, rules
from models.retention.rules import RuleRow
from models.retention.what import PRESETS, RECORDS, What
from models.session import ABSOLUTE, IDLE, BrowserSession, begin, seen, whose
from models.states import Kind, Outcome, Publication, Status
from models.submission import Submission, take
from models.subscription import Extent, Subscription, SubscriptionState, Topic
from models.text import Text
from models.token import Purpose, Token
from tests import people
from tests.models.retaining import decide, gone, nights, rows
from tests.parallel import at_once
from web.commands.disposing import go_on

EMAIL = Channel.EMAIL


@pytest.fixture(autouse=True)
def begins(town):
    calendar.freeze(calendar.start_of(calendar.today()) + 12 * HOUR)


def after(days: int) -> None:
    calendar.freeze(now() + days * DAY)


# The rules themselves


def test_what_a_profile_does_not_name_is_as_shipped_and_no_record_goes_by_a_preset():
    decide(What.DRAFTS, 7)
    with transaction(write=False) as session:
        found = rules.in_force(session)
    assert list(found) == list(What) == list(PRESETS)
    assert (found[What.DRAFTS].days, found[What.DRAFTS].basis_sv) == (7, "beslut 7")
    assert (found[What.LINKS].days, found[What.LINKS].applies) == (1, True)
    assert not any(found[what].applies for what in RECORDS)


@pytest.mark.once
@pytest.mark.parametrize(
    "row",
    [
        {"what": "closed_cases", "days": 3650},
        {"what": "refused_spam", "days": 90, "basis_sv": "  ", "basis_en": "decision 7"},
        {"what": "closed_cases", "days": 10, "basis_sv": "beslut 7", "basis_en": "decision 7"},
        {"what": "unconfirmed_comments", "days": 2},
        {"what": "events", "days": 30},
        {"what": "drafts", "days": 36_501},
    ],
)
def test_a_rule_that_may_not_be_is_none(row):
    with pytest.raises(ValidationError):
        RuleRow(**row)


# What is noted for a while


def test_a_button_goes_a_day_after_it_was_used_or_is_over_and_the_letter_stays():
    with transaction() as session:
        rosa = people.rosa(session)
        for purpose in (Purpose.SIGN_IN, Purpose.SUPPORT):
            asking.send(session, purpose, rosa.contact_id, about=About(), language="sv")
        late = people.sam(session)
        asking.send(session, Purpose.SIGN_IN, late.contact_id, about=About(), language="sv")
    with transaction() as session:
        session.execute(deliveries.update().values(state=DeliveryState.SENT, sent_at=now()))
        session.execute(
            deliveries.update()
            .where(deliveries.c.contact_id == late.contact_id)
            .values(state=DeliveryState.QUEUED, sent_at=None)
        )
    after(1)
    nights()
    assert len(rows(Token)) == 3
    calendar.freeze(now() + 31 * MINUTE)
    nights()
    assert {row.purpose for row in rows(Token)} == {Purpose.SUPPORT, Purpose.SIGN_IN}
    assert sorted(row.token_id is None for row in rows(Delivery)) == [False, False, True]
    assert gone() == {"links": 1}


def test_what_ended_counts_no_more_and_was_sent_is_forgotten():
    with transaction() as session:
        case, olga = people.a_submission(session), people.olga(session)
        begin(session, people.rosa(session).id)
        allowance.spend(session, "letter", "rosa", most=3, seconds=86_400)
        form_key.remember(session, form_key.fresh(), "digest", "2026-00001")
        draft.keep(session, case.id, olga.id, "Vi tittar", seq=1)
        demo_message.keep(session, "k", channel=EMAIL, address="a@b", subject="", text="")
        cookie = begin(session, people.sam(session).id)
    days = {
        1: (Allowance, FormKey),
        14: (BrowserSession,),
        30: (DemoMessage,),
        90: (Draft,),
    }
    began = now()
    for day, models in days.items():
        before = [len(rows(model)) for model in models]
        assert all(before), models
        with calendar.at(began + (day - 1) * DAY + HOUR):
            if day == 14:
                with transaction() as session:
                    seen(session, whose(session, cookie))
            nights()
            assert [len(rows(model)) for model in models] == before
        with calendar.at(began + day * DAY + HOUR):
            nights()
            assert [len(rows(model)) for model in models] == [int(day == 14)] * len(models)
    with calendar.at(began + ABSOLUTE):
        nights()
        assert rows(BrowserSession) == []
    assert IDLE == 14 * DAY


def test_a_year_later_nobody_reads_to_which_address_a_message_went():
    with transaction() as session:
        rosa = people.rosa(session)
        asking.send(session, Purpose.SIGN_IN, rosa.contact_id, about=About(), language="sv")
        row = session.execute(select(deliveries)).one()
        bounce.note(session, row, BounceKind.FULL, "4.2.2")
        session.execute(deliveries.update().values(state=DeliveryState.DELIVERED, sent_at=now()))
    after(364)
    nights()
    assert [row.address for row in rows(Delivery)] == [rosa.address]
    assert rows(Bounce) == []
    after(2)
    nights()
    assert [row.address for row in rows(Delivery)] == [f"disposed:{row.id}"]
    assert [row.address for row in rows(Contact)] == [rosa.address]


@pytest.mark.parametrize(
    ("what", "row", "over"),
    [
        ("downloads", lambda who: OwnDownload(person_id=who.id, nonce="n", made_at=now()), 2),
        (
            "address_changes",
            lambda who: AddressChange(person_id=who.id, kind=Change.REMOVE, asked_at=now()),
            90,
        ),
        (
            "invitations",
            lambda who: Invitation(
                contact_id=who.contact_id, name="N", role=Role.OFFICIAL, by_id=who.id, sent_at=now()
            ),
            37,
        ),
        (
            "unfinished_factors",
            lambda who: Factor(
                person_id=who.id, kind=FactorKind.APP, secret=b"s", created_at=now()
            ),
            1,
        ),
        (
            "access_log",
            lambda who: AccessLog(
                at=now(), person_id=who.id, role=Role.OFFICIAL, what=Looked.CASE, detail=""
            ),
            730,
        ),
    ],
)
def test_what_is_over_goes_when_its_time_is_and_no_day_before(what, row, over):
    with transaction() as session:
        made = row(people.rosa(session))
        session.add(made)
    began = now()
    with calendar.at(began + over * DAY - HOUR):
        nights()
        assert len(rows(type(made))) == 1
    with calendar.at(began + over * DAY + HOUR):
        nights()
        assert rows(type(made)) == []
        assert gone()[what] == 1


# What waited for a button


def _unconfirmed(kind: Kind = Kind.PROPOSAL, **said: str) -> str:
    with transaction() as session:
        nils = people.Someone(0, 0, "Nils", "nils@example.org")
        return people.handed_in(session, people.a_draft(kind, by=nils, **said)).reference


def _case(reference: str) -> Submission:
    with transaction(write=False) as session:
        return session.scalars(select(Submission).where(Submission.reference == reference)).one()


def test_a_proposal_that_nobody_confirmed_is_disposed_of_and_its_history_stays_whole():
    reference = _unconfirmed(title="Ett torn", source="Bygg ett torn.")
    after(29)
    nights()
    assert _case(reference).publication is Publication.UNCONFIRMED
    after(2)
    nights()
    case = _case(reference)
    assert (case.publication, case.status, case.outcome) == (
        Publication.WITHDRAWN,
        Status.CLOSED,
        Outcome.NOT_PUBLISHED,
    )
    assert (case.contact_id, case.name, case.place) == (None, "", "")
    assert [(row.title, row.source) for row in rows(Text)] == [("", "")]
    with transaction(write=False) as session:
        assert faults(session, case.stream) == []
    assert gone()["unconfirmed_proposals"] == 1
    after(1)
    nights()
    assert gone()["unconfirmed_proposals"] == 1


def test_what_an_official_has_begun_with_and_every_other_case_stays():
    begun, complaint = _unconfirmed(), _unconfirmed(Kind.COMPLAINT, title="Mörkt")
    with transaction() as session:
        case = take(session, begun)
        olga = people.olga(session)
        assign(session, case, by=olga.actor, to=session.get_one(Person, olga.id))
    after(60)
    nights()
    assert _case(begun).disposal_id is None
    assert _case(complaint).disposal_id is None
    assert "unconfirmed_proposals" not in gone()


def test_a_comment_that_nobody_confirmed_goes_with_its_words_and_its_button():
    with transaction() as session:
        case = people.published(session)
        kept = people.published_comment(session, case)
        words = len(session.execute(select(Text.id)).all())
        place = reach(session, EMAIL, "nils@example.org")
        made = comment(
            session,
            case.reference,
            by=people.STRANGER,
            source="Aldrig bekräftat.",
            contact_id=place.id,
            confirmed=False,
        )
        about = About(submission_id=case.id, comment_id=made.id)
        asking.send(session, Purpose.COMMENT, place.id, about=about, language="sv")
        session.execute(deliveries.update().values(state=DeliveryState.SENT, sent_at=now()))
    after(31)
    nights()
    assert [row.id for row in rows(Comment)] == [kept.id]
    assert len(rows(Text)) == words
    after(31)
    nights()
    assert "nils@example.org" not in {row.address for row in rows(Contact)}
    with transaction(write=False) as session:
        assert faults(session, case.stream) == []


def test_a_wish_that_nobody_confirmed_is_none_and_its_address_is_forgotten():
    with transaction() as session:
        case = people.published(session)
        following.follow(
            session,
            EMAIL,
            "nils@example.org",
            Topic.SUBMISSION,
            submission_id=case.id,
            extent=Extent.ANSWERS,
            language="sv",
            own_contacts=[],
        )
        session.execute(deliveries.update().values(state=DeliveryState.SENT, sent_at=now()))
    after(29)
    nights()
    assert [row.state for row in rows(Subscription)] == [SubscriptionState.PENDING]
    after(2)
    nights()
    assert [row.state for row in rows(Subscription)] == [SubscriptionState.STOPPED]
    assert "nils@example.org" not in {row.address for row in [*rows(Contact), *rows(Delivery)]}


def test_the_address_of_a_case_stays_with_it_confirmed_or_not():
    _unconfirmed(Kind.COMPLAINT)
    after(400)
    nights()
    assert "nils@example.org" in {row.address for row in rows(Contact)}


# In parts, once


def test_two_clocks_dispose_of_everything_once_and_one_that_died_is_gone_on_from(monkeypatch):
    with transaction() as session:
        people.municipality(session)
        for _ in range(1_100):
            form_key.remember(session, form_key.fresh(), "digest", "2026-00001")
    after(2)
    with transaction() as session:
        rule = rules.in_force(session)[What.FORMS]
        assert not disposing.some(session, rule, disposing.tonight())
    assert len(rows(FormKey)) == 600

    def dies(*_args):
        raise KeyboardInterrupt

    def whole() -> None:
        # Where the machine is slow one look ends before it comes to the forms.
        for _ in range(20):
            go_on()

    with monkeypatch.context() as patched:
        patched.setattr(disposing.runs, "add", dies)
        with pytest.raises(KeyboardInterrupt):
            whole()
    assert len(rows(FormKey)) == 600

    at_once([whole, whole])
    assert rows(FormKey) == []
    assert gone() == {"forms": 1_100}
    with transaction(write=False) as session:
        assert disposing.left(session, disposing.tonight()) == []


def test_a_preview_counts_what_would_go_and_changes_nothing():
    reference = _unconfirmed()
    after(40)
    with transaction(write=False) as session:
        found = {due.rule.what: due for due in disposing.preview(session)}
    assert found[What.PROPOSALS].count == 1
    assert [row.reference for row in found[What.PROPOSALS].first] == [reference]
    assert found[What.CASES].count == 0
    assert gone() == {}
    assert _case(reference).disposal_id is None


def test_a_rule_that_is_off_takes_nothing():
    reference = _unconfirmed()
    decide(What.PROPOSALS, 30, applies=False)
    after(90)
    nights()
    assert _case(reference).disposal_id is None
