"""What a verdict says: a reason from the fixed list, and a message to the author."""

from models.errors import Invalid
from models.prose import clean
from models.verdict import RESTRICTING, Judgement
from moderation.reasons import Reason
from moderation.redaction import holds_personal_number

MESSAGE_MAX = 1000
"""Characters of what a moderator writes to the author."""


def reason(judgement: Judgement, given: str | None) -> Reason | None:
    """The reason of a verdict that restricts. Asking for a change may rest on the message alone.

    Raises Invalid for `reason`: missing or unknown.
    """
    if judgement not in RESTRICTING:
        return None
    if not given:
        if judgement is Judgement.RETURN:
            return None
        raise Invalid("reason", "missing")
    if given not in list(Reason):
        raise Invalid("reason", "unknown")
    return Reason(given)


def message(judgement: Judgement, given: str) -> str:
    """The moderator's own words, which may go out as a letter: no personal number in them.

    Raises Invalid for `message`: missing (RETURN says what to change), too_long, personal_number.
    """
    said = clean(given)
    if judgement is Judgement.RETURN and not said:
        raise Invalid("message", "missing")
    if len(said) > MESSAGE_MAX:
        raise Invalid("message", "too_long", over=len(said) - MESSAGE_MAX)
    if holds_personal_number(said):
        raise Invalid("message", "personal_number")
    return said
