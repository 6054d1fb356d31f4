"""Why somebody gets a letter, in the codes of templates/mail/_reasons.txt."""

from models.dialogue.kinds import Section, thing_of
from models.helping import RELEASED
from models.subscription import Topic
from notifications.account_letters import ACCOUNT
from notifications.appeal_letters import LETTERS as APPEALS
from notifications.dialogue_letters import DAYS
from notifications.due import Due
from notifications.factor_letters import FACTOR
from notifications.long_away_letters import LONG_AWAY
from notifications.occasion_letters import OCCASION
from notifications.report_letters import LETTERS as REPORTS
from notifications.review_letters import REVIEW_LATE
from notifications.sanction_letters import SANCTION
from notifications.support_letters import SUPPORT
from notifications.trial_letters import TRIAL

_TOPICS = {
    Topic.SUBMISSION: "case",
    Topic.DECISIONS: "decisions",
    Topic.CATEGORY: "subject",
    Topic.UNIT: "unit",
}
_IN_ORDER = (
    *("own", "request", "comment", "dialogue_comment", "helper", "support", "work", "account"),
    "dialogue",
    *_TOPICS.values(),
)
_OTHERWISE = {
    **dict.fromkeys((ACCOUNT, FACTOR, LONG_AWAY, SANCTION, TRIAL), "account"),
    **dict.fromkeys(SUPPORT, "support"),
    DAYS: "dialogue_comment",
    OCCASION: "request",
}
_WRITTEN = frozenset(thing_of(section) for section in Section)
"""Why she gets a letter that is about no event and is not about her work."""


def reasons(due: Due) -> tuple[str, ...]:
    """Every reason of this letter, in a fixed order."""
    given = {code for part in due.parts or (due,) for code in _reasons_of(part)}
    return tuple(code for code in _IN_ORDER if code in given)


def _reasons_of(due: Due) -> tuple[str, ...]:
    if due.follows:
        return tuple(_followed(due, wish.topic) for wish in due.wishes)
    if due.row.kind in APPEALS:
        return ("own",) if due.work and due.work["reader"] == "author" else ("request",)
    if due.work is not None and due.row.kind not in {REVIEW_LATE, *REPORTS}:
        return (_OTHERWISE.get(due.row.kind, "work"),)
    if due.comment is not None or (due.work or {}).get("thing") in _WRITTEN:
        return ("dialogue_comment" if due.row.dialogue is not None else "comment",)
    if due.row.kind == RELEASED:
        return ("helper",)
    confirmed = not due.is_button and due.row.author_confirmed_at is not None
    return ("own",) if confirmed else ("request",)


def _followed(due: Due, topic: Topic) -> str:
    of_dialogue = topic is Topic.SUBMISSION and due.row.dialogue is not None
    return "dialogue" if of_dialogue else _TOPICS[topic]
