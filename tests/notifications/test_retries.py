"""When to try again, and when to stop (NT-4). Pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calendar import DAY, HOUR, MINUTE, SECOND
from models.delivery import DeliveryState
from models.person import Channel
from notifications.retries import WAIT_AFTER, WAITS, after

EMAIL, SMS = Channel.EMAIL, Channel.SMS
T = 1_794_000_000_000_000


def test_the_waits_grow_as_the_spec_says():
    assert (*WAITS, WAIT_AFTER) == (MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE)


@given(st.integers(1, 40), st.sampled_from([EMAIL, SMS]))
def test_a_wait_is_never_longer_than_its_turn_nor_none_at_all(failed, channel):
    outcome = after(channel, ["rcpt_451"] * failed, first_at=T, at=T)
    assert outcome.state is DeliveryState.TEMPORARY_FAILURE
    longest = WAITS[failed - 1] if failed <= len(WAITS) else WAIT_AFTER
    assert T + SECOND <= outcome.not_before <= T + longest


def test_waits_are_spread_so_that_thousands_do_not_come_back_together():
    found = {after(EMAIL, ["x"] * 9, first_at=T, at=T).not_before // MINUTE for _ in range(200)}
    assert len(found) > 15


@given(st.integers(0, 3600))
def test_a_provider_that_asks_for_time_gets_it(seconds):
    outcome = after(SMS, ["http_429"], first_at=T, at=T, at_least=seconds)
    assert outcome.not_before >= T + seconds * SECOND


@pytest.mark.parametrize(("channel", "hours"), [(EMAIL, 24), (SMS, 4)])
def test_tries_end_after_the_longest_time_of_the_channel(channel, hours):
    at = T + hours * HOUR
    assert after(channel, ["connection"] * 20, first_at=T, at=at) == after(
        channel, ["connection"] * 99, first_at=T, at=at
    )
    assert after(channel, ["connection"], first_at=T, at=at).state is (
        DeliveryState.TECHNICAL_FAILURE
    )
    before = after(channel, ["connection"] * 20, first_at=T, at=at - 30 * MINUTE)
    assert before.state is DeliveryState.TEMPORARY_FAILURE


def test_a_full_mailbox_is_tried_three_times_in_three_days():
    first = after(EMAIL, ["mailbox_full"], first_at=T, at=T)
    second = after(EMAIL, ["mailbox_full"] * 2, first_at=T, at=first.not_before)
    third = after(EMAIL, ["mailbox_full"] * 3, first_at=T, at=second.not_before)
    assert second.not_before == T + 3 * DAY
    assert third.state is DeliveryState.TECHNICAL_FAILURE


def test_what_may_have_arrived_is_tried_once_more_and_then_believed():
    first = after(EMAIL, ["ambiguous"], first_at=T, at=T)
    assert first.state is DeliveryState.TEMPORARY_FAILURE
    second = after(EMAIL, ["ambiguous", "connection", "ambiguous"], first_at=T, at=T)
    assert (second.state, second.code) == (DeliveryState.SENT, "ambiguous")


@pytest.mark.parametrize("code", ["ambiguous", "interrupted"])
def test_a_code_by_text_message_never_goes_twice(code):
    assert after(SMS, [code], first_at=T, at=T, never_twice=True).state is DeliveryState.SENT


@pytest.mark.parametrize(("code", "tries"), [("internal", 3), ("interrupted", 8)])
def test_what_breaks_in_our_own_hands_is_not_tried_for_ever(code, tries):
    assert after(EMAIL, [code] * (tries - 1), first_at=T, at=T).state is (
        DeliveryState.TEMPORARY_FAILURE
    )
    assert after(EMAIL, [code] * tries, first_at=T, at=T).state is DeliveryState.TECHNICAL_FAILURE


def test_a_worker_that_died_is_followed_up_at_once():
    assert after(EMAIL, ["interrupted"], first_at=T, at=T + 5).not_before == T + 5
