"""What keeps a configuration from being used, by its place and a code: the words stand elsewhere,
for operators in web/commands/profile_check and for administrators in templates/admin.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from models import address
from models.configuration.parts import Path
from models.errors import Invalid
from models.misfit import Misfit
from models.organisation import UnitSort
from models.profile import Site
from models.profile_file import Whole
from templates import colour
from web.configuration import own_words

SLUG = set("abcdefghijklmnopqrstuvwxyz0123456789-")
SHORT_NUMBER = re.compile(r"1[0-9]{2}(?: ?[0-9]{1,3})?")
"""112, 114 14, 1177: numbers of the whole country, which no plan of area codes knows."""
WIDEST_DEGREES = 5.0
"""No municipality is wider; whoever writes one that is has swapped two numbers."""
MOST_VOTES, MOST_DAYS = 1_000_000, 366
MUST = ("name", "short_name", "site_name", "address", "controller_sv", "run_by_sv")
SMS_LETTERS = (3, 11)


class Fault(NamedTuple):
    """`path` names the value, the row, or the part; `values` fill the sentence."""

    path: Path
    code: str
    values: Mapping[str, Any] = MappingProxyType({})


def of_whole(whole: Whole) -> Iterator[Fault]:
    """Everything that is wrong with a configuration that can be read."""
    yield from (
        Fault(("site", name), "empty") for name in MUST if not getattr(whole.site, name).strip()
    )
    yield from _languages(whole)
    yield from _numbers(whole)
    yield from _addresses(whole.site)
    yield from _rules(whole.site)
    yield from _slugs(whole)
    yield from _units(whole)
    yield from _subjects(whole)
    for number, entry, why in own_words.unsought(whole.site.reviewing.words):
        values = {"number": number, "entry": entry, "why": why}
        yield Fault(("site", "reviewing", "words"), "unsought", values)
    for sentence, code, filled in own_words.wrong(whole.site.words):
        yield Fault(("site", "words", sentence), code, filled)
    try:
        colour.readable(whole.site.colour)
    except ValueError:
        yield Fault(("site", "colour"), "colour", {"value": whole.site.colour})


def of_reading(error: ValidationError) -> list[Fault]:
    """What is wrong with a configuration that cannot even be read."""
    return [_of_detail(one) for one in error.errors(include_url=False)]


def _of_detail(error: ErrorDetails) -> Fault:
    path = tuple(str(part) for part in error["loc"])
    if error["type"] == "missing":
        return Fault(path, "missing")
    if error["type"] == "extra_forbidden":
        return Fault(path, "unknown")
    why = error.get("ctx", {}).get("error")
    said = error["msg"].removeprefix("Value error, ")
    name = ".".join(path).removeprefix("site.")
    full = f"{name}: {said}" if name else said
    if isinstance(why, Misfit):
        return Fault((*path, *why.path), why.code, {**why.values, "full": full})
    code = next((code for sort, code in _SORTS if error["type"].startswith(sort)), "unreadable")
    told = error.get("ctx", {})
    values = {"most": told.get("max_length", 0), "expected": told.get("expected", "")}
    return Fault(path, code, {**values, "full": full})


_SORTS = (
    *(("string_too_long", "characters"), ("enum", "one_of"), ("literal_error", "one_of")),
    *(("int", "not_duration"), ("float", "not_decimal"), ("bool", "not_tick")),
    *(("string_type", "not_words"), ("date", "not_day")),
)
"""What pydantic says a value is not, by the beginning of its code."""


def _all(whole: Whole) -> Iterator[tuple[Path, BaseModel]]:
    yield ("site",), whole.site
    for name, value in whole:
        if isinstance(value, tuple):
            for number, row in enumerate(value):
                yield (name, getattr(row, "slug", str(number + 1))), row


def _languages(whole: Whole) -> Iterator[Fault]:
    """What stands in one language must stand in the other."""
    for place, row in _all(whole):
        for name in type(row).model_fields:
            if name.endswith("_sv"):
                pair = {"sv": getattr(row, name), "en": getattr(row, f"{name[:-3]}_en")}
                for language, words in pair.items():
                    if not words and any(pair.values()):
                        yield Fault((*place, f"{name[:-3]}_{language}"), "empty")


def _numbers(whole: Whole) -> Iterator[Fault]:
    for place, row in _all(whole):
        for name in type(row).model_fields:
            number = getattr(row, name)
            is_number = name == "phone" or name.endswith("_phone")
            if is_number and not SHORT_NUMBER.fullmatch(number):
                yield from _tried(address.phone, (*place, name), number, "phone")
    if not whole.site.phone:
        yield Fault(("site", "phone"), "empty")


def _tried(how: Callable[..., str], path: Path, value: str, code: str) -> Iterator[Fault]:
    if value:
        try:
            how(value)
        except Invalid:
            yield Fault(path, code, {"value": value})


def _addresses(site: Site) -> Iterator[Fault]:
    for name in ("officer_email", "email"):
        yield from _tried(address.email, ("site", name), getattr(site, name), "email")
    if not site.email:
        yield Fault(("site", "email"), "empty")
    if not _is_link(site.home_url):
        yield Fault(("site", "home_url"), "link", {"value": site.home_url})


def _is_link(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" and bool(parts.hostname)


def _rules(site: Site) -> Iterator[Fault]:
    try:
        ZoneInfo(site.zone)
    except (ZoneInfoNotFoundError, ValueError):
        yield Fault(("site", "zone"), "zone", {"value": site.zone})
    if not 1 <= site.proposals.threshold <= MOST_VOTES:
        yield Fault(("site", "proposals", "threshold"), "threshold")
    if not 1 <= site.proposals.days <= MOST_DAYS:
        yield Fault(("site", "proposals", "days"), "days", {"most": MOST_DAYS})
    if site.modules.sms and not _is_sender(site.sms_name):
        yield Fault(("site", "sms_name"), "sms_name")
    if site.bounds is not None:
        south, west, north, east = site.bounds
        tall, wide = north - south, east - west
        if not (0 < tall <= WIDEST_DEGREES and 0 < wide <= 2 * WIDEST_DEGREES):
            yield Fault(("site", "bounds"), "bounds")


def _is_sender(name: str) -> bool:
    least, most = SMS_LETTERS
    return name.isascii() and name.isalnum() and name[:1].isalpha() and least <= len(name) <= most


def _slugs(whole: Whole) -> Iterator[Fault]:
    for part in ("units", "boards", "categories", "questions"):
        for slug, times in Counter(row.slug for row in getattr(whole, part)).items():
            if times > 1:
                yield Fault((part,), "twice", {"slug": slug, "times": times})
            if not slug or set(slug) - SLUG:
                yield Fault((part,), "slug", {"slug": slug})


def _units(whole: Whole) -> Iterator[Fault]:
    centres = sum(unit.service_centre for unit in whole.units)
    if centres != 1:
        yield Fault(("units",), "centres", {"n": centres})
    used = {row.unit for row in whole.categories} | {row.unit for row in whole.routes}
    for unit in whole.units:
        # A board or a department may have nothing but units under it.
        if unit.slug not in used and unit.sort in {UnitSort.UNIT, UnitSort.EXTERNAL}:
            yield Fault(("units", unit.slug), "idle")


def _subjects(whole: Whole) -> Iterator[Fault]:
    units = {unit.slug for unit in whole.units}
    for row in whole.categories:
        path = ("categories", row.slug)
        if row.unit not in units:
            yield Fault((*path, "unit"), "no_unit", {"value": row.unit})
        if row.owner_url and not _is_link(row.owner_url):
            yield Fault((*path, "owner_url"), "link", {"value": row.owner_url})
        if row.owner_sv and not (row.owner_phone or row.owner_url):
            yield Fault((*path, "owner_phone"), "unreached", {"owner": row.owner_sv})
    subjects = {row.slug for row in whole.categories}
    for question in whole.questions:
        if question.subject and question.subject not in subjects:
            yield Fault(
                ("questions", question.slug, "subject"), "no_subject", {"value": question.subject}
            )
