"""A town's rules for reports and for misuse: parts of its rules of review."""

from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from models.calendar import HOUR, Moment, end_of
from models.misfit import check_between
from models.opening import Opening

LONGEST_PAUSE = 365
"""Days; a pause without an end is none (DSA, article 23)."""


class Notices(BaseModel):
    """How soon a report is decided, and whether many of them may hide a text until then (MQ-10)."""

    model_config = ConfigDict(extra="forbid")

    urgent_hours: int = 1
    """Of working time, for what is hidden at once."""
    illegal_hours: int = 24
    """On the clock, for what the law forbids."""
    rules_days: int = 3
    """Working days, for what is against our own rules."""
    auto_hide: bool = True
    """Whether several independent reports hide a text, for a day at most, until somebody has looked
    (MQ-4). A threat, terror or abuse of children hides by one report whatever this says.
    """

    @model_validator(mode="after")
    def _can_be_kept(self) -> Self:
        for name, value, most in (
            ("urgent_hours", self.urgent_hours, 24),
            ("illegal_hours", self.illegal_hours, 24 * 14),
            ("rules_days", self.rules_days, 30),
        ):
            check_between(f"reviewing.notices.{name}", value, 1, most)
        return self

    def due(self, opening: Opening, at: Moment, *, urgent: bool, illegal: bool) -> Moment:
        """By when a report that comes in at a moment is decided."""
        if urgent:
            return opening.add_minutes(at, self.urgent_hours * 60)
        if illegal:
            return at + self.illegal_hours * HOUR
        return end_of(opening.add_working_days(opening.day_of(at), self.rules_days))


class Misuse(BaseModel):
    """When a warning is suggested to moderators, and when a pause (MQ-15, DSA article 23). Nothing
    of it happens by itself.
    """

    model_config = ConfigDict(extra="forbid")

    days: int = 30
    """The window in which refused texts, and unfounded reports, are counted."""
    warn: int = 3
    restrict: int = 2
    """So many more after the warning."""
    suspend: int = 2
    """And so many more after she was restricted."""
    unfounded: int = 5
    """Reports of one person that were not upheld, before a warning; as many more, a pause."""
    restrict_days: int = 30
    suspend_days: int = 30

    @model_validator(mode="after")
    def _can_be_kept(self) -> Self:
        for name, value, most in (
            ("days", self.days, 365),
            ("warn", self.warn, 1000),
            ("restrict", self.restrict, 1000),
            ("suspend", self.suspend, 1000),
            ("unfounded", self.unfounded, 1000),
            ("restrict_days", self.restrict_days, LONGEST_PAUSE),
            ("suspend_days", self.suspend_days, LONGEST_PAUSE),
        ):
            check_between(f"reviewing.misuse.{name}", value, 1, most)
        return self
