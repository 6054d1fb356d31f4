"""What is missing or unreadable in a profile, in plain words for the operator who wrote it."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from models import address, eligibility
from models.errors import Invalid
from models.profile import Site
from models.profile_file import Whole, read
from templates import colour, hours
from web.commands import profile_reviewing, profile_words

SLUG = set("abcdefghijklmnopqrstuvwxyz0123456789-")
SHORT_NUMBER = re.compile(r"1[0-9]{2}(?: ?[0-9]{1,3})?")
"""112, 114 14, 1177: numbers of the whole country, which no plan of area codes knows."""

WIDEST_DEGREES = 5.0
"""No municipality is wider; whoever writes one that is has swapped two numbers."""
MUST = ("name", "short_name", "site_name", "address", "controller_sv", "run_by_sv")
SMS_LETTERS = (3, 11)
ADVISED = {
    "duty_phone": "nobody is told whom to ring at night",
    "officer_email": "the privacy notice must name the data protection officer (GDPR, article 13)",
    "officer_phone": "the data protection officer cannot be rung",
    "bounds": "places outside the municipality cannot be told from those within",
}
LOGOS = {
    "large": "is larger than {most} bytes",
    "unreadable": "is neither a readable SVG nor a PNG",
    "script": "holds something that does not draw: a script, a style, text, or a declaration",
    "reference": "fetches something from elsewhere",
    "size": "does not say its size, or is more than {most} across",
    "elsewhere": "does not lie beside the profile",
}


@dataclass
class Report:
    """`wrong` keeps the profile from being used; `advice` does not; `facts` are worth knowing."""

    whole: Whole | None = None
    wrong: list[str] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)


def check(file: Path) -> Report:
    """Read a profile file and say what is to be said about it."""
    try:
        whole = read(file)
    except OSError as error:
        return Report(wrong=[f"{Path(error.filename or file).name}: {error.strerror}"])
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Report(wrong=[f"{file.name} is no TOML: {error}"])
    except ValidationError as error:
        return Report(wrong=[_sentence(one) for one in error.errors(include_url=False)])
    except Invalid as error:
        return Report(wrong=[f"logo: {LOGOS[error.code].format(**error.values)}"])
    report = Report(whole)
    report.wrong += [
        *_missing(whole.site),
        *_languages(whole),
        *_numbers(whole),
        *_addresses(whole.site),
        *_rules(whole.site),
        *_slugs(whole),
        *_units(whole),
        *_subjects(whole),
        *profile_words.wrong(whole.site.words, whole.site.reviewing.words),
    ]
    report.advice += [
        f"{name} is empty: {why}" for name, why in ADVISED.items() if not getattr(whole.site, name)
    ]
    _colour(whole.site, report)
    report.facts += [*_overview(whole), *profile_reviewing.facts(whole.site.reviewing)]
    return report


def _overview(whole: Whole) -> Iterator[str]:
    """What will be so, for whoever reads it over once more."""
    site = whole.site
    yield f"letters come from {site.mail_sender}, text messages from {site.sms_sender}"
    yield f"open {hours.week(site.hours, 'en')}"
    yield f"a proposal needs {site.proposals.threshold} people within {site.proposals.days} days"
    yield f"who may take part: {', '.join(_asked(act, site) for act in eligibility.Act)}"
    yield (
        f"{len(whole.units)} units, {len(whole.boards)} boards, {len(whole.categories)} subjects,"
        f" {len(whole.promises)} promises, {len(whole.questions)} frequent questions"
    )
    off = [name for name, on in site.modules if not on]
    yield f"switched off: {', '.join(off) or 'nothing'}"
    for mode, mark in whole.marks.items():
        yield f"logo {mode}: {mark.media}, {mark.width} by {mark.height}"


def _asked(act: eligibility.Act, site: Site) -> str:
    asked = eligibility.rule(site.participation, act)
    return f"{act} {asked.level}" + (f" from {asked.age} years" if asked.age else "")


def _sentence(error: ErrorDetails) -> str:
    where = ".".join(str(part) for part in error["loc"]).removeprefix("site.")
    if error["type"] == "missing":
        return f"{where} is missing"
    if error["type"] == "extra_forbidden":
        return f"{where} is not known; is it spelt right?"
    said = error["msg"].removeprefix("Value error, ")
    return f"{where}: {said}" if where else said


def _missing(site: Site) -> Iterator[str]:
    yield from (f"{name} is empty" for name in MUST if not getattr(site, name).strip())


def _languages(whole: Whole) -> Iterator[str]:
    """What stands in one language must stand in the other."""
    for place, row in _all(whole):
        for name in type(row).model_fields:
            if name.endswith("_sv"):
                pair = {"sv": getattr(row, name), "en": getattr(row, f"{name[:-3]}_en")}
                for language, words in pair.items():
                    if not words and any(pair.values()):
                        yield f"{place}{name[:-3]}_{language} is empty"


def _all(whole: Whole) -> Iterator[tuple[str, BaseModel]]:
    yield "", whole.site
    for name, value in whole:
        if isinstance(value, tuple):
            for number, row in enumerate(value):
                yield f"{name} {getattr(row, 'slug', number + 1)}: ", row


def _numbers(whole: Whole) -> Iterator[str]:
    for place, row in _all(whole):
        for name in type(row).model_fields:
            number = getattr(row, name)
            is_number = name == "phone" or name.endswith("_phone")
            if is_number and not SHORT_NUMBER.fullmatch(number):
                yield from _tried(address.phone, place + name, number, "phone number")
    if not whole.site.phone:
        yield "phone is empty"


def _tried(how: Callable[..., str], name: str, value: str, what: str) -> Iterator[str]:
    if value:
        try:
            how(value)
        except Invalid:
            yield f"{name} is no {what}: {value}"


def _addresses(site: Site) -> Iterator[str]:
    yield from _tried(address.email, "officer_email", site.officer_email, "e-mail address")
    yield from _tried(address.email, "email", site.email, "e-mail address")
    if not site.email:
        yield "email is empty"
    if not _is_link(site.home_url):
        yield f"home_url does not begin with https:// and a host: {site.home_url}"


def _is_link(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" and bool(parts.hostname)


def _rules(site: Site) -> Iterator[str]:
    try:
        ZoneInfo(site.zone)
    except (ZoneInfoNotFoundError, ValueError):
        yield f"zone is not known: {site.zone}"
    if not 1 <= site.proposals.threshold <= 1_000_000:
        yield "proposals.threshold is not a number of people"
    if not 1 <= site.proposals.days <= 366:
        yield "proposals.days is not between 1 and 366"
    if site.modules.sms and not _is_sender(site.sms_name):
        yield "sms_name is not 3 to 11 letters a to z and digits, beginning with a letter"
    if site.bounds is not None:
        south, west, north, east = site.bounds
        tall, wide = north - south, east - west
        if not (0 < tall <= WIDEST_DEGREES and 0 < wide <= 2 * WIDEST_DEGREES):
            yield "bounds is not [south, west, north, east] of a municipality, in degrees"


def _is_sender(name: str) -> bool:
    least, most = SMS_LETTERS
    return name.isascii() and name.isalnum() and name[:1].isalpha() and least <= len(name) <= most


def _slugs(whole: Whole) -> Iterator[str]:
    for what, rows in (
        ("units", whole.units),
        ("boards", whole.boards),
        ("categories", whole.categories),
        ("questions", whole.questions),
    ):
        for slug, times in Counter(row.slug for row in rows).items():
            if times > 1:
                yield f"{what}: {slug} stands there {times} times"
            if not slug or set(slug) - SLUG:
                yield f"{what}: {slug!r} is not lower-case letters, digits and hyphens"


def _units(whole: Whole) -> Iterator[str]:
    centres = sum(unit.service_centre for unit in whole.units)
    if centres != 1:
        yield f"units: exactly one is the service centre, not {centres}"
    used = {row.unit for row in whole.categories}
    for unit in whole.units:
        if unit.slug not in used and not unit.service_centre:
            yield f"units {unit.slug}: no subject leads to it"


def _subjects(whole: Whole) -> Iterator[str]:
    units = {unit.slug for unit in whole.units}
    for row in whole.categories:
        if row.unit not in units:
            yield f"categories {row.slug}: there is no unit {row.unit}"
        if row.owner_url and not _is_link(row.owner_url):
            yield f"categories {row.slug}: owner_url does not begin with https:// and a host"
        if row.owner_sv and not (row.owner_phone or row.owner_url):
            yield f"categories {row.slug}: nobody is told how to reach {row.owner_sv}"
    subjects = {row.slug for row in whole.categories}
    for question in whole.questions:
        if question.subject and question.subject not in subjects:
            yield f"questions {question.slug}: there is no subject {question.subject}"


def _colour(site: Site, report: Report) -> None:
    try:
        light, dark = colour.readable(site.colour)
    except ValueError:
        report.wrong.append(f"colour is not written #RRGGBB: {site.colour}")
        return
    for mode, made, ground in (
        ("by day", light, colour.WHITE),
        ("at night", dark, colour.DARK_PAGE),
    ):
        had, has = colour.contrast(site.colour, ground), colour.contrast(made, ground)
        mended = "" if made == site.colour.upper() else f", so {made} is used ({has:.1f})"
        report.facts.append(f"colour {site.colour} {mode}: contrast {had:.1f}{mended}")
