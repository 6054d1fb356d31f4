"""How a town reviews what residents write: a part of its profile."""

from collections.abc import Collection
from enum import StrEnum
from typing import NamedTuple, Self

from pydantic import BaseModel, ConfigDict, model_validator

from models.calendar import Moment, end_of, next_working_day
from models.misfit import Misfit, check_between
from models.misuse import Misuse, Notices
from models.opening import Opening
from models.reviewing_desk import DeskRules
from models.reviewing_pairs import FourEyes
from models.states import Kind
from models.support_rules import SupportRules


class Mode(StrEnum):
    """When somebody looks at a text; the most careful first."""

    BEFORE = "before"
    """Nothing is shown that nobody has judged."""
    AFTER = "after"
    """Shown at once, and read as soon as there is time."""
    REACTIVE = "reactive"
    """Shown at once, and read when somebody says that it breaks the rules."""


_CARE = tuple(Mode)


def careful(*modes: Mode) -> Mode:
    """The most careful of some modes."""
    return min(modes, key=_CARE.index)


class OfKind(NamedTuple):
    """A kind of case with a mode of its own."""

    kind: Kind
    mode: Mode


class OfSubject(NamedTuple):
    """A subject with modes of its own: for cases about it, and for the comments below them."""

    subject: str
    """Its slug, as in `[[categories]]`."""
    submissions: Mode
    comments: Mode


LONGEST_PROMISE = 400
"""Hours of working time; more than ten weeks is no promise."""
MOST_TRUSTED_AFTER = 1000
LONGEST_SILENCE = 90
"""Days for which the register may be silent: longer would be no register."""


class Reviewing(BaseModel):
    """The rules of review. A field that nobody sets keeps to the careful side."""

    model_config = ConfigDict(extra="forbid")

    submissions: Mode = Mode.BEFORE
    comments: Mode = Mode.BEFORE
    photos: Mode = Mode.BEFORE
    """What comes with a picture or document is never read later than this says."""
    kinds: tuple[OfKind, ...] = ()
    subjects: tuple[OfSubject, ...] = ()
    trust_after: int = 0
    """Texts of an author that people have approved, after which hers are shown at once; 0: never.
    """
    trust_days: int = 365
    """And days in which none of hers was refused."""
    trust_sample: int = 5
    """Of a hundred texts that are shown out of trust, how many somebody reads all the same."""
    review_hours: int | None = None
    """Within so many hours of working time each text is read; None: by the end of the next working
    day.
    """
    backlog: int = 50
    """When more texts than this wait, the forms say how long it takes (MQ-19)."""
    publish_late: bool = False
    """Whether a text that nobody read in time, and in which nothing was found, is then shown by
    the rule itself: after an hour's warning, unless somebody has paused the rule.
    """
    second_looks: int = 5
    """Of a hundred approvals and refusals, how many somebody else judges too, without knowing what
    the first one said (MQ-16).
    """
    words: tuple[str, ...] = ()
    """Words that this town looks at more closely (moderation.wordlists): found, never stopped."""
    police_days: int = 0
    """For so many days the register only counts what may be a matter for the police (MQ-13)."""
    desk: DeskRules = DeskRules()
    notices: Notices = Notices()
    misuse: Misuse = Misuse()
    support: SupportRules = SupportRules()
    four_eyes: FourEyes = FourEyes()
    """What one moderator never decides alone."""

    @model_validator(mode="after")
    def _can_be_kept(self) -> Self:
        for name, keys in (
            ("kinds", [one.kind.value for one in self.kinds]),
            ("subjects", [one.subject for one in self.subjects]),
        ):
            for number, key in enumerate(keys):
                if key in keys[:number]:
                    said = f"reviewing.{name}: {key} stands there twice"
                    raise Misfit("line_twice", said, name, number)
        for name, value, least, most in (
            ("trust_after", self.trust_after, 0, MOST_TRUSTED_AFTER),
            ("trust_days", self.trust_days, 1, 3650),
            ("trust_sample", self.trust_sample, 0, 100),
            (
                "review_hours",
                1 if self.review_hours is None else self.review_hours,
                1,
                LONGEST_PROMISE,
            ),
            ("backlog", self.backlog, 1, 100_000),
            ("second_looks", self.second_looks, 0, 100),
            ("police_days", self.police_days, 0, LONGEST_SILENCE),
        ):
            check_between(f"reviewing.{name}", value, least, most)
        return self

    @property
    def always_before(self) -> bool:
        """Whether nothing is ever shown that nobody has judged."""
        modes = {self.submissions, self.comments, *(one.mode for one in self.kinds)}
        for one in self.subjects:
            modes |= {one.submissions, one.comments}
        return modes == {Mode.BEFORE} and not self.trust_after

    def of_case(self, kind: Kind, subject: str | None) -> Mode:
        """How a case is reviewed. Where its kind and its subject both have a mode of their own, the
        more careful one holds.
        """
        own = [one.mode for one in self.kinds if one.kind is kind]
        own += [one.submissions for one in self.subjects if one.subject == subject]
        return careful(*own) if own else self.submissions

    def of_comment(self, subject: str | None) -> Mode:
        """How a comment below a case about a subject is reviewed."""
        own = [one.comments for one in self.subjects if one.subject == subject]
        return own[0] if own else self.comments

    def due(self, opening: Opening, at: Moment) -> Moment:
        """By when a text that comes in at a moment is read: the promise to its author. Weekends and
        other days on which we are closed do not count.
        """
        if self.review_hours is not None:
            return opening.add_minutes(at, self.review_hours * 60)
        return end_of(next_working_day(opening.day_of(at), opening.is_working_day))


def check(rules: Reviewing, subjects: Collection[str]) -> None:
    """Raises Misfit for a mode of a subject that the town does not have."""
    for number, one in enumerate(rules.subjects):
        if one.subject not in subjects:
            said = f"reviewing.subjects: there is no subject {one.subject!r}"
            path = ("site", "reviewing", "subjects", number, "subject")
            raise Misfit("no_subject", said, *path, value=one.subject)
