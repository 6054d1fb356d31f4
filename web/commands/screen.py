"""`screen FILE`: what screening would find in texts that somebody has, rule by rule.

For whoever wants to know, before a town is opened or a rule is changed, how much is found and how
much of it rightly. Nothing is stored, and the database is not asked.
"""

import csv
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from moderation import screening
from moderation.screening import VERSION, Hit, Rule, mask_personal_numbers
from web.commands.records import LONGEST_FIELD, Unreadable, read

COLUMNS = ("text", "comment", "body", "words", "kommentar")
"""Names of the column that is meant where none is given, the likeliest first."""
AROUND = 40
"""Signs shown before and after what was found."""
LONGEST = 80
"""Signs shown of what was found itself."""


@click.command("screen")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--column", help="The column of a CSV file that holds the texts.")
@click.option("--show", default=0, type=click.IntRange(0, 1000), help="Examples of each rule.")
def screen(file: Path, column: str | None, show: int) -> None:
    """Count what screening finds in FILE: a CSV file with a head, or one text a line.

    Examples are drawn from the whole file, the same each time. Ends with 0 whatever was found,
    with 2 when the file cannot be read.
    """
    found = _Found(show)
    try:
        for text in _texts(file, column):
            found.add(text)
    except Unreadable as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    for line in found.told():
        click.echo(line)


class _Found:
    """Counts, and a fair draw of examples, however long the file is."""

    def __init__(self, show: int) -> None:
        self._show = show
        self._texts = self._with = self._words = 0
        self._hits: Counter[Rule] = Counter()
        self._texts_of: Counter[Rule] = Counter()
        self._examples: dict[Rule, list[str]] = {rule: [] for rule in Rule}
        self._draw = random.Random(0)  # noqa: S311  (a sample, no secret)

    def add(self, text: str) -> None:
        hits = screening.screen(text)
        self._texts += 1
        self._words += len(text.split())
        self._with += bool(hits)
        self._texts_of.update({hit.rule for hit in hits})
        for hit in hits:
            self._hits[hit.rule] += 1
            self._keep(text, hit)

    def _keep(self, text: str, hit: Hit) -> None:
        """Every hit has the same chance of being an example (reservoir sampling)."""
        kept, number = self._examples[hit.rule], self._hits[hit.rule]
        place = len(kept) if len(kept) < self._show else self._draw.randrange(number)
        if place < self._show:
            kept[place : place + 1] = [_example(text, hit)]

    def told(self) -> Iterator[str]:
        yield f"{self._texts} texts, {self._words} words, rules of version {VERSION}"
        share = 100 * self._with / self._texts if self._texts else 0.0
        yield f"something was found in {self._with} of them ({share:.1f} %)"
        yield f"{'rule':20} {'texts':>8} {'places':>8}"
        for rule in Rule:
            yield f"{rule.value:20} {self._texts_of[rule]:>8} {self._hits[rule]:>8}"
        for rule, examples in self._examples.items():
            if examples:
                yield f"\n{rule.value}"
                yield from (f"  {example}" for example in examples)


def _example(text: str, hit: Hit) -> str:
    """What was found between [[ and ]], on one line; a personal number is hidden here too."""
    inside = mask_personal_numbers(text[hit.start : hit.end])
    if len(inside) > LONGEST:
        inside = f"{inside[:LONGEST]}…"
    before = text[max(0, hit.start - AROUND) : hit.start]
    return " ".join(f"{before}[[{inside}]]{text[hit.end : hit.end + AROUND]}".split())


def _texts(file: Path, column: str | None) -> Iterator[str]:
    if file.suffix.lower() in {".csv", ".tsv"} or column:
        named = column or _guessed(file)
        for record in read(file, [named]):
            if record.row is not None:
                yield record.row[named]
        return
    try:
        with file.open(encoding="utf-8-sig") as opened:
            while line := opened.readline(LONGEST_FIELD):
                yield line
    except UnicodeDecodeError as error:
        raise Unreadable(f"{file}: is not UTF-8 ({error.reason})") from None
    except OSError as error:
        raise Unreadable(f"{file}: {error.strerror}") from None


def _guessed(file: Path) -> str:
    """The column that a head most likely means. Raises Unreadable when none is."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            head = next(csv.reader(opened), [])
    except UnicodeDecodeError as error:
        raise Unreadable(f"{file}: is not UTF-8 ({error.reason})") from None
    except OSError as error:
        raise Unreadable(f"{file}: {error.strerror}") from None
    small = {name.strip().casefold(): name for name in reversed(head)}
    for name in COLUMNS:
        if name in small:
            return small[name]
    raise Unreadable(f"{file}: has no column {', '.join(COLUMNS)}; say which with --column")
