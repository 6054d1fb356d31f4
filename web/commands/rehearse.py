"""`rehearse`: walk a dialogue on a copy of the town, with the clock moved from day to day."""

import json

import click

from models.calendar import local
from models.errors import NotFound
from web.commands.opening import open_town
from web.commands.rehearsing import walk


@click.command()
@click.argument("slug")
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Everything, with pages, for programs.")
def rehearse(slug: str, language: str, as_json: bool) -> None:
    """Walk the dialogue SLUG through all its coming days on a copy: nothing is changed or sent."""
    open_town()
    try:
        found = walk(slug, language)
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
