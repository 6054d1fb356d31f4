"""`demo`: fills an empty town with made-up people and cases, through the real verbs.

Every step is taken at the moment it is said to have happened, the oldest first, by stopping the
clock there: the streams of a demonstration are as whole as those of a town.
"""

import tomllib
from pathlib import Path

import click
from sqlalchemy import select

from models import profile
from models.database import transaction
from models.submission import submissions
from web.commands.demo.life import live
from web.commands.demo.plan import Told, steps
from web.commands.demo.town import Town
from web.commands.opening import open_town

FOLDER = Path(profile.__file__).parent / "profiles" / "demo"


def told(folder: Path = FOLDER) -> tuple[list[Told], list[Told]]:
    """The people and the cases of a demonstration, as its files tell them."""
    people: list[Told] = []
    cases: list[Told] = []
    for file in sorted(folder.glob("*.toml")):
        read = tomllib.loads(file.read_text(encoding="utf-8"))
        people += read.get("people", [])
        cases += read.get("cases", [])
    return people, cases


def fill() -> int:
    """Fill the configured town if it is empty; how many cases were made."""
    people, cases = told()
    with transaction() as session:
        if session.execute(select(submissions.c.id).limit(1)).first() is not None:
            return 0
        live(Town(session, people), steps(cases))
    return len(cases)


@click.command()
def demo() -> None:
    """Fill an empty town with made-up people and cases."""
    open_town()
    made = fill()
    click.echo(f"{made} cases were made." if made else "The town is not empty; nothing was made.")
