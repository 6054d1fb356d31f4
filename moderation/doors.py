"""Which judgements a text may get now, and where each leads: pure tables beside decisions' own."""

from models.review import OPEN, ReviewState
from models.states import PUBLIC, PUBLICATIONS, Publication
from models.verdict import Judgement

LEADS_TO = {
    Judgement.PUBLISH: Publication.PUBLISHED,
    Judgement.REDACT: Publication.REDACTED,
    Judgement.RETURN: Publication.RETURNED,
    Judgement.REFUSE: Publication.REFUSED,
    Judgement.HIDE: Publication.HIDDEN,
    Judgement.UNPUBLISH: Publication.UNPUBLISHED,
}
SETTLES = {
    Judgement.PUBLISH: ReviewState.APPROVED,
    Judgement.REDACT: ReviewState.APPROVED,
    Judgement.KEEP: ReviewState.APPROVED,
    Judgement.RETURN: ReviewState.REJECTED,
    Judgement.REFUSE: ReviewState.REJECTED,
    Judgement.UNPUBLISH: ReviewState.REJECTED,
    # Hidden while somebody looks into it: it goes on waiting for the judgement that ends it.
    Judgement.HIDE: ReviewState.ESCALATED,
}

_JUDGED = frozenset({Publication.QUEUED, Publication.HIDDEN}) | PUBLIC
_CAN_BE_UNDONE = frozenset({Publication.REFUSED, Publication.UNPUBLISHED})


def doors(state: ReviewState, publication: Publication) -> list[Judgement]:
    """The judgements possible now, by the publication table. A refusal can be undone."""
    if state in OPEN and publication in _JUDGED:
        return [judgement for judgement in Judgement if _opens(judgement, publication)]
    if state is ReviewState.REJECTED and publication in _CAN_BE_UNDONE:
        return [Judgement.PUBLISH, Judgement.REDACT]
    return []


def _opens(judgement: Judgement, publication: Publication) -> bool:
    if judgement is Judgement.KEEP:
        return publication in PUBLIC
    return LEADS_TO[judgement] in PUBLICATIONS[publication]
