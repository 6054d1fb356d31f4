"""Keys that are recomputed instead of stored."""

import re

from hypothesis import given
from hypothesis import strategies as st

from models import keys
from models.settings import settings, use


def test_a_key_has_160_bits_and_is_read_aloud_easily():
    assert re.fullmatch("[a-z2-7]{32}", keys.key("case", "2026-00001", keys.nonce()))


def test_a_key_is_the_same_at_every_try():
    nonce = keys.nonce()
    assert keys.key("case", "2026-00001", nonce) == keys.key("case", "2026-00001", nonce)


def test_a_key_belongs_to_one_purpose_one_row_and_one_nonce():
    nonce = keys.nonce()
    mine = keys.key("case", 1, nonce)
    assert not keys.fits(mine, "unsubscribe", 1, nonce)
    assert not keys.fits(mine, "case", 2, nonce)
    assert not keys.fits(mine, "case", 1, keys.nonce())
    assert keys.fits(mine, "case", 1, nonce)


def test_a_key_typed_from_paper_fits_too():
    nonce = keys.nonce()
    mine = keys.key("case", 1, nonce)
    for typed in (mine.upper(), f" {mine[:4]}-{mine[4:8]} {mine[8:]}\n"):
        assert keys.fits(typed, "case", 1, nonce)


@given(st.text(max_size=50))
def test_a_key_in_plain_letters_may_stand_anywhere_and_still_fits(typed):
    assert re.fullmatch("[a-z0-9]*", keys.plain(typed))
    mine = keys.key("case", 1, "n")
    grouped = " ".join(re.findall(".{1,5}", mine.upper()))
    assert keys.plain(grouped) == mine


def test_an_empty_former_secret_accepts_nothing():
    nonce = keys.nonce()
    empty = keys._made("", "case", 1, nonce)
    assert not keys.fits(empty, "case", 1, nonce)


def test_a_former_secret_is_accepted_while_it_is_named():
    nonce = keys.nonce()
    mine, former = keys.key("case", 1, nonce), settings().secret_key
    use(settings().model_copy(update={"secret_key": "b" + former[1:]}))
    assert not keys.fits(mine, "case", 1, nonce)
    use(settings().model_copy(update={"secret_key_previous": former}))
    assert keys.fits(mine, "case", 1, nonce)


@given(st.text(max_size=50))
def test_whatever_is_typed_is_refused_and_never_an_error(typed):
    assert not keys.fits(typed, "case", 1, "n")


def test_a_secret_is_stored_as_its_hash():
    assert keys.stored("cookie") != "cookie"
    assert re.fullmatch("[0-9a-f]{64}", keys.stored("cookie"))
