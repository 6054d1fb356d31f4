"""Hiding a detail: personal numbers are masked, the moderator may take out more."""

from typing import NamedTuple

from sqlmodel import Session

from models.errors import Invalid
from models.prose import clean
from models.text import Text
from moderation.screening import blocking, mask_personal_numbers, screen
from moderation.subjects import Subject


class Redacted(NamedTuple):
    title: str
    source: str


def holds_personal_number(text: str) -> bool:
    return blocking(screen(text))


def redact(session: Session, subject: Subject, given: str | None) -> Redacted:
    """The words to be judged with the detail hidden, as `hide`."""
    return hide(subject.words(session), given)


def hide(words: Text, given: str | None) -> Redacted:
    """Words with the detail hidden; `given` is the text as a moderator left it, if she did.

    Raises Invalid for `text`: missing, or nothing in it is hidden.
    """
    source = clean(words.source if given is None else given)
    if not source:
        raise Invalid("text", "missing")
    masked = Redacted(mask_personal_numbers(words.title), mask_personal_numbers(source))
    if masked == (words.title, words.source) and not words.holds_number:
        raise Invalid("text", "unchanged")
    return masked
