"""Where people are reached: e-mail addresses and phone numbers in one canonical form each.

The canonical form is what is stored, compared and sent to. Nothing is ever compared in one form
and mailed in another, so no two spellings can pass for one another (spec T11).
"""

import re

from models.errors import Invalid
from models.hosts import ascii_host, shown_host

LONGEST_EMAIL = 254
"""Octets in an address (RFC 5321 4.5.3.1.3, less the angle brackets)."""
_LONGEST_LOCAL = 64
# RFC 5322 dot-atom, without the % and ! that old servers read as a way through another host.
_ATOM = r"[A-Za-z0-9#$&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")

_LONGEST_PHONE = 40
_PHONE_SIGNS = re.compile(r"\+?[\d\s()./\-\u2010-\u2015\u2212]+")
# Address books put invisible direction marks around the numbers copied from them.
_AROUND_NUMBERS = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SWEDEN = 46


def email(raw: str, *, field: str = "email") -> str:
    """The canonical form of an address: lower case, its domain in ASCII.

    Plus tags and dots are kept: they are part of where the letter goes. Raises Invalid with
    `missing`, `too_long` (`over`: octets too many) or `bad`.
    """
    typed = raw.strip(" \u00a0")
    if not typed:
        raise Invalid(field, "missing")
    local, at, domain = typed.rpartition("@")
    host = ascii_host(domain) if len(domain) <= LONGEST_EMAIL else domain
    address = f"{local.lower()}{at}{host}"
    if len(address) > LONGEST_EMAIL:
        raise Invalid(field, "too_long", over=len(address) - LONGEST_EMAIL)
    # "=?" begins an encoded word, which some mail software would turn into a header of its own.
    good = _LOCAL.fullmatch(local) and "=?" not in local and len(local) <= _LONGEST_LOCAL
    if not good or host is None:
        raise Invalid(field, "bad")
    return address


def shown_email(address: str) -> str:
    """A canonical address with its domain as people write it."""
    local, _, host = address.rpartition("@")
    return f"{local}@{shown_host(host)}"


def phone(raw: str, *, field: str = "phone") -> str:
    """A phone number in E.164 form; without a country it is Swedish.

    Raises Invalid with `missing` or `bad`.
    """
    # Not loaded at start: its table of the world is large, and most requests have no number.
    import phonenumbers

    typed = _AROUND_NUMBERS.sub("", raw).strip()
    if not typed:
        raise Invalid(field, "missing")
    # Letters would be read as the keys they stand on, and numbers of other scripts as digits.
    if len(typed) > _LONGEST_PHONE or not _PHONE_SIGNS.fullmatch(typed):
        raise Invalid(field, "bad")
    try:
        number = phonenumbers.parse(typed, "SE")
    except phonenumbers.NumberParseException:
        raise Invalid(field, "bad") from None
    if not phonenumbers.is_valid_number(number):
        raise Invalid(field, "bad")
    canonical: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return canonical


def is_mobile(e164: str) -> bool:
    """Whether text messages reach the number, by the numbering plan of its country."""
    import phonenumbers  # see phone()

    kind = phonenumbers.number_type(phonenumbers.parse(e164))
    return kind in {
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    }


def sms_number(raw: str, *, field: str = "phone") -> str:
    """A Swedish mobile number in E.164 form: the only numbers we pay to send to (spec T50).

    Raises Invalid as `phone` does, and with `foreign`, `not_mobile` (a landline) or `premium`
    (paging, free, shared and premium rate, and other services: 010, 020, 074, 077, 0900 ...).
    """
    import phonenumbers  # see phone()

    e164 = phone(raw, field=field)
    number = phonenumbers.parse(e164)
    if number.country_code != _SWEDEN:
        raise Invalid(field, "foreign")
    if is_mobile(e164):
        return e164
    landline = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.FIXED_LINE
    raise Invalid(field, "not_mobile" if landline else "premium")


def call_number(raw: str, *, field: str = "phone") -> str:
    """A number in E.164 form that an official may ring, a landline or abroad as well.

    Raises Invalid as `phone` does, and with `premium` where the call would cost extra.
    """
    import phonenumbers  # see phone()

    e164 = phone(raw, field=field)
    kind = phonenumbers.PhoneNumberType
    if phonenumbers.number_type(phonenumbers.parse(e164)) in {
        *(kind.PREMIUM_RATE, kind.SHARED_COST, kind.PAGER, kind.VOICEMAIL)
    }:
        raise Invalid(field, "premium")
    return e164


def shown_phone(e164: str) -> str:
    """A number as it is written in Sweden: 070-174 06 05; a foreign one as +45 20 12 34 56."""
    import phonenumbers  # see phone()

    number = phonenumbers.parse(e164)
    form = phonenumbers.PhoneNumberFormat
    at_home = number.country_code == _SWEDEN
    shown: str = phonenumbers.format_number(
        number, form.NATIONAL if at_home else form.INTERNATIONAL
    )
    return shown


def masked(address: str) -> str:
    """A canonical address that its owner recognises and nobody else can use: r***@example.org,
    070-*** ** 05. For logs and pages; what is no address becomes stars.
    """
    if "@" in address:
        local, _, host = shown_email(address).rpartition("@")
        return f"{local[:1] if len(local) > 1 else ''}***@{host}"
    if not re.fullmatch(r"\+\d{8,15}", address):
        return "***"
    area, separator, rest = re.split("([- ])", shown_phone(address), maxsplit=1)
    return area + separator + re.sub(r"\d(?=\D*\d\D*\d)", "*", rest)
