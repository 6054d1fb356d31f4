"""NT-19, against a slow and obvious counting of our own and against known figures."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.sms.segments import BASIC, EXTENSION, downgrade, segments

GSM = st.text(st.sampled_from(sorted(BASIC)), max_size=700)
EXTENDED = st.text(st.sampled_from(sorted(BASIC)[:9] + sorted(EXTENSION)), max_size=700)
LATIN = st.text(st.characters(max_codepoint=0x17F), max_size=300)
EMOJI = st.text(st.sampled_from("😀👍🏽❤️a å"), max_size=300)
FAMILIES = st.lists(st.sampled_from(["👩\u200d👩\u200d👧", "🏳️\u200d🌈", "x"]), max_size=60).map(
    "".join
)
ANY = st.one_of(GSM, EXTENDED, LATIN, EMOJI, FAMILIES)


def by_hand(text: str) -> tuple[str, int, int]:
    """Builds the parts as a phone gets them and counts them."""
    gsm = all(letter in BASIC or letter in EXTENSION for letter in text)
    if gsm:
        letters = ["\x1b" + letter if letter in EXTENSION else letter for letter in text]
        alone, chained = 160, 153
    else:
        letters = [
            text[at].encode("utf-16-be", "surrogatepass").decode("utf-16-be", "surrogatepass")
            for at in range(len(text))
        ]
        letters = ["xx" if ord(letter) > 0xFFFF else "x" for letter in letters]
        alone, chained = 70, 67
    units = len("".join(letters))
    parts = [""]
    for letter in letters:
        if len(parts[-1] + letter) > (alone if units <= alone else chained):
            parts.append("")
        parts[-1] += letter
    return "gsm7" if gsm else "ucs2", len(parts), units


@given(ANY)
def test_the_count_is_that_of_the_parts_a_phone_gets(text):
    assert segments(text) == by_hand(text)


@given(ANY, ANY)
def test_a_longer_text_never_takes_fewer_parts(text, more):
    assert segments(text + more).parts >= segments(text).parts


def test_the_alphabet_is_the_whole_of_gsm_03_38():
    assert len(BASIC) == 127
    assert len(EXTENSION) == 10
    assert not BASIC & EXTENSION
    assert set("åäöÅÄÖéÉüÜ@£$€ \n") <= BASIC | EXTENSION
    assert not set("áíóçâčšđŋžćńł`´’”–…\u00a0\t") & (BASIC | EXTENSION)


@pytest.mark.parametrize(
    ("text", "encoding", "parts", "units"),
    [
        ("", "gsm7", 1, 0),
        ("å" * 160, "gsm7", 1, 160),
        ("å" * 161, "gsm7", 2, 161),
        ("å" * 306, "gsm7", 2, 306),
        ("å" * 307, "gsm7", 3, 307),
        ("€" * 80, "gsm7", 1, 160),
        ("€" * 81, "gsm7", 2, 162),
        # 76 pairs fill 152 of 153 units: the next pair is not parted, so a third part is needed.
        ("€" * 152, "gsm7", 2, 304),
        ("€" * 153, "gsm7", 3, 306),
        ("č" * 70, "ucs2", 1, 70),
        ("č" * 71, "ucs2", 2, 71),
        ("č" * 134, "ucs2", 2, 134),
        ("č" * 135, "ucs2", 3, 135),
        ("😀" * 35, "ucs2", 1, 70),
        ("😀" * 36, "ucs2", 2, 72),
        ("😀" * 66, "ucs2", 2, 132),
        ("😀" * 67, "ucs2", 3, 134),
    ],
)
def test_the_edges_are_where_the_standard_puts_them(text, encoding, parts, units):
    assert segments(text) == (encoding, parts, units)


def test_typographic_characters_become_plain_ones():
    assert downgrade("”Mörkt” – Rosas’ väg…\u00a0OK\u200b\u00ad") == '"Mörkt" - Rosas\' väg... OK'


@pytest.mark.parametrize("text", ["Zoé à Åre", "Mörkt på gångvägen", "50 € [1] {2} ~ ^ | \\"])
def test_what_gsm_can_write_stays_as_it_is(text):
    assert downgrade(text) == text


def test_a_decomposed_letter_is_put_together_again():
    assert downgrade(unicodedata.normalize("NFD", "Mörkt på gångvägen")) == "Mörkt på gångvägen"


def test_sami_letters_stay_in_a_sami_text_and_lose_their_marks_in_a_swedish_one():
    assert downgrade("Čáhppesvuohta šaddá ŋ", "se") == "Čáhppesvuohta šaddá ŋ"
    assert downgrade("Skola i Čohkkiras", "sv") == "Skola i Cohkkiras"
    assert segments(downgrade("Skola i Čohkkiras", "sv")).encoding == "gsm7"


def test_marks_are_not_dropped_where_that_would_save_nothing():
    assert downgrade("Čohkkiras 😀", "sv") == "Čohkkiras 😀"
    assert downgrade("½ 😀") == "½ 😀"


@given(ANY)
def test_a_plain_text_stays_plain_and_holds_no_control_characters(text):
    plain = downgrade(text)
    assert downgrade(plain) == plain
    assert not any(
        unicodedata.category(letter) in {"Cc", "Cs"} for letter in plain if letter != "\n"
    )


@given(st.text(st.sampled_from("ÅÄÖåäöéabc \n”’–…\u00a0"), max_size=300))
def test_a_swedish_text_is_always_gsm(text):
    assert segments(downgrade(text)).encoding == "gsm7"
