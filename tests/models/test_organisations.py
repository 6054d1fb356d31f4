"""Organisations, their members, and what the letter of an invitation opens."""

import pytest
from sqlalchemy import select

from models import joining, membership, organisations
from models.access_log import access_log
from models.calendar import DAY, advance
from models.database import transaction
from models.delivery import deliveries
from models.errors import Gone, Invalid, NotAllowed, NotFound, TooMany
from models.membership import Membership, Part
from models.person import Channel, Person, reach
from tests import people


def association(session, name="Cykelföreningen"):
    return organisations.enter(session, name, by=people.ada(session).actor)


def member(session, organisation, someone, part=Part.MEMBER):
    """Invited by the administrator, and she pressed the button."""
    ada = people.ada(session).actor
    joining.invite(session, organisation.id, someone.address, part, by=ada, language="sv")
    return joining.accept(session, letter(session, someone), language="sv")


def letter(session, someone) -> str:
    """The link of the newest invitation to somebody."""
    return joining.link(
        session.scalars(
            select(Membership)
            .where(Membership.contact_id == someone.contact_id)
            .order_by(Membership.id.desc())
        ).first()
    )


@pytest.mark.parametrize("typed", ["556036-0793", "5560360793", "16556036-0793", " 556036 0793 "])
def test_an_organisation_number_is_known_however_it_is_typed(typed):
    assert organisations.number_of(typed) == "5560360793"


# The last two: a personal number of spec/sweden.md has a month where an organisation has 20 or more.
@pytest.mark.parametrize("typed", ["556036-0794", "55603607", "abc", "٥٥٦٠٣٦٠٧٩٣", "811218-9876"])
def test_a_number_that_no_organisation_can_have_is_refused(typed):
    with pytest.raises(Invalid, match="number: bad"):
        organisations.number_of(typed)
    assert organisations.number_of("  ") == ""


def test_only_administrators_enter_and_end_organisations(town):
    with transaction() as session:
        for someone in (people.rosa(session), people.olga(session), people.marek(session)):
            with pytest.raises(NotFound):
                organisations.enter(session, "Min egen", by=someone.actor)
        made = association(session)
        with pytest.raises(NotFound):
            membership.end(session, made.id, by=people.olga(session).actor)


def test_two_that_stand_have_not_the_same_name_or_number(town):
    with transaction() as session:
        ada = people.ada(session).actor
        organisations.enter(session, "Cykelföreningen", number="5560360793", by=ada)
        with pytest.raises(Invalid, match="name: taken"):
            organisations.enter(session, "cykelföreningen", by=ada)
        with pytest.raises(Invalid, match="number: taken"):
            organisations.enter(session, "En annan", number="5560360793", by=ada)


def test_a_manager_invites_and_a_member_does_not(town):
    with transaction() as session:
        made, rosa, sam = association(session), people.rosa(session), people.sam(session)
        member(session, made, rosa, Part.MANAGER)
        joining.invite(session, made.id, sam.address, Part.MEMBER, by=rosa.actor, language="sv")
        joining.accept(session, letter(session, sam), language="sv")
        assert [row.name for row in membership.of_person(session, sam.id)] == ["Cykelföreningen"]
        new = people.resident(session, "Nils")
        for someone in (sam, new, people.olga(session)):
            with pytest.raises(NotFound):
                joining.invite(
                    session, made.id, new.address, Part.MEMBER, by=someone.actor, language="sv"
                )
        with pytest.raises(Invalid, match="email: member"):
            joining.invite(session, made.id, sam.address, Part.MEMBER, by=rosa.actor, language="sv")


def test_nobody_is_a_member_by_being_invited(town):
    with transaction() as session:
        made, rosa = association(session), people.rosa(session)
        ada = people.ada(session).actor
        joining.invite(session, made.id, rosa.address, Part.MEMBER, by=ada, language="sv")
        assert membership.of_person(session, rosa.id) == []
        with pytest.raises(NotFound):
            membership.speaking(session, rosa.id, made.id)


def test_an_invitation_works_for_a_week_and_a_new_one_ends_it(town):
    with transaction() as session:
        made, rosa, ada = association(session), people.rosa(session), people.ada(session).actor
        invite = {"by": ada, "language": "sv"}
        joining.invite(session, made.id, rosa.address, Part.MEMBER, **invite)
        first = letter(session, rosa)
        with pytest.raises(NotFound):
            joining.invited(session, f"{first.partition('.')[0]}.{'0' * 30}")
        joining.invite(session, made.id, rosa.address, Part.MEMBER, **invite)
        with pytest.raises(NotFound):
            joining.accept(session, first, language="sv")
        advance(7 * DAY // 1_000_000)
        with pytest.raises(Gone, match="expired"):
            joining.accept(session, letter(session, rosa), language="sv")
        # One row for one address, whatever was asked how often.
        assert len(session.scalars(select(Membership)).all()) == 1


def test_the_button_makes_a_person_of_an_address_and_twice_is_once(town):
    with transaction() as session:
        made, ada = association(session), people.ada(session).actor
        joining.invite(session, made.id, "ny@example.org", Part.MANAGER, by=ada, language="sv")
        place = reach(session, Channel.EMAIL, "ny@example.org")
        assert not place.confirmed
        link = joining.link(session.scalars(select(Membership)).one())
        once = joining.accept(session, link, language="sv").accepted_at
        assert joining.accept(session, link, language="sv").accepted_at == once
        person_id = reach(session, Channel.EMAIL, "ny@example.org").person_id
        assert membership.speaking(session, person_id, made.id).part is Part.MANAGER


def test_who_leaves_or_is_dismissed_writes_for_it_no_more(town):
    with transaction() as session:
        made, rosa, sam = association(session), people.rosa(session), people.sam(session)
        manager = member(session, made, rosa, Part.MANAGER)
        hers = member(session, made, sam)
        with pytest.raises(NotFound):
            membership.dismiss(session, made.id, manager.id, by=sam.actor)
        with pytest.raises(NotFound):
            membership.dismiss(session, made.id + 1, hers.id, by=rosa.actor)
        link = letter(session, sam)
        membership.dismiss(session, made.id, hers.id, by=sam.actor)
        assert membership.of_person(session, sam.id) == []
        with pytest.raises(Gone):
            joining.accept(session, link, language="sv")
        membership.dismiss(session, made.id, manager.id, by=people.ada(session).actor)
        assert membership.members(session, made.id) == []


def test_one_that_has_ended_has_no_members_and_keeps_its_name(town):
    with transaction() as session:
        made, rosa, ada = association(session), people.rosa(session), people.ada(session).actor
        member(session, made, rosa, Part.MANAGER)
        membership.end(session, made.id, by=ada)
        membership.end(session, made.id, by=ada)
        assert membership.of_person(session, rosa.id) == []
        with pytest.raises(NotAllowed, match="ended"):
            joining.invite(session, made.id, rosa.address, Part.MEMBER, by=ada, language="sv")
        logged = session.execute(select(access_log.c.what, access_log.c.number)).all()
        assert logged == [("organisation_entered", made.id), ("organisation_ended", made.id)]
        (row,) = membership.listed(session)
        assert (row.name, row.members, row.ended_at is not None) == ("Cykelföreningen", 0, True)
        # Another one may be called so from now on.
        association(session)


def test_nobody_is_bombed_with_invitations(town):
    with transaction() as session:
        made, ada = association(session), people.ada(session).actor
        invite = {"by": ada, "language": "sv"}
        for _ in range(3):
            joining.invite(session, made.id, "ny@example.org", Part.MEMBER, **invite)
        with pytest.raises(TooMany):
            joining.invite(session, made.id, "ny@example.org", Part.MEMBER, **invite)
        assert len(session.execute(select(deliveries.c.id)).all()) == 3


def test_a_suspended_person_joins_nothing_and_an_erased_one_is_a_member_of_nothing(town):
    with transaction() as session:
        made, rosa, ada = association(session), people.rosa(session), people.ada(session).actor
        member(session, made, rosa)
        membership.forget(session, [rosa.contact_id])
        session.expire_all()
        assert membership.of_person(session, rosa.id) == []
        assert session.scalars(select(Membership)).one().person_id is None
        stig = people.resident(session, "Stig")
        joining.invite(session, made.id, stig.address, Part.MEMBER, by=ada, language="sv")
        session.get_one(Person, stig.id).suspended = True
        session.flush()
        with pytest.raises(NotAllowed, match="suspended"):
            joining.accept(session, letter(session, stig), language="sv")
