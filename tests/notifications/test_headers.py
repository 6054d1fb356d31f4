import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications import headers
from tests.notifications.nasty import nasty


@given(nasty())
def test_a_neutral_line_is_one_line_without_controls_or_encoded_words(text):
    line = headers.neutral(text)
    assert line.splitlines() in ([], [line])
    assert "=?" not in line
    assert not any(letter in line for letter in "\x00\x1b\x7f\x85\u200b\u2028\u202e\u2066\ufeff")
    line.encode()


@given(nasty(), st.sampled_from(["", "2026-00123", "2026-1234567"]))
def test_a_subject_ends_with_its_reference_and_keeps_to_78_characters(text, reference):
    subject = headers.subject_line(text, reference)
    assert len(subject) <= 78
    assert subject.endswith(f"[{reference}]" if reference else "")


def test_a_long_title_gives_way_to_the_reference():
    subject = headers.subject_line("Svar: " + "Mörkt på gångvägen " * 9, "2026-00123")
    assert subject == (
        "Svar: Mörkt på gångvägen Mörkt på gångvägen Mörkt på gångvägen M… [2026-00123]"
    )


def test_a_subject_that_already_has_the_reference_does_not_get_it_twice():
    assert headers.subject_line("Svar [2026-00123]", "2026-00123") == "Svar [2026-00123]"


@given(nasty())
def test_a_body_has_only_whole_line_ends(text):
    raw = headers.clean_text(text)
    assert raw.endswith("\r\n")
    assert "\r" not in raw.replace("\r\n", "")
    assert "\n" not in raw.replace("\r\n", "")


@pytest.mark.parametrize(
    ("given_address", "ours"),
    [
        ("rosa@example.org", "rosa@example.org"),
        ("  rosa.lind+torget@example.org ", "rosa.lind+torget@example.org"),
        ("rosa@åkeri.example", "rosa@xn--keri-poa.example"),
    ],
)
def test_an_address_is_taken_as_it_goes_over_the_wire(given_address, ours):
    assert headers.address(given_address) == ours


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "rosa",
        "@example.org",
        "rosa@",
        "rosa@example..org",
        "rosa@-example.org",
        ".rosa@example.org",
        "rosa@example.org,sam@example.org",
        "rosa@example.org\r\nBcc: sam@example.org",
        "rosa@example.org> SIZE=1\r\nRCPT TO:<sam@example.org",
        "Rosa <rosa@example.org>",
        '"rosa sam"@example.org',
        "rosa\x00@example.org",
        "roså@example.org",
        "=?utf-8?q?x=0d=0a?=@example.org",
        "a" * 65 + "@example.org",
        "rosa@" + "a." * 130 + "org",
    ],
)
def test_what_is_not_exactly_one_address_is_refused(wrong):
    with pytest.raises(headers.UnsafeHeader):
        headers.address(wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        "javascript:alert(1)",
        "https://x/>, <mailto:sam@example.org",
        "https://x/\r\n",
        "https://x/ y",
    ],
)
def test_only_a_plain_web_address_stands_between_angle_brackets(wrong):
    with pytest.raises(headers.UnsafeHeader):
        headers.link(wrong)


@pytest.mark.parametrize(
    "value",
    ["a\r\nBcc: sam@example.org", "a\nb", "a\r\n\r\nbody", "å", "a\x00", "a" * 1000],
)
def test_a_value_that_would_change_the_block_is_stopped_at_the_last_gate(value):
    with pytest.raises(headers.UnsafeHeader):
        headers.block([("Subject", value), ("To", "rosa@example.org")])
