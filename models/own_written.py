"""The parts of a person's record that she wrote, supported or follows."""

from typing import Any

from sqlalchemy import Select, case, func, or_, select

from models import own_cases
from models.comment import comments
from models.database import table_of
from models.dialogue.helpful import helpful
from models.dialogue.occasions import occasions, sign_ups
from models.dialogue.polls import polls, rolls
from models.dialogue.ratings import raters, ratings
from models.organisation import Category, Unit
from models.own_part import Part, of_addresses
from models.received import TextReceived
from models.report import Report
from models.review_appeal import appeals
from models.states import PUBLIC
from models.submission import submissions
from models.subscription import subscriptions
from models.text import Text
from models.vote import COUNTED, VoteState, votes

_texts = table_of(Text)
_units = table_of(Unit)
_categories = table_of(Category)
_reports = table_of(Report)
_received = table_of(TextReceived)
_s, _w = submissions.c, subscriptions.c
_shown = _texts.alias("shown")
_reasons = _texts.alias("reasons")


def _titled(wanted: Select[Any]) -> Select[Any]:
    """With the title of the case while everyone may read it: another's words are another's."""
    return wanted.add_columns(_s.reference, _shown.c.title).outerjoin(
        _shown, (_shown.c.id == _s.text_id) & _s.publication.in_(PUBLIC)
    )


WRITTEN: tuple[Part, ...] = (
    Part(
        "cases",
        ("submission.contact_id",),
        lambda hers: own_cases.CASES.where(
            or_(_s.contact_id.in_(hers.contacts), _s.reply_to.in_(hers.addresses))
        ),
        own_cases.cases,
    ),
    Part(
        "comments",
        ("comment.contact_id",),
        lambda hers: own_cases.COMMENTS.where(comments.c.contact_id.in_(hers.contacts)),
        own_cases.written,
    ),
    Part(
        "supports",
        ("vote.person_id",),
        lambda hers: _titled(
            # That a rule has marked it decides nothing: what is decided of it is told to her.
            select(
                votes.c.cast_at,
                case(
                    (votes.c.state.in_(COUNTED), VoteState.VALID.value), else_=votes.c.state
                ).label("state"),
                votes.c.withdrawn_at,
            )
            .join(submissions, _s.id == votes.c.submission_id)
            .where(votes.c.person_id == hers.person_id)
            .order_by(votes.c.id)
        ),
    ),
    Part(
        "voted",
        ("poll_roll.person_id",),
        lambda hers: _titled(
            # How she voted is told to nobody, not to her either: it would be a proof for others.
            select(polls.c.question.label("voted_on"), polls.c.closed_at.label("counted_at"))
            .join(rolls, rolls.c.poll_id == polls.c.id)
            .join(submissions, _s.id == polls.c.submission_id)
            .where(rolls.c.person_id == hers.person_id)
            .order_by(polls.c.id)
        ),
    ),
    Part(
        "rated",
        ("rater.person_id",),
        lambda hers: _titled(
            select(
                case(
                    (ratings.c.value > 0, "agree"), (ratings.c.value < 0, "disagree"), else_="pass"
                ).label("stand"),
                _texts.c.source.label("statement"),
            )
            .join(raters, raters.c.id == ratings.c.rater_id)
            .join(comments, comments.c.id == ratings.c.comment_id)
            .join(_texts, _texts.c.id == comments.c.text_id)
            .join(submissions, _s.id == comments.c.submission_id)
            .where(raters.c.person_id == hers.person_id, comments.c.publication.in_(PUBLIC))
            .order_by(comments.c.id)
        ),
    ),
    Part(
        "marked",
        ("helpful.person_id",),
        lambda hers: _titled(
            select(comments.c.number, helpful.c.at)
            .join(comments, comments.c.id == helpful.c.comment_id)
            .join(submissions, _s.id == comments.c.submission_id)
            .where(helpful.c.person_id == hers.person_id, helpful.c.stands.is_(True))
            .order_by(helpful.c.at)
        ),
    ),
    Part(
        "comes",
        ("sign_up.person_id",),
        lambda hers: _titled(
            select(
                occasions.c.title.label("occasion"),
                occasions.c.starts_at,
                sign_ups.c.at,
                sign_ups.c.withdrawn_at,
            )
            .join(sign_ups, sign_ups.c.occasion_id == occasions.c.id)
            .join(submissions, _s.id == occasions.c.submission_id)
            .where(sign_ups.c.person_id == hers.person_id)
            .order_by(occasions.c.id)
        ),
    ),
    Part(
        "follows",
        ("subscription.contact_id",),
        lambda hers: _titled(
            select(
                _w.topic,
                func.coalesce(_categories.c.name_sv, _units.c.name_sv).label("subject"),
                _w.extent,
                _w.frequency,
                _w.state,
                _w.created_at,
                _w.confirmed_at,
                _w.stopped_at,
            )
            .outerjoin(submissions, _s.id == _w.submission_id)
            .outerjoin(_categories, _categories.c.id == _w.category_id)
            .outerjoin(_units, _units.c.id == _w.unit_id)
            .where(_w.contact_id.in_(hers.contacts))
            .order_by(_w.id)
        ),
    ),
    of_addresses(
        "reports",
        _reports.c.contact_id,
        _reports.c.at,
        _reports.c.reason,
        _reports.c.explanation.label("words"),
    ),
    Part(
        "appeals",
        ("review_appeal.contact_id",),
        lambda hers: _titled(
            select(
                appeals.c.received_at,
                appeals.c.decided_at,
                appeals.c.outcome.label("appeal_ended"),
                _texts.c.source.label("words"),
                _reasons.c.source.label("reasons"),
            )
            .outerjoin(_texts, _texts.c.id == appeals.c.text_id)
            .outerjoin(_reasons, _reasons.c.id == appeals.c.reasons_id)
            .outerjoin(submissions, _s.id == appeals.c.submission_id)
            .where(appeals.c.contact_id.in_(hers.contacts))
            .order_by(appeals.c.id)
        ),
    ),
    Part(
        "texted",
        ("text_received.contact_id",),
        lambda hers: (
            select(_received.c.at, _received.c.address, _texts.c.source.label("words"))
            .join(_texts, _texts.c.id == _received.c.text_id)
            .where(_received.c.contact_id.in_(hers.contacts))
            .order_by(_received.c.id)
        ),
    ),
)
