"""Keys that are recomputed instead of stored."""

import re

from hypothesis import given
from hypothesis import strategies as st

from models import keys
from models.settings import settings, use


def test_a_key_has_150_bits_and_is_read_aloud_easily():
    made = keys.key("case", "2026-00001", keys.nonce())
    assert re.fullmatch("[0-9a-hjkmnp-tv-z]{30}", made)


def test_what_looks_alike_on_paper_is_alike():
    nonce = next(n for n in map(str, range(99)) if set("01v") <= set(keys.key("case", 1, n)))
    mine = keys.key("case", 1, nonce)
    for right, misread in (("0", "o"), ("1", "i"), ("1", "l"), ("v", "u")):
        assert keys.fits(mine.replace(right, misread), "case", 1, nonce)
        assert keys.fits(mine.replace(right, misread).upper(), "case", 1, nonce)


def test_a_key_of_a_letter_sent_before_the_alphabet_changed_still_fits():
    nonce = keys.nonce()
    former = keys._mac(settings().secret_key, "case", 1, nonce)
    assert re.fullmatch("[a-z2-7]{32}", former)
    assert keys.fits(former, "case", 1, nonce)
    assert not keys.fits(former[:30], "case", 1, nonce)
    assert not keys.fits(former, "case", 2, nonce)


def test_no_shorter_key_fits():
    mine = keys.key("case", 1, "n")
    assert not any(keys.fits(mine[:length], "case", 1, "n") for length in range(len(mine)))


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
