"""What officials of a demonstration write for themselves and each other, and word anew."""

import tomllib
from pathlib import Path

from models import answer, answer_template, correcting, draft, note, reading, routing
from models.calendar import MINUTE, now
from models.event import seq_of
from models.macro import Steps
from web.commands.demo import days
from web.commands.demo.plan import Step
from web.commands.demo.town import Town


def templates(town: Town, file: Path) -> None:
    """Templates that were there before anything happened."""
    for told in tomllib.loads(file.read_text(encoding="utf-8"))["templates"]:
        answer_template.save(
            town.session,
            name=told["name"],
            body=days.paragraphs(told["body"]),
            unit_id=town.unit(told["unit"]) if "unit" in told else None,
            category_id=routing.routed(town.session, town.subject(told["subject"]))[0]
            if "subject" in told
            else None,
            language=told.get("language", "sv"),
            steps=Steps.model_validate(told.get("steps", {})),
        )


def write_note(town: Town, step: Step, words: str) -> None:
    """Something to remember, for us alone."""
    submission = town.case(step)
    by = town.official(submission.unit_id)
    note.note(town.session, submission, by=by, source=town.words(words))


def call(town: Town, step: Step, caller: str, words: str) -> None:
    """A call, a quarter of an hour ago."""
    submission = town.case(step)
    note.note(
        town.session,
        submission,
        by=town.official(submission.unit_id),
        source=town.words(words),
        called_at=now() - 15 * MINUTE,
        caller=caller,
    )


def begin(town: Town, step: Step, words: str) -> None:
    """An answer that is begun and waits."""
    submission = town.case(step)
    by = town.official(submission.unit_id)
    draft.keep(
        town.session,
        submission.id or 0,
        by.person_id or 0,
        town.words(words),
        seq=seq_of(town.session, submission.stream),
    )


def let_read(town: Town, step: Step, reader: str, words: str, question: str) -> None:
    """An answer that a colleague is to read first."""
    submission = town.case(step)
    reading.ask(
        town.session,
        submission,
        by=town.official(submission.unit_id),
        reader_id=town.people[reader],
        source=town.words(words),
        question=question,
    )


def correct(town: Town, step: Step, words: str) -> None:
    """The last answer, in better words."""
    submission = town.case(step)
    given = answer.newest(town.session, submission.id or 0)
    if given is not None:
        correcting.correct(
            town.session,
            submission,
            given.id or 0,
            by=town.official(submission.unit_id),
            source=town.words(words),
            significant=True,
        )
