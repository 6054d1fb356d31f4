"""The rooms of the settings with the rules of review, as models.reviewing has them."""

from models.misuse import LONGEST_PAUSE
from models.reviewing import LONGEST_PROMISE, LONGEST_SILENCE, MOST_TRUSTED_AFTER
from models.support_rules import MOST_VOTES
from web.configuration.fields import Field, Sort
from web.configuration.rooms import Room, Rows

_TEN_YEARS = 3_650


def _number(*path: str, least: int = 1, most: int = 1_000, none: bool = False) -> Field:
    return Field(("reviewing", *path), Sort.NUMBER, least=least, most=most, none=none)


def _mode(*path: str) -> Field:
    return Field(path, Sort.CHOICE, least=1, choices="modes")


def _ticks(above: str, *names: str) -> tuple[Field, ...]:
    return tuple(Field(("reviewing", above, name), Sort.TICK) for name in names)


def _lines(*path: str) -> Field:
    return Field(("reviewing", *path), Sort.LINES)


_REVIEW = Room(
    "review",
    (
        *(_mode("reviewing", name) for name in ("submissions", "comments", "photos")),
        _number("review_hours", most=LONGEST_PROMISE, none=True),
        _number("backlog", most=100_000),
        Field(("reviewing", "publish_late"), Sort.TICK),
        _number("trust_after", least=0, most=MOST_TRUSTED_AFTER),
        _number("trust_days", most=_TEN_YEARS),
        _number("trust_sample", least=0, most=100),
        _number("second_looks", least=0, most=100),
        _number("police_days", least=0, most=LONGEST_SILENCE),
        _lines("words"),
    ),
    (
        Rows(
            ("site", "reviewing", "kinds"),
            (Field(("kind",), Sort.CHOICE, least=1, choices="kinds"), _mode("mode")),
            needs="kind",
            listed=True,
        ),
        Rows(
            ("site", "reviewing", "subjects"),
            (
                Field(("subject",), Sort.CHOICE, least=1, choices="subjects"),
                *(_mode(name) for name in ("submissions", "comments")),
            ),
            needs="subject",
            listed=True,
        ),
    ),
)
_DESK = Room(
    "desk",
    (
        Field(("reviewing", "desk", "claims"), Sort.CHOICE, least=1, choices="claims"),
        _number("desk", "known_after", least=0),
        _number("desk", "known_days", most=_TEN_YEARS),
        *_ticks("four_eyes", "criticism", "suspension", "removal"),
        Field(("reviewing", "four_eyes", "second_person"), most=254),
    ),
)
_REPORTS = Room(
    "reports",
    (
        _number("notices", "urgent_hours", most=24),
        _number("notices", "illegal_hours", most=24 * 14),
        _number("notices", "rules_days", most=30),
        *_ticks("notices", "auto_hide"),
        _number("misuse", "days", most=365),
        *(_number("misuse", name) for name in ("warn", "restrict", "suspend", "unfounded")),
        *(
            _number("misuse", name, most=LONGEST_PAUSE)
            for name in ("restrict_days", "suspend_days")
        ),
    ),
)
_SUPPORT = Room(
    "support",
    (
        *(_number("support", name, least=2, most=MOST_VOTES) for name in ("least", "burst")),
        _number("support", "new_share", most=100),
        _number("support", "network_least", least=2, most=MOST_VOTES),
        _number("support", "network_share", most=100),
        _number("support", "domain_least", least=2, most=MOST_VOTES),
        _number("support", "domain_share", most=100),
        *(_lines("support", name) for name in ("throwaway", "deny", "allow")),
    ),
)
REVIEW_ROOMS = (_REVIEW, _DESK, _REPORTS, _SUPPORT)
