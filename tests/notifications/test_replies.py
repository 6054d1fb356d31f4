from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.delivery import DeliveryState
from notifications.sms.elks import ELKS
from notifications.sms.operator import BadReceipt, Called, Receipt
from notifications.sms.replies import stop_word

S = DeliveryState
STOP = "STOP STOPP STOPALL AVSLUTA SLUTA AVBRYT AVREGISTRERA UNSUBSCRIBE CANCEL END QUIT".split()


@pytest.mark.parametrize("word", STOP)
def test_every_word_for_stop_stops(word):
    assert stop_word(word) == "stop"


@given(st.sampled_from(STOP), st.text("  .,!?:;\"'-\n", max_size=6), st.booleans())
def test_case_spaces_and_punctuation_do_not_matter(word, noise, low):
    said = noise + noise.join(word.lower() if low else word.title()) + noise
    assert stop_word(said) == "stop"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Start", "start"),
        ("starta!", "start"),
        ("hjälp", "help"),
        ("Hja\u0308lp", "help"),
        ("HELP?", "help"),
        ("", None),
        ("Stoppa bygget", None),
        ("Snälla sluta med det", None),
        ("stop stop", None),
        ("Slut", None),
    ],
)
def test_only_a_whole_message_counts(text, asked):
    assert stop_word(text) == asked


def read_receipt(form):
    return ELKS.receipt(Called("", form), None)


def test_a_receipt_is_read():
    delivered = {"id": "s70df59", "status": "delivered", "delivered": "2026-11-06T21:20:00.500000"}
    assert read_receipt(delivered) == Receipt("s70df59", S.DELIVERED, "", 1_794_000_000_500_000)
    assert read_receipt({"id": "s1", "status": "sent"}) == Receipt("s1", S.SENT)
    assert read_receipt({"id": "s1", "status": "failed"}) == Receipt(
        "s1", S.PERMANENT_FAILURE, "failed"
    )


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({}, "id"),
        ({"id": "a b", "status": "sent"}, "id"),
        ({"id": "s1" * 40, "status": "sent"}, "id"),
        ({"id": "s1"}, "status"),
        ({"id": "s1", "status": "DELIVERED"}, "status"),
        ({"id": "s1", "status": "created"}, "status"),
        ({"id": "s1", "status": "delivered", "delivered": "yesterday"}, "delivered"),
    ],
)
def test_what_is_not_a_receipt_is_refused_by_the_field_that_is_wrong(form, field):
    with pytest.raises(BadReceipt, match=f"^{field}$"):
        read_receipt(form)


@given(st.dictionaries(st.sampled_from(["id", "status", "delivered"]), st.text(max_size=40)))
def test_nothing_else_ever_comes_of_a_receipt(form):
    with suppress(BadReceipt):
        assert read_receipt(form).provider_ref
