"""Covering a part of a picture: one more thing that a verdict hides of what somebody sent (MQ-8).

The verdict takes the whole picture away at once; the picture without the part is made a moment
later, by the clock, in a process of its own, and no request waits for it.
"""

import logging

from sqlmodel import Session

from models.attachment import files, mask, workshop
from models.attachment.kinds import Unfit
from models.database import transaction
from models.errors import Busy, Invalid, NotFound
from models.event import touch
from models.submission import stream_of
from models.verdict import Judgement, Verdict
from moderation.redaction import Cover
from moderation.subjects import Subject

log = logging.getLogger(__name__)


def covered(
    session: Session, subject: Subject, judgement: Judgement, cover: Cover | None
) -> int | None:
    """The id of the picture of which a verdict hides a part; None where it hides none.

    Raises Invalid for `squares`: unknown, or `no_picture` where there is nothing to hide a part of.
    """
    if judgement is not Judgement.REDACT or cover is None or not cover.squares:
        return None
    mask.checked(cover.squares)
    # A change has no picture of its own: that of the text stays as it is.
    alone = subject.comment is None and not subject.is_change
    found = mask.picture(session, subject.submission.id or 0) if alone else None
    if found is None:
        raise Invalid("squares", "no_picture")
    return found


def go_on() -> bool:
    """Make the next picture that waits for it, with no transaction open meanwhile. True when one
    was made: what can be seen has changed.
    """
    with transaction(write=False) as session:
        due = mask.waiting(session)
    if due is None:
        return False
    try:
        stored = workshop.mask(due.name, due.squares)
    except (Busy, NotFound, Unfit) as why:
        log.error("the picture of mask %s is not made: %s", due.id, type(why).__name__)  # noqa: TRY400
        with transaction() as session:
            mask.failed(session, due.id)
        return False
    with transaction() as session:
        first = mask.made(session, due.id, stored)
        if first:
            touch(session, stream_of(due.reference))
    if not first:
        files.remove(stored.name)
    return first


def settle(
    session: Session,
    subject: Subject,
    verdict: Verdict,
    *,
    covers: int | None,
    cover: Cover | None,
    whole: bool,
) -> None:
    """What a verdict does to the picture: cover it, or show it `whole` as the words are."""
    if covers is not None and cover is not None:
        mask.put(session, covers, cover.squares, verdict_id=verdict.id or 0)
    elif whole and subject.comment is None:
        mask.lift(session, subject.submission.id or 0, verdict_id=verdict.id)
