"""How much one person may write that is for everyone to read: beside what her network may, so that
nobody fills the town alone from many networks (spec MQ-20).

It counts once she is known to be who she says: signed in, or when she presses the button of her
letter. What is asked for before that is counted by models.asking. The staff have no such limit.
"""

from enum import StrEnum

from sqlmodel import Session

from models import allowance, keys
from models.actor import Actor, Role
from models.asking import A_DAY, AN_HOUR, Limits
from models.errors import TooMany


class Made(StrEnum):
    """What is written."""

    PROPOSAL = "proposal"
    COMMENT = "comment"


PER_PERSON: dict[Made, Limits] = {
    Made.PROPOSAL: ((10, AN_HOUR), (20, A_DAY)),
    Made.COMMENT: ((20, 600), (100, A_DAY)),
}
"""So many in so many seconds: a burst, and what goes on all day."""


class WroteEnough(TooMany):
    """She has written as much as one person can for now. Nothing she wrote is thrown away."""

    code = "wrote_enough"


def one_more(session: Session, what: Made, by: Actor, contact_id: int | None = None) -> None:
    """Count one more of a resident, by her confirmed contact where she is nobody else. Raises
    WroteEnough with the seconds left to wait.
    """
    if by.role is not Role.RESIDENT or (by.person_id is None and contact_id is None):
        return
    hers = ("person", by.person_id) if by.person_id is not None else ("contact", contact_id)
    for most, seconds in PER_PERSON[what]:
        try:
            allowance.spend(
                session,
                f"made:{what}:{seconds}",
                keys.key("made", f"{hers[0]}:{hers[1]}", what),
                most=most,
                seconds=seconds,
            )
        except TooMany as enough:
            raise WroteEnough(enough.wait) from None
