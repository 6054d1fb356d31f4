"""`import`: take over submissions and comments from another system, each row once."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

import click
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from models.database import transaction
from models.errors import Busy, Invalid
from models.imported import GivenComment, GivenSubmission, Thing, known
from models.importing import import_comment, import_submission
from models.profile import Site
from models.routing import routed
from models.states import Publication
from web.commands import account, converting, mapping, records
from web.commands.account import Account, Result
from web.commands.mapping import Comments, Mapping, Submissions
from web.commands.opening import open_town
from web.commands.order import parents_first

BATCH = 100
"""Rows of one transaction: a running town waits for no more than a fraction of a second."""

G = TypeVar("G", GivenSubmission, GivenComment)
Placed = tuple[int, G]
"""A row that can be taken, with the place where it stands in the file."""


@click.command("import")
@click.argument("mapping_file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what became of the rows that need a look here, as CSV or JSON by its name.",
)
def load(mapping_file: Path, folder: Path, report: Path | None) -> None:
    """Import the files of FOLDER as MAPPING_FILE says.

    Each row is taken whole or not at all, and once: running it again changes nothing.
    """
    take_in(Run, mapping_file, folder, report)


def take_in(kind: "type[Run]", mapping_file: Path, folder: Path, report: Path | None) -> None:
    """Run an import and say what became of every row. Raises ClickException for the operator."""
    try:
        plan = mapping.read(mapping_file)
    except ValueError as error:
        raise click.ClickException(f"{mapping_file}:\n{error}") from None
    run = kind(plan, folder, open_town())
    try:
        run.everything()
    except (records.Unreadable, mapping.Unmappable) as error:
        raise click.ClickException(str(error)) from None
    except (Busy, IntegrityError):
        raise click.ClickException(
            "The database is busy, or another import is running. Run this again: what was imported"
            " stays, and the rest follows."
        ) from None
    finally:
        for one in run.accounts:
            click.echo(one)
        if report is not None:
            account.write(report, run.accounts)


@dataclass
class Run:
    """One import of one source into this town."""

    plan: Mapping
    folder: Path
    site: Site
    accounts: list[Account] = field(default_factory=list)

    def everything(self) -> None:
        """Submissions first: a comment needs the one it stands below."""
        if self.plan.submissions is not None:
            self._submissions(self.plan.submissions)
        if self.plan.comments is not None:
            self._comments(self.plan.comments)

    def check_subject(self, part: Submissions) -> None:
        """Raises Unmappable for a subject that this town does not have."""
        with transaction(write=False) as session:
            try:
                routed(session, part.subject)
            except Invalid:
                raise mapping.Unmappable(f"submissions.subject: {part.subject}?") from None

    def _submissions(self, part: Submissions) -> None:
        self.check_subject(part)
        convert = partial(converting.submission, mapping=self.plan, part=part)
        made, rows = self.prepared(part, Thing.SUBMISSION, convert)

        def take(session: Session, given: GivenSubmission) -> bool:
            import_submission(session, given, site=self.site)
            return False

        write(made, rows, take)

    def _comments(self, part: Comments) -> None:
        convert = partial(converting.comment, mapping=self.plan, part=part)
        made, rows = self.prepared(part, Thing.COMMENT, convert)
        write(made, parents_first(rows), import_comment)

    def prepared(
        self,
        part: Submissions | Comments,
        thing: Thing,
        convert: Callable[[dict[str, str]], G],
    ) -> tuple[Account, list[Placed[G]]]:
        """The rows that can be taken; the others are accounted for. Before any lock is taken."""
        with transaction(write=False) as session:
            here = known(session, self.plan.source, thing)
        columns = mapping.required(part.columns)
        rows = list(records.read(self.folder / part.file, columns, part.records))
        made = Account(part.file)
        self.accounts.append(made)
        seen: set[str] = set()
        ready: list[Placed[G]] = []
        with _bar(len(rows), f"Reading {part.file}") as bar:
            for place, row in rows:
                bar.update(1)
                source_id = row.get(part.columns.id, "").strip() if row else ""
                if row is None:
                    made.refuse(place, "", "row", "bad")
                elif source_id in here:
                    made.counts[Result.ALREADY_HERE] += 1
                elif source_id and source_id in seen:
                    made.refuse(place, source_id, "id", "twice")
                else:
                    seen.add(source_id)
                    try:
                        ready.append((place, convert(row)))
                    except Invalid as error:
                        made.refuse(place, source_id, error.field, error.code)
        return made, ready


def write(made: Account, rows: Sequence[Placed[G]], take: Callable[[Session, G], bool]) -> None:
    """Import the rows in their order. `take` says whether one became an orphan."""
    with _bar(len(rows), f"Importing {made.file}") as bar:
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            became: list[bool | Invalid] = []
            with transaction() as session:
                for _, given in batch:
                    try:
                        became.append(take(session, given))
                    except Invalid as error:
                        # Raised before anything of this row was written: the others stand.
                        became.append(error)
            for (place, given), what in zip(batch, became, strict=True):
                _account(made, place, given, what)
            bar.update(len(batch))


def _account(made: Account, place: int, given: G, what: bool | Invalid) -> None:
    if isinstance(what, Invalid):
        made.refuse(place, given.id, what.field, what.code)
        return
    made.counts[Result.IMPORTED] += 1
    if what and isinstance(given, GivenComment):
        lost = Result.CUT_OFF if given.parent in made.refused else Result.ORPHAN
        made.note(place, given.id, lost)
    if given.publication is Publication.QUEUED:
        made.note(place, given.id, Result.WAITING)


def _bar(length: int, label: str) -> "click._termui_impl.ProgressBar[int]":
    """A progress bar where somebody is looking."""
    return click.progressbar(
        length=length, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()
    )
