"""The hourly watch: what is found, what is not, and that whoever is marked notices nothing (MQ-20)."""

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from models import (
    calendar,
    invalidating,
    support_criteria,
    support_rules,
    support_watch,
    tally,
    vote,
)
from models.calendar import DAY, HOUR, MINUTE, now
from models.database import transaction
from models.delivery import deliveries
from models.errors import NotAllowed
from models.invalidated import Finding, SupportRule, findings
from models.mailboxes import mailbox
from models.person import Channel, confirm, reach
from models.support_rules import SupportRules, hash_of
from models.vote import Vote, VoteState, votes
from moderation import support_clock
from tests import people

RULES = SupportRules()


@pytest.fixture
def session(town):
    calendar.freeze(now() - now() % HOUR)
    with transaction() as session:
        yield session


@pytest.fixture
def proposal(session):
    return people.published(session)


def someone(session, address):
    place = reach(session, Channel.EMAIL, address)
    return place.person_id or confirm(session, place.id)


def give(session, proposal, addresses, network=""):
    """Each of these supports it, a second after another."""
    for address in addresses:
        person_id = someone(session, address)
        calendar.advance(1)
        vote.support(session, proposal.reference, person_id, network=network)


def names(n, domain="example.org", first="n"):
    return [f"{first}{number}@{domain}" for number in range(n)]


def look(session, proposal, rules=RULES):
    begun = proposal.published_at
    found = support_watch.look(session, proposal.id, rules, now(), begun=begun)
    return {one.rule: one.count for one in found}


def states(session, proposal):
    session.expire_all()
    rows = session.scalars(select(Vote).where(votes.c.submission_id == proposal.id))
    return [row.state for row in rows]


def an_ordinary_week(session, proposal):
    for day in range(5):
        give(session, proposal, names(3, first=f"day{day}"))
        calendar.freeze(now() + DAY)


def test_an_ordinary_week_is_nothing(session, proposal):
    an_ordinary_week(session, proposal)
    assert look(session, proposal) == {}
    assert set(states(session, proposal)) == {VoteState.VALID}


def test_what_nobody_can_compare_with_is_no_burst(session, proposal):
    give(session, proposal, names(40))
    assert SupportRule.BURST not in look(session, proposal)


def test_each_rule_finds_its_own_and_the_most_certain_names_it(session, proposal):
    an_ordinary_week(session, proposal)
    give(session, proposal, names(12, "gmail.com"), network="one")
    give(session, proposal, ["kim@gmail.com", "k.i.m@gmail.com", "kim+2@googlemail.com"])
    give(session, proposal, ["x@mailinator.com"])
    give(session, proposal, names(15, "odd.example"))
    assert look(session, proposal) == {
        SupportRule.ONE_NETWORK: 12,
        SupportRule.ONE_MAILBOX: 2,
        SupportRule.THROWAWAY: 1,
        SupportRule.ONE_DOMAIN: 15,
    }


def test_a_burst_of_new_addresses_is_told_from_a_burst_of_known_ones(session, proposal):
    known = names(25, "gmail.com", first="known")
    for address in known:
        someone(session, address)
    an_ordinary_week(session, proposal)
    give(session, proposal, known)
    assert look(session, proposal) == {SupportRule.BURST: 25}
    other = people.published(session, title="Ett annat")
    an_ordinary_week(session, other)
    give(session, other, names(25, "gmail.com", first="fresh"))
    assert look(session, other) == {SupportRule.NEW_ADDRESSES: 25}


def test_what_goes_on_is_one_finding_and_nothing_is_marked_twice(session, proposal):
    an_ordinary_week(session, proposal)
    give(session, proposal, names(12), network="one")
    assert look(session, proposal) == {SupportRule.ONE_NETWORK: 12}
    calendar.advance(HOUR // 1_000_000)
    give(session, proposal, names(5, first="later"), network="one")
    assert look(session, proposal) == {}
    (found,) = session.scalars(select(Finding))
    assert (found.count, found.rule) == (17, SupportRule.ONE_NETWORK)


def test_the_count_does_not_change_and_taking_back_washes_nothing(session, proposal):
    an_ordinary_week(session, proposal)
    give(session, proposal, names(12), network="one")
    before = tally.recount(session, proposal.reference)
    look(session, proposal)
    assert tally.recount(session, proposal.reference) == before
    one = session.scalars(select(Vote).where(votes.c.state == VoteState.SUSPECT)).first()
    vote.withdraw_support(session, proposal.reference, one.person_id)
    assert tally.recount(session, proposal.reference) == before - 1
    vote.support(session, proposal.reference, one.person_id)
    assert vote.stands(session, proposal.id, one.person_id) is VoteState.SUSPECT


def test_what_is_cleared_counts_as_any_other_and_what_is_found_can_be_taken_away(session, proposal):
    marek = people.marek(session).actor
    an_ordinary_week(session, proposal)
    give(session, proposal, names(12), network="one")
    give(session, proposal, names(12, first="two"), network="two")
    look(session, proposal)
    first, second = session.scalars(select(Finding).order_by(findings.c.id))
    invalidating.clear(session, first.id, by=marek)
    found = support_criteria.of_finding(session, proposal, second.id)
    assert len(support_criteria.meant(session, proposal, found)) == 12
    assert states(session, proposal).count(VoteState.SUSPECT) == 12


def test_a_town_trusts_whom_it_says_and_lets_in_no_one_it_does_not():
    rules = SupportRules(
        allow=("network:198.51.100.0/24", "domain:*.example.org"),
        deny=("network:2001:db8::/32", "domain:bad.example", f"address:{hash_of('a@gmail.com')}"),
    )
    assert support_rules.trace(rules, "198.51.100.7") == ""
    assert len(support_rules.trace(rules, "203.0.113.7")) == 30
    assert support_rules.trace(rules, "203.0.113.7") == support_rules.trace(rules, "203.0.113.7")
    support_rules.check(rules, network="203.0.113.7", address="b@gmail.com")
    for denied in (
        {"network": "2001:db8:1::/64"},
        {"address": "x@bad.example"},
        {"address": "a+9@googlemail.com"},
    ):
        with pytest.raises(NotAllowed) as error:
            support_rules.check(rules, **denied)
        assert error.value.code == "support_denied"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("network:192.0.2.1/24", "host bits"),
        ("domain:no", "neither"),
        ("a@example.org", "neither"),
        ("address:12", "neither"),
    ],
)
def test_an_entry_that_cannot_be_read_is_named(entry, said):
    for name in ("deny", "allow"):
        with pytest.raises(ValidationError, match=said) as error:
            SupportRules(**{name: (entry,)})
        assert entry in str(error.value)


@pytest.mark.parametrize(
    ("address", "box"),
    [
        ("k.i.m+x@googlemail.com", "kim@gmail.com"),
        ("kim+x@outlook.com", "kim@outlook.com"),
        ("k.im@outlook.com", "k.im@outlook.com"),
        ("kim+x@pm.me", "kim@proton.me"),
        ("kim@gmial.com", "kim@gmail.com"),
        ("kim+x@example.org", "kim+x@example.org"),
        ("+46701740605", "+46701740605"),
    ],
)
def test_spellings_of_one_mailbox_are_known_as_far_as_its_provider_is(address, box):
    assert mailbox(address) == box


def test_once_an_hour_those_who_moderate_are_told_and_networks_are_forgotten_in_time(town):
    calendar.freeze(now() - now() % HOUR)
    with transaction() as session:
        proposal = people.published(session)
        people.marek(session)
        an_ordinary_week(session, proposal)
        give(session, proposal, names(12), network="one")
    assert support_clock.each_hour() is True
    assert support_clock.each_hour() is False
    with transaction(write=False) as session:
        told = session.execute(
            select(deliveries.c.address).where(deliveries.c.kind == "support_alert")
        ).scalars()
        assert list(told) == ["marek@example.org"]
    calendar.freeze(now() + 3 * DAY + MINUTE)
    support_clock.each_hour()
    with transaction(write=False) as session:
        for column in (votes.c.network, findings.c.network):
            kept = select(column).where(column.is_not(None))
            assert session.execute(kept).first() is None
