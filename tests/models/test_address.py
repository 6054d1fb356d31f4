"""E-mail addresses and phone numbers (spec/sweden.md 7, spec/security.md T11, T50, ST-25)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.address import (
    email,
    is_mobile,
    masked,
    phone,
    shown_email,
    shown_phone,
    sms_number,
)
from models.errors import Invalid
from models.typos import email_suggestion

ROSA = "+46701740605"


def refusal(work, raw):
    with pytest.raises(Invalid) as refused:
        work(raw)
    return refused.value.code


@pytest.mark.parametrize(
    ("raw", "canonical"),
    [
        ("rosa@example.org", "rosa@example.org"),
        ("  Rosa.Ek@Example.ORG \u00a0", "rosa.ek@example.org"),
        ("rosa+torget@example.org", "rosa+torget@example.org"),
        ("o'hara@example.org", "o'hara@example.org"),
        ("rosa@GRÖNBY.se", "rosa@xn--grnby-kua.se"),
        ("rosa@gro\u0308nby.se", "rosa@xn--grnby-kua.se"),
        ("rosa@XN--grnby-kua.SE", "rosa@xn--grnby-kua.se"),
        ("rosa@\uff45xample.org", "rosa@example.org"),
        ("rosa@example\u3002org", "rosa@example.org"),
        (f"{'r' * 64}@example.org", f"{'r' * 64}@example.org"),
    ],
)
def test_every_spelling_of_an_address_has_one_canonical_form(raw, canonical):
    assert email(raw) == canonical
    assert email(canonical) == canonical


def test_an_address_that_only_looks_like_another_is_another():
    assert email("rosa@ex\u0430mple.org") == "rosa@xn--exmple-4nf.org"


@pytest.mark.parametrize(
    "raw",
    [
        "rosa",
        "@example.org",
        "rosa@",
        "rosa@example",
        "rosa@localhost",
        "rosa@127.0.0.1",
        "rosa@[127.0.0.1]",
        "rosa@example.org.",
        "rosa@example.org,",
        "rosa.@example.org",
        ".rosa@example.org",
        "rosa..ek@example.org",
        "rosa@example..org",
        "rosa@-example.org",
        "rosa@exa_mple.org",
        "rosa@xn--\u00e5.se",
        "rosa@xn--zzzzzzzzz.se",
        "rosa @example.org",
        "rosa@ example.org",
        "a@good.city@evil.example",
        '"a@good.city"@evil.example',
        '"rosa"@example.org',
        "a@evil.example)@good.city",
        "rosa(x)@example.org",
        "a@good.city\0@evil.example",
        "rosa@example.org\0",
        "rosa@example.org\r\nBcc: sam@example.org",
        "rosa@example.org\n",
        "\trosa@example.org",
        "ro\u200bsa@example.org",
        "\u202erosa@example.org",
        "=?utf-8?q?rosa?=@example.org",
        "x=?y@example.org",
        "rosa%evil.example@example.org",
        "evil.example!rosa@example.org",
        "Rosa <rosa@example.org>",
        "<rosa@example.org>",
        "mailto:rosa@example.org",
        "rosa@example.org;sam@example.org",
        "r\u00f6sa@example.org",
        "\uff52osa@example.org",
        "rosa\uff20example.org",
        "\u212aarin@example.org",
        f"{'r' * 65}@example.org",
        f"rosa@{'e' * 64}.org",
    ],
)
def test_what_is_not_exactly_one_plain_address_is_refused(raw):
    assert refusal(email, raw) == "bad"


def test_an_empty_address_is_missing_and_a_long_one_says_by_how_much():
    assert refusal(email, " ") == "missing"
    with pytest.raises(Invalid) as refused:
        email(f"rosa@{'e.' * 125}org")
    assert (refused.value.field, refused.value.code) == ("email", "too_long")
    assert refused.value.values == {"over": 4}
    assert len(email(f"rosa@{'e.' * 123}org")) == 254
    assert refusal(email, "r" * 100_000) == "too_long"
    assert refusal(email, f"rosa@{'é' * 100_000}") == "too_long"


def test_the_refusal_names_the_field_it_was_asked_for():
    with pytest.raises(Invalid) as refused:
        email("", field="answer_to")
    assert refused.value.field == "answer_to"


@given(st.text(max_size=300) | st.emails())
def test_whatever_is_typed_is_canonical_or_refused(raw):
    try:
        address = email(raw)
    except Invalid:
        return
    assert address.isascii()
    assert address.isprintable()
    assert " " not in address
    assert address == address.lower() == email(address)
    assert address.count("@") == 1
    assert len(address) <= 254


def test_an_address_is_shown_with_its_domain_as_people_write_it():
    assert shown_email("rosa@xn--grnby-kua.se") == "rosa@grönby.se"
    assert shown_email("rosa@example.org") == "rosa@example.org"
    assert shown_email("rosa@xn--exmple-4nf.org") == "rosa@xn--exmple-4nf.org"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("ggmail.com", "gmail.com"),
        ("gmail.se", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("hotmal.se", "hotmail.se"),
        ("telia.se", "telia.com"),
        ("tella.com", "telia.com"),
        ("outlok.com", "outlook.com"),
        ("gmail.com", None),
        ("hotmail.se", None),
        ("mail.com", None),
        ("hotmail.de", None),
        ("example.org", None),
        ("gmaliz.com", None),
    ],
)
def test_a_slip_of_the_finger_is_asked_about_and_a_real_domain_is_not(typed, meant):
    assert email_suggestion(f"rosa@{typed}") == (meant and f"rosa@{meant}")


@pytest.mark.parametrize(
    "raw",
    [
        "070-174 06 05",
        "0701740605",
        "+46 70 174 06 05",
        "+46701740605",
        "0046701740605",
        "+46(0)70-174 06 05",
        "+46 (0) 701740605",
        "(070) 174 06 05",
        "070/174.06.05",
        "070\u2013174\u00a006\u00a005",
        "\u202a070-174 06 05\u202c",
        " 070-1740605 ",
    ],
)
def test_every_way_to_write_a_swedish_mobile_number_is_one_number(raw):
    assert phone(raw) == sms_number(raw) == ROSA
    assert is_mobile(ROSA)


@pytest.mark.parametrize(
    ("raw", "e164", "shown"),
    [
        ("0701740605", ROSA, "070-174 06 05"),
        ("08-123 456 78", "+46812345678", "08-123 456 78"),
        ("0910123456", "+46910123456", "0910-12 34 56"),
        ("+4520123456", "+4520123456", "+45 20 12 34 56"),
    ],
)
def test_a_number_is_shown_as_it_is_written_in_its_country(raw, e164, shown):
    assert phone(raw) == e164
    assert shown_phone(e164) == shown


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "missing"),
        (" \u200e", "missing"),
        ("rosa@example.org", "bad"),
        ("0701 ABCDEF", "bad"),
        ("070-174 06", "bad"),
        ("070-174 06 05 06", "bad"),
        ("070-174 06 05 ext. 7", "bad"),
        ("070-174 06 05;ext=7", "bad"),
        ("0701740605\0", "bad"),
        ("++46701740605", "bad"),
        ("112", "bad"),
        ("999999999999999", "bad"),
        ("0" * 100_000, "bad"),
        ("+46", "bad"),
    ],
)
def test_what_is_no_phone_number_is_refused(raw, code):
    assert refusal(phone, raw) == refusal(sms_number, raw) == code


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("08-123 456 78", "not_mobile"),
        ("0910-12 34 56", "not_mobile"),
        ("010-123 45 67", "premium"),
        ("020-12 34 56", "premium"),
        ("0740-12 34 56", "premium"),
        ("0771-12 34 56", "premium"),
        ("0900-123 456", "premium"),
        ("0939-123 45 67", "premium"),
        ("0944-123 456", "premium"),
        ("+45 20 12 34 56", "foreign"),
        ("+47 406 12 345", "foreign"),
        ("+882 16 1234 5678", "foreign"),
    ],
)
def test_text_messages_go_only_to_swedish_mobiles(raw, code):
    assert refusal(sms_number, raw) == code


@pytest.mark.parametrize("prefix", ["070", "072", "073", "076", "079"])
def test_every_mobile_prefix_of_sweden_gets_text_messages(prefix):
    assert sms_number(f"{prefix}-174 06 05") == f"+46{prefix[1:]}1740605"


def test_a_landline_and_a_pager_are_no_mobiles():
    assert not is_mobile("+46812345678")
    assert not is_mobile("+46740123456")


@given(st.text("0123456789+- ()/.\u200e\u0660A", max_size=24))
def test_whatever_number_is_typed_is_canonical_or_refused(raw):
    try:
        number = phone(raw)
    except Invalid:
        return
    assert number.startswith("+")
    assert number[1:].isdecimal()
    assert number.isascii()
    assert phone(number) == number


@pytest.mark.parametrize(
    ("address", "hidden"),
    [
        ("rosa@example.org", "r***@example.org"),
        ("r@example.org", "***@example.org"),
        ("rosa@xn--grnby-kua.se", "r***@grönby.se"),
        (ROSA, "070-*** ** 05"),
        ("+46812345678", "08-*** *** 78"),
        ("+4520123456", "+45 ** ** ** 56"),
        ("not an address", "***"),
        ("", "***"),
    ],
)
def test_a_masked_address_is_recognised_only_by_its_owner(address, hidden):
    assert masked(address) == hidden
