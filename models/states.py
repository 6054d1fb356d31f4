"""The two axes of decisions.md, exactly: publication of a text, status of a case or proposal."""

from enum import StrEnum

from models.errors import NotAllowed


class Kind(StrEnum):
    PROPOSAL = "proposal"
    COMPLAINT = "complaint"
    FAULT_REPORT = "fault_report"
    QUESTION = "question"
    PRAISE = "praise"
    DIALOGUE = "dialogue"
    """The municipality asks: a matter of the one register that nobody hands in."""


HANDED_IN = tuple(kind for kind in Kind if kind is not Kind.DIALOGUE)
"""What residents hand in: the kinds of every form, promise and figure of cases."""


class Publication(StrEnum):
    PRIVATE = "private"
    UNCONFIRMED = "unconfirmed"
    QUEUED = "queued"
    RETURNED = "returned"
    PUBLISHED = "published"
    REDACTED = "redacted"
    HIDDEN = "hidden"
    REFUSED = "refused"
    UNPUBLISHED = "unpublished"
    WITHDRAWN = "withdrawn"


_P = Publication
PUBLIC = frozenset({_P.PUBLISHED, _P.REDACTED})

PUBLICATIONS: dict[Publication, frozenset[Publication]] = {
    _P.PRIVATE: frozenset({_P.QUEUED, _P.WITHDRAWN}),
    _P.UNCONFIRMED: frozenset({_P.QUEUED, _P.PUBLISHED, _P.PRIVATE, _P.WITHDRAWN}),
    _P.QUEUED: frozenset(
        {_P.PUBLISHED, _P.REDACTED, _P.RETURNED, _P.REFUSED, _P.PRIVATE, _P.WITHDRAWN}
    ),
    _P.RETURNED: frozenset({_P.QUEUED, _P.WITHDRAWN, _P.REFUSED}),
    _P.PUBLISHED: frozenset({_P.REDACTED, _P.HIDDEN, _P.UNPUBLISHED, _P.WITHDRAWN}),
    _P.REDACTED: frozenset({_P.PUBLISHED, _P.HIDDEN, _P.UNPUBLISHED, _P.WITHDRAWN}),
    _P.HIDDEN: frozenset({_P.PUBLISHED, _P.REDACTED, _P.UNPUBLISHED}),
    _P.REFUSED: frozenset({_P.PUBLISHED, _P.REDACTED}),
    _P.UNPUBLISHED: frozenset({_P.PUBLISHED, _P.REDACTED}),
    _P.WITHDRAWN: frozenset(),
}


class Status(StrEnum):
    RECEIVED = "received"
    # a case
    IN_PROGRESS = "in_progress"
    WAITING_RESIDENT = "waiting_resident"
    PLANNED = "planned"
    FIXED = "fixed"
    ANSWERED = "answered"
    # a proposal
    VOTING = "voting"
    VOTING_ENDED = "voting_ended"
    REFERRED = "referred"
    PREPARING = "preparing"
    DECIDED = "decided"
    IMPLEMENTING = "implementing"
    IMPLEMENTED = "implemented"
    # a dialogue
    DRAFT = "draft"
    COMING = "coming"
    OPEN = "open"
    ANALYSIS = "analysis"
    FEEDBACK = "feedback"
    HANDED_OVER = "handed_over"
    BROKEN_OFF = "broken_off"
    # all of them
    CLOSED = "closed"


class StatusType(StrEnum):
    OPEN = "open"
    WAITING = "waiting"
    CLOSED = "closed"


class Outcome(StrEnum):
    """Why a case or a proposal was closed."""

    ANSWERED = "answered"
    FIXED = "fixed"
    THANKED = "thanked"
    DUPLICATE = "duplicate"
    NOT_OURS = "not_ours"
    DISMISSED = "dismissed"
    NO_REPLY = "no_reply"
    WITHDRAWN = "withdrawn"
    NOT_PUBLISHED = "not_published"
    BELOW_THRESHOLD = "below_threshold"
    CONVERTED = "converted"


class Ruling(StrEnum):
    """The outcome of a decision: bifall, delvis bifall, avslag, besvarat."""

    APPROVED = "approved"
    PARTLY = "partly"
    REJECTED = "rejected"
    ANSWERED = "answered"


_S = Status
_CASE: dict[Status, frozenset[Status]] = {
    _S.RECEIVED: frozenset({_S.IN_PROGRESS, _S.WAITING_RESIDENT, _S.ANSWERED, _S.CLOSED}),
    _S.IN_PROGRESS: frozenset({_S.WAITING_RESIDENT, _S.ANSWERED, _S.CLOSED}),
    _S.WAITING_RESIDENT: frozenset({_S.IN_PROGRESS, _S.ANSWERED, _S.CLOSED}),
    _S.ANSWERED: frozenset({_S.CLOSED, _S.IN_PROGRESS}),
    _S.CLOSED: frozenset({_S.IN_PROGRESS}),
}
_FAULT: dict[Status, frozenset[Status]] = {
    **_CASE,
    _S.IN_PROGRESS: _CASE[_S.IN_PROGRESS] | {_S.PLANNED, _S.FIXED},
    _S.PLANNED: frozenset({_S.IN_PROGRESS, _S.FIXED, _S.CLOSED}),
    _S.FIXED: frozenset({_S.CLOSED, _S.IN_PROGRESS}),
}
_PROPOSAL: dict[Status, frozenset[Status]] = {
    _S.RECEIVED: frozenset({_S.VOTING, _S.REFERRED, _S.CLOSED}),
    _S.VOTING: frozenset({_S.VOTING_ENDED, _S.CLOSED}),
    _S.VOTING_ENDED: frozenset({_S.REFERRED}),
    _S.REFERRED: frozenset({_S.PREPARING, _S.DECIDED, _S.CLOSED}),
    _S.PREPARING: frozenset({_S.REFERRED, _S.DECIDED, _S.CLOSED}),
    _S.DECIDED: frozenset({_S.IMPLEMENTING, _S.IMPLEMENTED, _S.PREPARING}),
    _S.IMPLEMENTING: frozenset({_S.IMPLEMENTED, _S.DECIDED}),
    _S.IMPLEMENTED: frozenset({_S.IMPLEMENTING}),
    _S.CLOSED: frozenset({_S.RECEIVED, _S.VOTING}),
}

_DIALOGUE: dict[Status, frozenset[Status]] = {
    _S.DRAFT: frozenset({_S.COMING}),
    _S.COMING: frozenset({_S.DRAFT, _S.OPEN, _S.BROKEN_OFF}),
    _S.OPEN: frozenset({_S.ANALYSIS, _S.BROKEN_OFF}),
    _S.ANALYSIS: frozenset({_S.OPEN, _S.FEEDBACK, _S.BROKEN_OFF}),
    _S.FEEDBACK: frozenset({_S.ANALYSIS, _S.CLOSED}),
    _S.CLOSED: frozenset({_S.FEEDBACK, _S.HANDED_OVER}),
    _S.HANDED_OVER: frozenset(),
    _S.BROKEN_OFF: frozenset(),
}

TRANSITIONS: dict[Kind, dict[Status, frozenset[Status]]] = {
    Kind.DIALOGUE: _DIALOGUE,
    Kind.PROPOSAL: _PROPOSAL,
    Kind.FAULT_REPORT: _FAULT,
    Kind.COMPLAINT: _CASE,
    Kind.QUESTION: _CASE,
    Kind.PRAISE: _CASE,
}

TYPES: dict[Status, StatusType] = {
    _S.WAITING_RESIDENT: StatusType.WAITING,
    **dict.fromkeys(
        (
            _S.FIXED,
            _S.ANSWERED,
            _S.DECIDED,
            _S.IMPLEMENTING,
            _S.IMPLEMENTED,
            _S.CLOSED,
            _S.HANDED_OVER,
            _S.BROKEN_OFF,
        ),
        StatusType.CLOSED,
    ),
}

BEFORE_A_BOARD = frozenset({_S.REFERRED, _S.PREPARING})
"""Statuses in which a board has a proposal, and a meeting can take it up."""

PAUSES = frozenset({_S.WAITING_RESIDENT})
"""Statuses in which the clocks for deciding and updating stand still (ST-12)."""

_CASE_OUTCOMES = frozenset(
    {
        Outcome.ANSWERED,
        Outcome.DUPLICATE,
        Outcome.NOT_OURS,
        Outcome.DISMISSED,
        Outcome.NO_REPLY,
        Outcome.WITHDRAWN,
    }
)
OUTCOMES: dict[Kind, frozenset[Outcome]] = {
    Kind.COMPLAINT: _CASE_OUTCOMES,
    Kind.QUESTION: _CASE_OUTCOMES,
    Kind.PRAISE: _CASE_OUTCOMES | {Outcome.THANKED},
    Kind.FAULT_REPORT: _CASE_OUTCOMES | {Outcome.FIXED},
    Kind.DIALOGUE: frozenset(),
    Kind.PROPOSAL: frozenset(
        {
            Outcome.NOT_PUBLISHED,
            Outcome.BELOW_THRESHOLD,
            Outcome.CONVERTED,
            Outcome.DUPLICATE,
            Outcome.NOT_OURS,
            Outcome.WITHDRAWN,
        }
    ),
}

CARRIED_OUT_AFTER = frozenset({Ruling.APPROVED, Ruling.PARTLY})
"""Only what the board said yes to, wholly or partly, can be carried out."""


def type_of(status: Status) -> StatusType:
    return TYPES.get(status, StatusType.OPEN)


OPEN_STATUSES = tuple(
    status
    for status in Status
    if type_of(status) is not StatusType.CLOSED
    and any(status in TRANSITIONS[kind] for kind in HANDED_IN)
)
"""Those in which something handed in has not come to an end."""


def check_move(kind: Kind, now: Status, to: Status) -> None:
    """Raises NotAllowed unless the transition table of `kind` has this step."""
    if to not in TRANSITIONS[kind].get(now, frozenset()):
        raise NotAllowed("illegal_step", now=now, to=to)


def check_publication(now: Publication, to: Publication) -> None:
    """Raises NotAllowed unless the publication table has this step."""
    if to not in PUBLICATIONS[now]:
        raise NotAllowed("illegal_step", now=now, to=to)
