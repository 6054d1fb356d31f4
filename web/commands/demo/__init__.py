"""`demo`: fills an empty town with made-up people and cases, through the real verbs.

Every step is taken at the moment it is said to have happened, the oldest first, by stopping the
clock there: the streams of a demonstration are as whole as those of a town.
"""

import tomllib
from pathlib import Path

import click
from sqlalchemy import select
from sqlmodel import Session

from models import profile
from models.attachment.workshop import Stored, take_in
from models.database import transaction
from models.submission import submissions
from web.commands.demo import writing
from web.commands.demo.life import live
from web.commands.demo.plan import Told, steps
from web.commands.demo.town import Town
from web.commands.figuring import everything
from web.commands.opening import open_town
from web.commands.promising import Promising

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


def fill(*, pictures: bool = True) -> int:
    """Fill the configured town if it is empty, without `pictures` sooner; how many cases it has."""
    people, cases = told()
    with transaction(write=False) as session:
        if _has_cases(session):
            return 0
    # Read in processes of their own: before any lock is taken.
    kept = _kept(FOLDER) if pictures else {}
    with transaction() as session:
        if _has_cases(session):
            return 0
        town = Town(session, people, kept)
        live(town, steps(cases))
        writing.templates(town, FOLDER / "templates.toml")
    clocks = Promising()
    while clocks.goes_on():
        clocks.go_on()
    for _ in everything():
        # Statistics: the first page somebody opens tells how it goes.
        pass
    return len(cases)


def _has_cases(session: Session) -> bool:
    return session.execute(select(submissions.c.id).limit(1)).first() is not None


def _kept(folder: Path) -> dict[str, Stored]:
    """The pictures, each drawn for it, taken in as anybody's are; by the names of their files."""
    kept = {}
    for file in sorted(folder.glob("*.jpg")):
        with file.open("rb") as picture:
            kept[file.name] = take_in(picture)
    return kept


@click.command()
def demo() -> None:
    """Fill an empty town with made-up people and cases."""
    open_town()
    made = fill()
    click.echo(f"{made} cases were made." if made else "The town is not empty; nothing was made.")
