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

OF_A_CHANGE = frozenset({Judgement.PUBLISH, Judgement.REDACT, Judgement.REFUSE})
"""What is said of a change to a shown text; hiding and unpublishing are of the whole as it stands.
"""
_JUDGED = frozenset({Publication.QUEUED, Publication.HIDDEN}) | PUBLIC
_OF_THE_WHOLE = frozenset({Judgement.HIDE, Judgement.UNPUBLISH})
_CAN_BE_UNDONE = frozenset({Publication.REFUSED, Publication.UNPUBLISHED})


def doors(state: ReviewState, publication: Publication, *, change: bool = False) -> list[Judgement]:
    """The judgements possible now, by the publication table. A refusal can be undone.

    A `change` that waits is let through, as it is or with a detail hidden, or not: then the text
    stands, which may itself be hidden or unpublished.
    """
    if state in OPEN and publication in _JUDGED:
        may_be = OF_A_CHANGE | _OF_THE_WHOLE if change else frozenset(Judgement)
        return [
            judgement
            for judgement in Judgement
            if judgement in may_be
            and ((change and judgement in OF_A_CHANGE) or _opens(judgement, publication))
        ]
    if state is ReviewState.REJECTED and publication in _CAN_BE_UNDONE:
        return [Judgement.PUBLISH, Judgement.REDACT]
    return []


def _opens(judgement: Judgement, publication: Publication) -> bool:
    if judgement is Judgement.KEEP:
        return publication in PUBLIC
    return LEADS_TO[judgement] in PUBLICATIONS[publication]
