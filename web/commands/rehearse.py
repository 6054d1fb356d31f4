"""`rehearse`: a dialogue on a copy of the town, or a year of a made-up one; the clock is moved."""

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from models.calendar import local
from models.database import transaction
from models.errors import NotFound
from notifications.letter import Letter
from web.commands.opening import open_town
from web.commands.rehearsing import walk
from web.commands.verify import prove
from web.commands.year import living, proving, telling

SUBMISSIONS = 5_000
LISTED = 50
"""Faults that are named one by one."""


@click.command()
@click.argument("slug", required=False)
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Everything, with pages, for programs.")
@click.option("--year", type=click.IntRange(2000, 2099), help="Live this year in a made-up town.")
@click.option("--days", type=click.IntRange(1, 365), default=365, help="Only its first days.")
@click.option("--submissions", type=click.IntRange(1), default=SUBMISSIONS, show_default=True)
@click.option("--seed", default=1, show_default=True, help="The same seed is the same year.")
@click.option(
    "--messages",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help="Where to list every message of the year, as CSV.",
)
def rehearse(
    *,
    slug: str | None,
    language: str,
    as_json: bool,
    year: int | None,
    days: int,
    submissions: int,
    seed: int,
    messages: Path | None,
) -> None:
    """Walk the dialogue SLUG through all its coming days on a copy: nothing is changed or sent. Or,
    with --year, let a made-up town live that year, and prove its statistics and its messages.
    """
    if (slug is None) == (year is None):
        raise click.UsageError("Say which dialogue, or which --year.")
    if year is not None:
        _live(year, living.Length(days, submissions, seed), messages)
        return
    open_town()
    try:
        found = walk(slug or "", language)
    except NotFound:
        raise click.ClickException(f"There is no dialogue called {slug}.") from None
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    if found["lacks"] is not None:
        raise click.ClickException(
            "It cannot be shown yet: {field} is {code}.".format(**found["lacks"])
        )
    for stop in found["stops"]:
        click.echo(
            f"{local(stop['at']):%Y-%m-%d %H:%M}  {stop['status']:<10} {' '.join(stop['happened'])}"
        )
        for message in stop["messages"]:
            click.echo(f"    {message['channel']}: {message['subject'] or message['text']}")


def _live(year: int, length: living.Length, messages: Path | None) -> None:
    hidden = not sys.stderr.isatty()
    with (
        living.town(year) as chosen,
        click.progressbar(
            length=length.days, label=str(year), file=sys.stderr, hidden=hidden
        ) as bar,
    ):
        lived = living.live(chosen, year, length, passed=lambda: bar.update(1))
        proved, streams, events = prove()
        with transaction(write=False) as session:
            made = telling.of_year(session, year)
            for line in telling.statistics(session, made):
                click.echo(line)
            faults = [*proving.faults(session, lived, made), *proved]
    for line in ("", *telling.letters(lived), "", *telling.refusals(lived)):
        click.echo(line)
    if messages is not None:
        _list(messages, lived.letters)
    for line in faults[:LISTED]:
        click.echo(line)
    click.echo(
        f"\n{lived.taken['hand_in']} submissions, {lived.taken.total()} steps,"
        f" {lived.refused.total()} refused by the rules, {len(lived.letters)} messages"
    )
    click.echo(f"{streams} streams and {events} told events proved, {len(faults)} faults")
    if faults:
        sys.exit(1)


def _list(file: Path, letters: Sequence[Letter]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        lines = csv.writer(opened)
        lines.writerow(("written", "channel", "to", "kind", "case", "subject", "key"))
        for one in letters:
            at = f"{local(one.written_at):%Y-%m-%d %H:%M}"
            said = (f"{one.channel}", one.address, one.kind, one.reference, one.subject)
            lines.writerow((at, *said, one.message_key))
