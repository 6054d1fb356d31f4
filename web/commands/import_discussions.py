"""`import-discussions`: take over submissions with their comments as dialogues that are over."""

from functools import partial
from pathlib import Path

import click
from sqlmodel import Session

from models.calendar import DAY, Moment
from models.database import transaction
from models.dialogue.taking_over import GivenDiscussion, phases_of_source, take_over
from models.errors import Invalid
from models.imported import GivenComment, GivenSubmission, Thing
from models.importing import import_comment
from models.states import Publication
from web.commands import converting
from web.commands.load import Placed, Run, take_in, write
from web.commands.mapping import Submissions
from web.commands.order import parents_first


@click.command("import-discussions")
@click.argument("mapping_file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what became of the rows that need a look here, as CSV or JSON by its name.",
)
def import_discussions(mapping_file: Path, folder: Path, report: Path | None) -> None:
    """Import the files of FOLDER as MAPPING_FILE says, each submission as a closed dialogue.

    Its comments become a discussion that lasted until the last of them; positive votes on them
    become helpful marks that nobody here is behind. Running it again changes nothing.
    """
    take_in(Discussions, mapping_file, folder, report)


class Discussions(Run):
    """An import whose submissions become dialogues."""

    def everything(self) -> None:
        """Comments are read first: the last one says until when a discussion lasted."""
        comments = self.plan.comments
        read = None
        if comments is not None:
            convert = partial(converting.comment, mapping=self.plan, part=comments, wordless=True)
            read = self.prepared(comments, Thing.COMMENT, convert)
        if self.plan.submissions is not None:
            self._dialogues(self.plan.submissions, read[1] if read is not None else [])
        if read is not None:
            made, rows = read
            with transaction(write=False) as session:
                phases = phases_of_source(session, self.plan.source)

            def take(session: Session, given: GivenComment) -> bool:
                if given.submission not in phases:
                    # Here, if at all, as a case: no part of any discussion.
                    raise Invalid("submission", "unknown")
                marks = given.figures.supports or 0
                phase_id = phases[given.submission]
                return import_comment(session, given, phase_id=phase_id, helpful=marks)

            write(made, parents_first(rows), take)

    def _dialogues(self, part: Submissions, said: list[Placed[GivenComment]]) -> None:
        self.check_subject(part)
        convert = partial(converting.submission, mapping=self.plan, part=part)
        made, rows = self.prepared(part, Thing.SUBMISSION, convert)
        last: dict[str, Moment] = {}
        for _, comment in said:
            last[comment.submission] = max(comment.at, last.get(comment.submission, 0))

        def take(session: Session, given: GivenSubmission) -> bool:
            take_over(session, self._discussion(given, last.get(given.id)))
            return False

        write(made, rows, take)

    def _discussion(self, given: GivenSubmission, last: Moment | None) -> GivenDiscussion:
        if given.publication is not Publication.PUBLISHED:
            # What the municipality itself asks waits for nobody's review, so it has to be fit.
            raise Invalid("text", "not_public")
        return GivenDiscussion(
            source=given.source,
            id=given.id,
            question=given.title,
            words=given.words,
            html=given.html,
            subject=given.subject,
            language=given.language,
            led_by=self.site.short_name,
            opened_at=given.at,
            closed_at=max(last + 1, given.at + DAY) if last is not None else given.at + DAY,
            publication=given.publication,
            figures=given.figures,
        )
