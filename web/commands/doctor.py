"""`doctor`: looks at what an operator is responsible for, and says plainly what to do."""

import sys
from collections.abc import Callable, Iterator

import click

from models import health
from models.database import configure
from models.settings import settings
from web.commands import (
    calendar_findings,
    findings,
    provider_findings,
    review_findings,
    word_findings,
)
from web.commands.findings import Finding
from web.commands.opening import PATIENCE_SECONDS, open_town

CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    findings.of_the_database,
    findings.of_the_clock,
    findings.of_history,
    findings.of_sending,
    findings.of_the_profile,
    calendar_findings.of_the_calendar,
    word_findings.of_the_words,
    review_findings.of_the_desk,
    provider_findings.of_providers,
)


@click.command()
def doctor() -> None:
    """Look at settings, disk, database, clock, history, sending, profile, review and
    providers; change nothing.

    Ends with 1 when something is bad.
    """
    configure(settings().database_url)
    worst = [
        _tell(found) for check in (findings.of_settings, findings.of_disks) for found in check()
    ]
    schema = health.writable_schema(PATIENCE_SECONDS)
    if schema is None or schema < health.known_schema():
        worst.append(_tell(_unready(schema)))
    else:
        open_town()
        worst += [_tell(found) for check in CHECKS for found in check()]
    bad, look = worst.count("bad"), worst.count("look")
    click.echo(f"{bad} bad, {look} to look at, {worst.count('ok')} well")
    sys.exit(1 if bad else 0)


def _tell(found: Finding) -> str:
    click.echo(
        f"{found.level:5} {found.says}" + (f"\n      {found.advice}" if found.advice else "")
    )
    return found.level


def _unready(schema: str | None) -> Finding:
    if schema is None:
        return Finding(
            "bad",
            "The database cannot be written to.",
            "Is it there, is its disk full, does another program hold it?",
        )
    return Finding(
        "bad",
        f"The database is at schema {schema}, this release needs {health.known_schema()}.",
        "Run `python -m web migrate`.",
    )
