"""The chain as anyone may compute it from the published rules, without a line of ours."""

import hashlib
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import chain


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def canonical(part: dict) -> bytes:
    """Keys sorted, separators `,` and `:`, NFC, no null keys, UTF-8."""
    kept = {key: value for key, value in part.items() if value is not None}
    written = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return unicodedata.normalize("NFC", written).encode()


EVENT = {
    "seq": 1,
    "at": 1_790_000_000_000_000,
    "kind": "received",
    "role": "resident",
    "source": "web",
    "public": True,
    "facts": {"to": "received", "kind": "complaint", "text": 7, "unit": 2},
}
SALT = bytes(range(16))


def by_hand(prev: bytes, public: dict, salt: bytes, private: dict) -> bytes:
    body = sha256(canonical(public) + sha256(salt + canonical(private)))
    return sha256(prev + body)


def test_the_first_hash_of_a_stream_is_known_to_everyone():
    assert (
        chain.genesis("submission-2026-00123")
        == hashlib.sha256(b"torget/1/submission-2026-00123").hexdigest()
    )


def test_an_event_hashes_as_the_rules_say():
    genesis = chain.genesis("submission-2026-00123")
    ours = chain.link(genesis, chain.digest_of(**EVENT, occurred_at=None, actor_id=4, salt=SALT))
    assert ours == by_hand(bytes.fromhex(genesis), EVENT, SALT, {"actor_id": 4}).hex()


def test_the_hash_of_a_known_event_never_changes():
    # Computed once, by hand. If this changes, every chain in every town is broken.
    assert (
        chain.link(
            chain.genesis("submission-2026-00123"),
            chain.digest_of(**EVENT, occurred_at=None, actor_id=4, salt=SALT),
        )
        == "8e4f55db2a64b356861583f526c026a3c56be1e38aa82a8292db2a276d195dec"
    )


def test_an_unknown_actor_leaves_an_empty_private_part():
    ours = chain.digest_of(**EVENT, occurred_at=None, actor_id=None, salt=SALT)
    assert ours == sha256(canonical(EVENT) + sha256(SALT + b"{}")).hex()


def test_who_acted_changes_the_hash_but_is_not_in_the_public_part():
    first = chain.digest_of(**EVENT, occurred_at=None, actor_id=4, salt=SALT)
    second = chain.digest_of(**EVENT, occurred_at=None, actor_id=5, salt=SALT)
    assert first != second
    assert b"actor" not in chain.canonical(EVENT)


def test_the_canonical_form_has_one_way_to_write_a_thing():
    composed, decomposed = "Å", "A\u030a"
    assert chain.canonical({"b": 1, "a": composed}) == chain.canonical({"a": decomposed, "b": 1})
    assert chain.canonical({"a": 1, "b": None}) == b'{"a":1}'
    assert chain.canonical({"a": {"c": None, "b": [1, 2]}}) == b'{"a":{"b":[1,2]}}'
    assert chain.canonical({"a": composed}) == b'{"a":"\xc3\x85"}'


@pytest.mark.parametrize("number", [0.5, float("nan"), b"bytes", object()])
def test_what_prints_in_two_ways_is_no_fact(number):
    with pytest.raises(TypeError):
        chain.canonical({"a": number})


scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
parts = st.dictionaries(st.text("abcdef_", min_size=1), scalars, max_size=5)


@given(parts)
def test_the_order_of_keys_never_matters(part):
    backwards = dict(reversed(part.items()))
    assert chain.canonical(part) == chain.canonical(backwards) == canonical(part)


@pytest.mark.parametrize(
    "words",
    ["Rosa Lind", "rosa@example.org", "Lampan är trasig", "a\nb", "070 174 06 05", "x" * 81],
)
def test_words_are_no_facts_however_deep_they_lie(words):
    for facts in ({"a": words}, {"a": [1, words]}, {"a": {"b": words}}):
        with pytest.raises(ValueError, match="codes"):
            chain.check_coded(facts)


@pytest.mark.parametrize("code", ["in_progress", "2026-00123", "f" * 64, "2026-11-21", "", 7, True])
def test_codes_digests_references_and_dates_are_facts(code):
    chain.check_coded({"a": code, "b": [code], "c": {"d": code}})
