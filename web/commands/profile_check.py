"""What is missing or unreadable in a profile, in plain words for the operator who wrote it."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from models import eligibility
from models.errors import Invalid
from models.profile import Site
from models.profile_file import Whole, read
from templates import colour, hours
from web.commands import profile_reviewing
from web.commands.profile_words import sentence
from web.configuration.faults import of_reading, of_whole

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
        return Report(wrong=[sentence(one) for one in of_reading(error)])
    except Invalid as error:
        return Report(wrong=[f"logo: {LOGOS[error.code].format(**error.values)}"])
    report = Report(whole)
    report.wrong += [sentence(one) for one in of_whole(whole)]
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


def _colour(site: Site, report: Report) -> None:
    try:
        light, dark = colour.readable(site.colour)
    except ValueError:
        return
    for mode, made, ground in (
        ("by day", light, colour.WHITE),
        ("at night", dark, colour.DARK_PAGE),
    ):
        had, has = colour.contrast(site.colour, ground), colour.contrast(made, ground)
        mended = "" if made == site.colour.upper() else f", so {made} is used ({has:.1f})"
        report.facts.append(f"colour {site.colour} {mode}: contrast {had:.1f}{mended}")
