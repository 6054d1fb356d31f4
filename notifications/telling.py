"""The fixed table: which events are told, in which letter, to whom. The rest is not told."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from models.event import EventKind
from models.states import PUBLIC, TRANSITIONS, Kind, Publication, Status
from models.subscription import Extent


@dataclass(frozen=True)
class Told:
    """How one event is told. A kind is a folder of templates/mail and a file of templates/sms."""

    kind: str = ""
    """What the author and followers are sent."""
    author: bool = True
    followers: Extent | None = None
    """The least a follower must have asked for to hear of it; None tells no follower."""
    lists: Extent | None = None
    """The same for followers of its subject and of the unit that has it."""
    listed: str = ""
    """What followers are sent, where it is another letter than the author's."""
    decisions: bool = False
    """Whether it also goes to whoever follows all decisions."""
    unconfirmed: str = ""
    """What an author is sent instead whose address is not confirmed: nothing of the contents."""
    receipt: bool = False
    """An acknowledgement goes to the one who acted, too."""
    tombstone: bool = False
    """Followers hear of it though the case has just left the site: that it did, and its number."""
    writer: str = ""
    """What the writer of the comment is sent that the event is about."""
    moved: bool = False
    """Whether those are told who followed it until now, and have been moved to another case."""


_REFUSED = Told("refused")
_PHASE = Told("dialogue_phase", author=False, followers=Extent.ANSWERS)
_RESULT = Told("dialogue_result", author=False, followers=Extent.DECISION)
_DIALOGUE = Told("dialogue_moved", author=False)
_STEPS: Mapping[str, Extent] = {
    Status.OPEN: Extent.ANSWERS,
    Status.ANALYSIS: Extent.EVERYTHING,
    Status.FEEDBACK: Extent.DECISION,
    Status.CLOSED: Extent.DECISION,
    Status.HANDED_OVER: Extent.DECISION,
    Status.BROKEN_OFF: Extent.DECISION,
}
"""Steps of a dialogue, and the least a follower must have asked for to hear of each."""

TOLD: Mapping[EventKind, Told] = {
    EventKind.RECEIVED: Told("receipt", unconfirmed="confirm_contact", receipt=True),
    # Whoever confirms late is sent what she was only told of until then (addressing finds which).
    EventKind.CONFIRMED: Told("answered", receipt=True),
    EventKind.PUBLISHED: Told("published", lists=Extent.EVERYTHING, listed="new_case"),
    EventKind.REDACTED: replace(_REFUSED, lists=Extent.EVERYTHING, listed="new_case"),
    EventKind.RETURNED: Told("returned"),
    EventKind.REFUSED: _REFUSED,
    EventKind.HIDDEN: _REFUSED,
    EventKind.UNPUBLISHED: _REFUSED,
    EventKind.WITHDRAWN: Told("withdrawn", author=False, followers=Extent.DECISION, tombstone=True),
    EventKind.EDITED: Told("edited", followers=Extent.EVERYTHING),
    EventKind.MOVED: Told("status_moved", followers=Extent.EVERYTHING),
    EventKind.ANSWERED: Told(
        "answered",
        followers=Extent.ANSWERS,
        lists=Extent.ANSWERS,
        unconfirmed="there_is_an_answer",
    ),
    EventKind.ANSWER_CORRECTED: Told(
        "answered",
        followers=Extent.ANSWERS,
        lists=Extent.ANSWERS,
        unconfirmed="there_is_an_answer",
    ),
    EventKind.DECIDED: Told(
        "decided",
        followers=Extent.DECISION,
        lists=Extent.DECISION,
        decisions=True,
        unconfirmed="there_is_an_answer",
    ),
    EventKind.DECISION_CORRECTED: Told(
        "decided",
        followers=Extent.DECISION,
        lists=Extent.DECISION,
        decisions=True,
        unconfirmed="there_is_an_answer",
    ),
    EventKind.THRESHOLD_REACHED: Told("threshold_reached", followers=Extent.EVERYTHING),
    EventKind.REOPENED: Told("reopened", followers=Extent.EVERYTHING),
    # Whoever waits for the decision alone is told that there will be none.
    EventKind.CLOSED: Told(
        "closed",
        followers=Extent.DECISION,
        lists=Extent.ANSWERS,
        unconfirmed="there_is_an_answer",
    ),
    EventKind.MERGED: Told(
        "merged", followers=Extent.DECISION, unconfirmed="there_is_an_answer", moved=True
    ),
    EventKind.DELAYED: Told("delayed", followers=Extent.EVERYTHING),
    # Whoever was told a day is told another; nobody else asked by when.
    EventKind.PROMISED: Told("promised"),
    # What we asked is between her and us.
    EventKind.REMINDED: Told("reminded"),
    # The author of a proposal that is much talked about would get hundreds, with no way to stop.
    EventKind.COMMENT_PUBLISHED: Told("commented", author=False, followers=Extent.EVERYTHING),
    EventKind.COMMENT_HIDDEN: Told(author=False),
    EventKind.PHASE_OPENED: _PHASE,
    EventKind.LAST_DAYS: _PHASE,
    EventKind.PHASE_CHANGED: _PHASE,
    EventKind.RESULT_PUBLISHED: _RESULT,
    EventKind.BALLOT_CLOSED: _RESULT,
    EventKind.ACTION_CHANGED: Told("dialogue_action", author=False, followers=Extent.ANSWERS),
    # Both sides have letters of their own (notifications.appeal_letters).
    EventKind.APPEAL_DECIDED: Told(author=False, lists=Extent.EVERYTHING, listed="new_case"),
}

UNCONFIRMED = frozenset(told.unconfirmed for told in TOLD.values()) - {""}
"""The letters that may go to an address nobody has confirmed."""

_NEVER_SHOWN = frozenset({Publication.UNCONFIRMED, Publication.QUEUED, Publication.RETURNED})
_NEW = _NEVER_SHOWN | {Publication.PRIVATE}
_WRITERS_LETTER: Mapping[Any, str] = {
    Publication.RETURNED: "returned",
    Publication.REFUSED: "refused",
    Publication.HIDDEN: "refused",
    Publication.UNPUBLISHED: "refused",
    Publication.REDACTED: "refused",
}


def telling(kind: EventKind, facts: Mapping[str, Any]) -> Told | None:
    """How this very event is told, or None."""
    told = TOLD.get(kind)
    if told is None or _is_no_news(kind, facts):
        return None
    if told.listed and facts.get("hid") not in _NEW and "first" not in facts:
        # It comes back, or loses a detail: followers have heard of it.
        return replace(told, lists=None, listed="")
    if kind is EventKind.MOVED:
        return _moved(told, facts)
    if kind in {EventKind.COMMENT_PUBLISHED, EventKind.COMMENT_HIDDEN}:
        told = replace(told, writer=_WRITERS_LETTER.get(facts.get("shown"), ""))
        if facts.get("hid") not in _NEVER_SHOWN:
            # It comes back, or loses a detail: followers have heard of it.
            return replace(told, followers=None)
    return told


def _moved(told: Told, facts: Mapping[str, Any]) -> Told:
    if facts.get("from") in TRANSITIONS[Kind.DIALOGUE] and facts.get("to") in _STEPS:
        return replace(_DIALOGUE, followers=_STEPS[facts["to"]])
    if facts.get("to") == Status.WAITING_RESIDENT:
        # What we ask of the author is between her and us.
        return replace(told, followers=None)
    if facts.get("to") == Status.DECIDED:
        # It is dropped: whoever was told of the decision hears that nothing comes of it.
        return replace(told, followers=Extent.DECISION)
    if "added" in facts:
        # She has just told us, also where she holds only the key and nobody knows who acted.
        return replace(told, author=False)
    return told


def _is_no_news(kind: EventKind, facts: Mapping[str, Any]) -> bool:
    """A change that waits, or of what was never shown, what nobody could read before it was taken
    back, a correction that changes nothing of what an answer means (ST-24), an appeal by which
    nothing is shown for the first time, and a promise by which no day becomes another.
    """
    waits = kind is EventKind.EDITED and "from_text" not in facts
    slight = kind is EventKind.ANSWER_CORRECTED and "significant" not in facts
    known = kind is EventKind.APPEAL_DECIDED and "first" not in facts
    unseen = kind is EventKind.WITHDRAWN and facts.get("hid") not in PUBLIC
    same = kind is EventKind.PROMISED and facts["day"] == facts["was_day"] and "ends" not in facts
    return waits or slight or known or unseen or same or _is_no_news_of_a_dialogue(kind, facts)


def _is_no_news_of_a_dialogue(kind: EventKind, facts: Mapping[str, Any]) -> bool:
    """A phase that was over before the clock came to it, or keeps its days; that a dialogue is
    shown or taken back; and that it opens with a phase, which tells so itself.
    """
    if kind is EventKind.PHASE_OPENED:
        return "over" in facts
    if kind is EventKind.PHASE_CHANGED and facts:
        return all(facts.get(f"was_{day}", facts[day]) == facts[day] for day in ("opens", "closes"))
    if kind is EventKind.MOVED:
        hidden = facts.get("to") in {Status.DRAFT, Status.COMING}
        return hidden or (facts.get("to") == Status.OPEN and "phase" in facts)
    return False
