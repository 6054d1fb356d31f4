"""Panels: nobody is in one who has not said yes, and a sample can be drawn again by anyone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from models.calendar import DAY, advance
from models.comment import comment as write_comment
from models.database import table_of, transaction
from models.delivery import deliveries
from models.dialogue import assertions, ballots, finding, helpful, planning, polling
from models.dialogue.kinds import PhaseKind
from models.errors import Gone, Invalid, NotAllowed, NotFound
from models.panel import inviting, keeping, listing, taking_part
from models.panel.drawing import draw
from models.panel.row import PanelMember, PanelSample
from models.profile import Participation
from models.states import Status
from models.subscription import Subscription, SubscriptionState
from models.support_rules import SupportRules
from tests import people
from tests.dialogues import a_dialogue, open_for
from tests.models.polling import VOTE
from tests.talking import talk

codes = st.sets(st.text("0123456789abcdef", min_size=8, max_size=8), max_size=40)


@pytest.mark.once
@given(st.text(max_size=8), codes, st.integers(1, 50), st.randoms(use_true_random=False))
def test_a_sample_is_the_same_in_whatever_order_the_members_are_listed(seed, pool, size, chance):
    listed = sorted(pool)
    chance.shuffle(listed)
    drawn = draw(seed, listed, size)
    assert drawn == draw(seed, pool, size)
    assert len(drawn) == len(set(drawn)) == min(size, len(pool))
    assert set(drawn) <= pool


@pytest.mark.once
def test_every_member_is_drawn_about_as_often():
    pool = [f"{number:08x}" for number in range(10)]
    times = dict.fromkeys(pool, 0)
    for seed in range(2_000):
        for code in draw(str(seed), pool, 3):
            times[code] += 1
    assert all(500 < count < 700 for count in times.values())


def a_panel(session):
    olga = people.olga(session)
    held = a_dialogue(session, state=Status.COMING, phases=[open_for(PhaseKind.DISCUSS)])
    panel = keeping.begin(
        session,
        name="Ungas panel",
        purpose="Att höra unga innan vi bestämmer.",
        often="Högst sex gånger om året.",
        unit_id=held.case.unit_id,
        by=olga.actor,
    )
    return panel, held, olga


def members(session, panel, olga, *names):
    inviting.invite(
        session, panel, [f"{name}@example.org" for name in names], by=olga.actor, language="sv"
    )
    rows = session.scalars(
        select(PanelMember)
        .where(table_of(PanelMember).c.panel_id == panel.id)
        .order_by(table_of(PanelMember).c.id)
    ).all()
    return [inviting.accept(session, inviting.link(row), language="sv") for row in rows]


def test_nobody_is_a_member_who_has_not_said_yes(town):
    with transaction() as session:
        panel, _, olga = a_panel(session)
        assert inviting.invite(session, panel, ["a@example.org"], by=olga.actor, language="sv") == 1
        assert listing.one(session, panel.id).members == 0
        assert listing.one(session, panel.id).waiting == 1
        [member] = session.scalars(select(PanelMember)).all()
        inviting.accept(session, inviting.link(member), language="sv")
        inviting.accept(session, inviting.link(member), language="sv")
        assert listing.one(session, panel.id).members == 1
        assert inviting.invite(session, panel, ["a@example.org"], by=olga.actor, language="sv") == 0


def test_a_forged_link_is_nobodys_and_an_old_one_is_over(town):
    with transaction() as session:
        panel, _, olga = a_panel(session)
        inviting.invite(session, panel, ["a@example.org"], by=olga.actor, language="sv")
        [member] = session.scalars(select(PanelMember)).all()
        with pytest.raises(NotFound):
            inviting.invited(session, f"{member.id}.AAAA")
        link = inviting.link(member)
        advance(31 * DAY / 1_000_000)
        with pytest.raises(Gone):
            inviting.accept(session, link, language="sv")


def test_an_address_is_asked_once_in_a_form_and_not_again_and_again(town):
    with transaction() as session:
        panel, _, olga = a_panel(session)
        for _ in range(20):
            inviting.invite(session, panel, ["a@example.org"] * 3, by=olga.actor, language="sv")
        letters = session.scalars(
            select(deliveries.c.message_key).where(deliveries.c.kind == inviting.INVITATION)
        ).all()
        assert 0 < len(letters) == len(set(letters)) <= 3


def test_only_members_take_part_in_what_is_asked_of_a_panel(town):
    with transaction() as session:
        panel, held, olga = a_panel(session)
        [rosa] = members(session, panel, olga, "rosa")
        keeping.ask(session, panel, held, size=None, by=olga.actor)
        sam = people.sam(session)
        taking_part.check(session, held.case.id, person_id=rosa.person_id)
        with pytest.raises(NotAllowed):
            taking_part.check(session, held.case.id, person_id=sam.id, contact_id=sam.contact_id)
        with pytest.raises(NotAllowed):
            taking_part.check(session, held.case.id, person_id=None)


def test_whoever_leaves_takes_part_no_more_and_is_written_to_no_more(town):
    with transaction() as session:
        panel, held, olga = a_panel(session)
        [rosa] = members(session, panel, olga, "rosa")
        keeping.ask(session, panel, held, size=None, by=olga.actor)
        [wish] = session.scalars(select(Subscription)).all()
        assert wish.state is SubscriptionState.ACTIVE
        inviting.leave(session, rosa)
        assert wish.state is SubscriptionState.STOPPED
        with pytest.raises(NotAllowed):
            taking_part.check(session, held.case.id, person_id=rosa.person_id)
        with pytest.raises(Gone):
            inviting.invited(session, inviting.link(rosa))


def test_of_a_sample_those_who_were_drawn_take_part_and_anyone_can_draw_it_again(town):
    with transaction() as session:
        panel, held, olga = a_panel(session)
        everyone = members(session, panel, olga, *(f"m{number}" for number in range(8)))
        assert keeping.ask(session, panel, held, size=3, by=olga.actor) == 3
        [sample] = session.scalars(select(PanelSample)).all()
        drawn = sample.drawn.splitlines()
        assert drawn == draw(sample.seed, sample.pool.splitlines(), sample.size)
        for one in everyone:
            if one.code in drawn:
                taking_part.check(session, held.case.id, person_id=one.person_id)
            else:
                with pytest.raises(NotAllowed):
                    taking_part.check(session, held.case.id, person_id=one.person_id)


def test_whom_it_is_for_is_settled_once_and_before_it_opens(town):
    with transaction() as session:
        panel, held, olga = a_panel(session)
        with pytest.raises(Invalid):
            keeping.ask(session, panel, held, size=None, by=olga.actor)
        members(session, panel, olga, "rosa")
        keeping.ask(session, panel, held, size=None, by=olga.actor)
        with pytest.raises(NotAllowed):
            keeping.ask(session, panel, held, size=1, by=olga.actor)
        open_one = a_dialogue(session)
        with pytest.raises(NotAllowed):
            keeping.ask(session, panel, open_one, size=None, by=olga.actor)


def test_nobody_else_writes_in_a_dialogue_of_a_panel(town):
    with transaction() as session:
        panel, held, olga = a_panel(session)
        members(session, panel, olga, "rosa")
        keeping.ask(session, panel, held, size=None, by=olga.actor)
        held.case.status = Status.OPEN
        session.add(held.case)
        session.flush()
        rosa, sam = people.rosa(session), people.sam(session)

        def write(who):
            return write_comment(
                session,
                held.case.reference,
                by=who.actor,
                source="Fler bänkar.",
                contact_id=who.contact_id,
                confirmed=True,
            )

        assert write(rosa).number == 1
        with pytest.raises(NotAllowed):
            write(sam)


def test_nobody_else_marks_answers_or_votes_in_a_dialogue_of_a_panel(town):
    with transaction() as session:
        kinds = (PhaseKind.DISCUSS, PhaseKind.STATEMENTS, PhaseKind.VOTE)
        olga = people.olga(session)
        held = a_dialogue(session, phases=[open_for(kind) for kind in kinds])
        panel = keeping.begin(
            session,
            name="Ungas panel",
            purpose="Att höra unga.",
            often="Ibland.",
            unit_id=held.case.unit_id,
            by=olga.actor,
        )
        members(session, panel, olga, "rosa")
        talk(session, held, by=people.anna(session))
        planned = finding.phases_of(session, held.case.id)
        phase = planning.take(session, held, planned[2].id)
        polling.set_up(session, held, phase, VOTE, by=olga.actor)
        stated = planning.take(session, held, planned[1].id)
        assertion = assertions.add_official(
            session, held, stated, "Torget behöver fler träd.", by=olga.actor
        )
        held.dialogue.panel_id = panel.id
        session.add(held.dialogue)
        session.flush()
        rosa, sam = people.rosa(session), people.sam(session)

        def each(who):
            yield lambda: helpful.mark(session, held.case.id, 1, who.id, stands=True)
            yield lambda: assertions.rate(
                session, held.case.id, assertion.number, 1, person_id=who.id
            )
            yield lambda: ballots.cast(
                session,
                held.dialogue.slug,
                phase.id,
                {1: 1},
                voter=who.viewer,
                rules=Participation(),
                watched=SupportRules(),
            )

        for act in each(rosa):
            act()
        for act in each(sam):
            with pytest.raises(NotAllowed) as refused:
                act()
            assert refused.value.code == "panel_only"
