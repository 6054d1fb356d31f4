"""What moderators do in a demonstration, each through the doors of the queue."""

from sqlalchemy import select

from models.comment import Comment, comments
from models.verdict import Judgement
from moderation import verdicts
from web.commands.demo.plan import Step
from web.commands.demo.town import Town


def publish(town: Town, step: Step) -> None:
    _judge(town, step, Judgement.PUBLISH)


def refuse(town: Town, step: Step, reason: str, message: str = "") -> None:
    _judge(town, step, Judgement.REFUSE, reason=reason, message=message)


def send_back(town: Town, step: Step, message: str, reason: str | None = None) -> None:
    _judge(town, step, Judgement.RETURN, reason=reason, message=message)


def redact(town: Town, step: Step, words: str, reason: str, message: str = "") -> None:
    _judge(town, step, Judgement.REDACT, reason=reason, message=message, redacted=town.words(words))


def hide(town: Town, step: Step, reason: str, message: str = "") -> None:
    _judge(town, step, Judgement.HIDE, reason=reason, message=message)


def unpublish(town: Town, step: Step, reason: str, message: str = "") -> None:
    _judge(town, step, Judgement.UNPUBLISH, reason=reason, message=message)


def keep(town: Town, step: Step, number: int) -> None:
    """A moderator has read the reports of a comment and lets it stand."""
    _judge(town, step, Judgement.KEEP, comment_id=_comment(town, step, number).id)


def judge_comment(town: Town, step: Step, number: int, judged: str) -> None:
    """Shown, or not shown for the reason that is told."""
    comment_id = _comment(town, step, number).id
    if judged == "publish":
        _judge(town, step, Judgement.PUBLISH, comment_id=comment_id)
    else:
        _judge(town, step, Judgement.REFUSE, reason=judged, comment_id=comment_id)


def _comment(town: Town, step: Step, number: int) -> Comment:
    found: Comment = town.session.scalars(
        select(Comment).where(
            comments.c.submission_id == town.case(step).id, comments.c.number == number
        )
    ).one()
    return found


def _judge(
    town: Town,
    step: Step,
    judgement: Judgement,
    *,
    reason: str | None = None,
    message: str = "",
    redacted: str | None = None,
    comment_id: int | None = None,
) -> None:
    item = town.item(town.case(step), comment_id)
    verdicts.give(
        town.session,
        item.id or 0,
        by=town.moderator(step),
        judgement=judgement,
        version=item.version,
        rules=town.site.proposals,
        reason=reason,
        message=message,
        redacted=redacted,
    )
