"""`import-statements`: take over a conversation of pol.is as a closed dialogue of statements."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import click

from models.calendar import Moment
from models.database import transaction
from models.dialogue import bringing
from models.dialogue.bringing import GivenStatement, GivenTalk
from models.errors import Invalid
from models.opinion.answers import Answers
from models.opinion.foretelling import gain
from models.opinion.grouping import LEAST_ANSWERS, Grouping, Manner, available, grouped
from models.opinion.likeness import adjusted_rand
from models.prose import clean, clean_line
from web.commands import records
from web.commands.opening import open_town
from web.commands.weighing import Weighing

BATCH = 200
"""People of one transaction: a running town waits for no more than a fraction of a second."""
SOURCE = "polis"
REFUSED = "-1"
QUESTION_LETTERS = 200
ID_LETTERS = 60
VALUES = {"1": 1, "-1": -1, "0": 0}
MILLISECOND = 1_000
"""Microseconds."""


@dataclass(frozen=True)
class Talk:
    """What the files say: the conversation, who answered what, and the published groups."""

    given: GivenTalk
    people: Mapping[int, Mapping[str, int]]
    groups: Mapping[int, int]


@click.command("import-statements")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--language", default="en", show_default=True, help="What it is written in.")
@click.option("--compare", is_flag=True, help="Group in the manners of older versions as well.")
def import_statements(folder: Path, language: str, compare: bool) -> None:
    """Take over comments.csv and participants-votes.csv of FOLDER, once, and say how our groups
    agree with the published ones.
    """
    site = open_town()
    try:
        talk = _read(folder, site.short_name, language)
    except (records.Unreadable, Invalid) as error:
        raise click.ClickException(str(error)) from None
    try:
        click.echo(f"/dialogues/{_bring(talk)}")
    except Invalid as error:
        if error.code != "taken":
            raise click.ClickException(str(error)) from None
        click.echo("It is here already.")
    _tell(talk, compare=compare)


def _bring(talk: Talk) -> str:
    with transaction() as session:
        brought = bringing.bring(session, talk.given)
    people = list(talk.people.values())
    for start in range(0, len(people), BATCH):
        with transaction() as session:
            bringing.answer(session, brought, people[start : start + BATCH])
    work = Weighing()
    work.go_on()
    while work.is_busy:
        work.go_on()
    return brought.slug


def _read(folder: Path, leader: str, language: str) -> Talk:
    said = [
        row
        for _, row in records.read(folder / "comments.csv", ("comment-id", "comment-body"))
        if row
    ]
    summary = _summary(folder / "summary.csv")
    statements = [
        GivenStatement(
            row["comment-id"],
            clean(row["comment-body"]),
            _moment(row.get("timestamp", "")),
            # A statement without a word cannot be read.
            shown=row.get("moderated") != REFUSED and bool(clean(row["comment-body"])),
        )
        for row in sorted(said, key=lambda row: _whole("comment-id", row["comment-id"]))
    ]
    question = clean_line(summary.get("topic", "")) or folder.name
    given = GivenTalk(
        SOURCE,
        folder.name[:ID_LETTERS],
        question[:QUESTION_LETTERS],
        clean(summary.get("conversation-description", "")) or question,
        leader,
        language,
        statements,
    )
    votes = records.read(folder / "participants-votes.csv", ("participant", "group-id"))
    ids = {one.id for one in statements}
    people, groups = {}, {}
    for place, row in votes:
        if row is None:
            raise Invalid("participants-votes.csv", f"line {place}")
        person = _whole("participant", row["participant"])
        people[person] = {
            key: _value(value, place) for key, value in row.items() if key in ids and value != ""
        }
        if row["group-id"] != "":
            groups[person] = _whole("group-id", row["group-id"])
    return Talk(given, people, groups)


def _summary(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    lines = (line.partition(",") for line in file.read_text("utf-8").splitlines())
    return {name: value.strip('"') for name, _, value in lines}


def _whole(column: str, given: str) -> int:
    if not (given.isascii() and given.isdigit()):
        raise Invalid(column, given)
    return int(given)


def _moment(milliseconds: str) -> Moment:
    return _whole("timestamp", milliseconds) * MILLISECOND


def _value(given: str, place: int) -> int:
    if given not in VALUES:
        raise Invalid("participants-votes.csv", f"line {place}: {given}")
    return VALUES[given]


def _tell(talk: Talk, *, compare: bool) -> None:
    shown = {one.id for one in talk.given.statements if one.shown}
    answers, everything = Answers(), Answers()
    for person, given in talk.people.items():
        for key, value in given.items():
            everything.add(person, int(key), value)
            if key in shown:
                answers.add(person, int(key), value)
    click.echo(
        f"{len(talk.people)} people, {len(shown)} of {len(talk.given.statements)} statements shown,"
        f" {len(answers)} of {len(everything)} answers"
    )
    if not available():
        click.echo("No groups: numpy is not installed (the extra `opinion`).")
        return
    published = len(set(talk.groups.values()))
    click.echo(
        f"published: {_sizes(Counter(talk.groups.values()))}, {_foretold(answers, talk.groups)}"
    )
    _line("ours", answers, Manner(), talk.groups)
    if not published:
        return
    _line(f"ours, {published} groups", answers, Manner(groups=published), talk.groups)
    if compare:
        for all_of_them, least, outwards, weighted in product(
            (False, True), (LEAST_ANSWERS, 1), (True, False), (True, False)
        ):
            _line(
                f"{published} groups, {'all' if all_of_them else 'shown'} statements,"
                f" at least {least} answers, moved outwards: {'yes' if outwards else 'no'},"
                f" weighted: {'yes' if weighted else 'no'}",
                everything if all_of_them else answers,
                Manner(least, outwards, weighted, published),
                talk.groups,
            )


def _line(name: str, answers: Answers, manner: Manner, published: Mapping[int, int]) -> None:
    found = grouped(answers, manner)
    if found is None:
        click.echo(f"{name}: no groups")
        return
    ours = {person: number for number, one in enumerate(found.groups) for person in one.people}
    both = len(ours.keys() & published.keys())
    click.echo(
        f"{name}: {_sizes(_numbered(found))}, silhouette {found.clearness:.2f},"
        f" adjusted Rand index {adjusted_rand(ours, published):.2f} over {both} people,"
        f" {_foretold(answers, ours)}"
    )


def _foretold(answers: Answers, groups: Mapping[int, int]) -> str:
    told = gain(answers, groups, least=LEAST_ANSWERS)
    return f"foretell {told:.3f} nats an answer"


def _numbered(found: Grouping) -> dict[int, int]:
    return {number: len(one.people) for number, one in enumerate(found.groups)}


def _sizes(groups: Mapping[int, int]) -> str:
    sizes = ", ".join(str(size) for size in sorted(groups.values(), reverse=True))
    return f"{len(groups)} groups of {sizes}"
