"""One press mends what one rule found, and leaves every other word as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.mending import MENDS, mended
from moderation.screening import Rule, screen


@pytest.mark.parametrize(
    ("rule", "written", "left"),
    [
        (Rule.PERSONAL_NUMBER, "Jag, 811218-9876, bor här.", "Jag, 811218-****, bor här."),
        (Rule.PHONE, "Ring 070-174 06 05.\nEller 08-465 004 12, tack", "Ring.\nEller, tack"),
        (Rule.EMAIL, "rosa@example.org", ""),
        (Rule.HARD_WORD, "Era jävla idioter!", "Era!"),
        (Rule.HOME, "Hon bor på Storgatan 5, tror jag.", "Hon bor på, tror jag."),
        (Rule.PLATE, "Bilen ABC 123 stod där", "Bilen stod där"),
        (Rule.SHORT_LINK, "Se bit.ly/abc nu", "Se nu"),
        (
            Rule.SHOUTING,
            "LAGA LAMPAN NU! ÅSA SA DET.\nDEN ÄR SÖNDER",
            "Laga lampan nu! Åsa sa det.\nDen är sönder",
        ),
        (Rule.EMAIL, "Inget att ta bort", "Inget att ta bort"),
        (Rule.OTHER_LANGUAGE, "это текст на русском языке", "это текст на русском языке"),
    ],
)
def test_one_rule_is_mended(rule, written, left):
    assert mended(written, rule) == left


def test_a_repetition_goes_and_what_was_said_once_stays():
    once = "Laga lampan vid bron nu genast innan någon gör sig illa. "
    assert mended(once * 6, Rule.REPEATED) == once.strip()


PARTS = (
    "Ring 070-174 06 05",
    "rosa@example.org",
    "811218-9876",
    "jävla",
    "bor på Storgatan 5",
    "Hej.",
)


@given(st.lists(st.sampled_from([*PARTS, ", ", "\n", "Lampan är trasig. "])).map(" ".join))
def test_after_a_mend_the_rule_finds_nothing_more(written):
    for rule in MENDS:
        again = mended(written, rule)
        if rule is not Rule.PERSONAL_NUMBER:
            assert rule not in {hit.rule for hit in screen(again)}
        assert len(again) <= len(written)
