"""Hiding a detail: personal numbers are masked, the moderator may take out more."""

from typing import NamedTuple

from sqlmodel import Session

from models.errors import Invalid
from models.prose import clean
from moderation.screening import blocking, mask_personal_numbers, screen
from moderation.subjects import Subject


class Redacted(NamedTuple):
    title: str
    source: str


def holds_personal_number(text: str) -> bool:
    return blocking(screen(text))


def redact(session: Session, subject: Subject, given: str | None) -> Redacted:
    """The words with the detail hidden; `given` is the text as a moderator left it, if she did.

    A personal number in the place or the byline is masked there: neither belongs to the text, so
    neither has an original. Raises Invalid for `text`: missing, or nothing in it is hidden.
    """
    words = subject.words(session)
    source = clean(words.source if given is None else given)
    if not source:
        raise Invalid("text", "missing")
    masked = Redacted(mask_personal_numbers(words.title), mask_personal_numbers(source))
    fields_changed = _mask_fields(subject)
    if masked == (words.title, words.source) and not fields_changed:
        raise Invalid("text", "unchanged")
    return masked


def _mask_fields(subject: Subject) -> bool:
    submission, thing = subject.submission, subject.thing
    byline = mask_personal_numbers(thing.byline)
    place = submission.place
    if subject.comment is None:
        place = mask_personal_numbers(place)
    changed = (byline, place) != (thing.byline, submission.place)
    thing.byline, submission.place = byline, place
    return changed
