"""In a town that reads before it shows, nothing is public that no person and no promise rule has
judged, whatever happened in whatever order (T34, the property of issue 6).

Each walk writes, confirms, changes, judges, takes back, joins, parts, reports and appeals by chance,
while the clock finds what is late and the rule shows it. What may be public is kept beside it, by
the id of every text that a judgement let through.
"""

import itertools
from dataclasses import dataclass, field
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from models import calendar, confirming, publishing, revising, token
from models.calendar import DAY, HOUR
from models.comment import Comment
from models.commenting import Words, write
from models.database import transaction
from models.errors import Refusal
from models.form_key import fresh
from models.merging import merge
from models.prose import prose
from models.review import IS_OPEN, Reviewable, ReviewState, reviewables
from models.review_appeal import AppealOutcome
from models.reviewing import Mode
from models.states import HANDED_IN, PUBLIC
from models.submission import Submission, take
from models.unmerging import unmerge
from models.verdict import Judgement, Verdict
from moderation import lateness, modes, reporting, rule, sorting, undoing
from moderation.doors import doors
from moderation.subjects import Subject, taken
from tests import people
from tests.moderation import appealing
from tests.moderation.room import item_of, judge, noon
from tests.moderation.ruled import town_with

pytestmark = pytest.mark.once

SHOWING = frozenset({Judgement.PUBLISH, Judgement.REDACT, Judgement.KEEP})
REASONS = ("abusive", "advertising", "advertising", "threat")
NUMBERS = itertools.count(1)


@dataclass
class Walk:
    """One life of a few texts. `judged` holds the ids of texts that were let through."""

    chance: Random
    cases: list[str] = field(default_factory=list)
    judged: set[int] = field(default_factory=set)

    def do(self, step: str) -> None:
        """Take a step as the web does: what it brings into the queue is settled in its transaction.
        A refusal is an answer like any other.
        """
        try:
            with transaction() as session:
                STEPS[step](self, session)
                modes.settle(session, people.municipality(session))
        except Refusal:
            pass
        self.check()

    def do_all(self, steps: list[str]) -> None:
        for step in steps:
            self.do(step)

    def case(self, session) -> Submission:
        return take(session, self.chance.choice(self.cases))

    def thing(self, session) -> Submission | Comment:
        """A case of this walk, or one of its comments."""
        case = self.case(session)
        below = session.scalars(select(Comment).where(Comment.submission_id == case.id)).all()
        return self.chance.choice([case, case, *below])

    def lets_through(self, thing) -> None:
        if thing.publication in PUBLIC:
            self.judged.add(thing.text_id)

    def check(self) -> None:
        """Nothing that everyone can read is a text which nobody let through."""
        with transaction(write=False) as session:
            of = Submission.reference.in_(self.cases)
            shown = session.scalars(select(Submission.text_id).where(of, Submission.is_shown))
            below = session.scalars(
                select(Comment.text_id)
                .join(Submission, Submission.id == Comment.submission_id)
                .where(of, Comment.publication.in_(PUBLIC))
            )
            assert {*shown, *below} <= self.judged


Submission.is_shown = Submission.__table__.c.publication.in_(PUBLIC)


def _number() -> int:
    return next(NUMBERS)


def _hand_in(walk: Walk, session) -> None:
    author = walk.chance.choice([people.rosa(session), people.sam(session)])
    kind = walk.chance.choice(list(HANDED_IN))
    said = walk.chance.choice(["Lampan vid ån är trasig"] * 4 + ["Ring 070-174 06 05 om lampan"])
    draft = people.a_draft(kind, by=author, title=f"Lampa {_number()}", source=said)
    known = walk.chance.random() < 0.8
    made = people.handed_in(session, draft, by=author if known else None)
    walk.cases.append(made.reference)


def _press(walk: Walk, session) -> None:
    waiting = session.scalars(select(token.Token).where(token.Token.used_at.is_(None))).all()
    if waiting:
        confirming.press(session, token.secret(walk.chance.choice(waiting)))


def _comment(walk: Walk, session) -> None:
    said = f"Bra tanke, nummer {_number()}."
    words = Words(said, prose(said), "", None, fresh())
    sam, known = people.sam(session), walk.chance.random() < 0.7
    who = {"contact_id": sam.contact_id} if known else {"address": "nils@example.org"}
    write(session, walk.case(session).reference, words, by=sam.actor, language="sv", **who)


def _change(walk: Walk, session) -> None:
    title, said = f"Ändrad {_number()}", f"Nu står det något annat, nummer {_number()}."
    by = people.rosa(session).actor
    revising.revise(session, walk.case(session), by=by, title=title, source=said)


def _judge(walk: Walk, session) -> None:
    thing = walk.thing(session)
    item = session.scalars(
        select(Reviewable).where(_target(thing)).order_by(Reviewable.id.desc()).limit(1)
    ).first()
    if item is None:
        return
    change = isinstance(thing, Submission) and thing.pending_text_id is not None
    open_now = doors(item.state, thing.publication, change=change)
    # Mostly what can be done, and some of what cannot.
    judgement = walk.chance.choice(
        [*open_now * 4, *[one for one in open_now if one in SHOWING] * 4] or list(Judgement)
    )
    said = {"reason": walk.chance.choice(REASONS), "message": "Skriv om det."}
    if judgement is Judgement.REDACT:
        said["redacted"] = f"███ {_number()}"
    by = walk.chance.choice([people.marek(session), people.anna(session)])
    judge(session, item, judgement, by=by, **said)
    if judgement in SHOWING:
        walk.lets_through(thing)


def _target(thing):
    if isinstance(thing, Comment):
        return reviewables.c.comment_id == thing.id
    return reviewables.c.submission_id == thing.id


def _last(walk: Walk, session) -> Verdict | None:
    """The newest verdict on something of this walk, most often; else some other of it."""
    of = Submission.reference.in_(walk.cases)
    found = session.scalars(
        select(Verdict)
        .join(Submission, Submission.id == Verdict.submission_id)
        .where(of)
        .order_by(Verdict.id.desc())
        .limit(3)
    ).all()
    return walk.chance.choice([*found[:1], *found]) if found else None


def _undo(walk: Walk, session) -> None:
    verdict = _last(walk, session)
    if verdict is not None and verdict.by_id is not None:
        by = next(
            one for one in (people.marek(session), people.anna(session)) if one.id == verdict.by_id
        )
        undoing.undo(session, verdict.id, by=by.actor)


def _withdraw(walk: Walk, session) -> None:
    rules = people.municipality(session).proposals
    publishing.withdraw(session, walk.case(session), by=people.rosa(session).actor, rules=rules)


def _merge(walk: Walk, session) -> None:
    one, other = walk.case(session), walk.case(session)
    merge(session, one, other.reference, by=people.olga(session).actor)


def _part(walk: Walk, session) -> None:
    unmerge(session, walk.case(session), by=people.olga(session).actor)


def _report(walk: Walk, session) -> None:
    thing = walk.thing(session)
    case = session.get_one(Submission, thing.submission_id) if isinstance(thing, Comment) else thing
    reporting.report(
        session,
        case.reference,
        thing.number if isinstance(thing, Comment) else None,
        by=people.STRANGER,
        reason=walk.chance.choice(REASONS),
        explanation="Det bryter mot reglerna.",
        form=fresh(),
        rules=people.municipality(session).proposals,
    )


def _appeal(walk: Walk, session) -> None:
    """It is appealed, and somebody who had no part in it decides: also that is a judgement."""
    verdict = _last(walk, session)
    if verdict is None:
        return
    made = appealing.appeal(session, verdict)
    outcome = walk.chance.choice([AppealOutcome.REVERSED, AppealOutcome.UPHELD])
    by = people.resident(session, "Siv", role=people.Role.MODERATOR)
    appealing.decide(session, made, outcome, by=by)
    if outcome is AppealOutcome.REVERSED:
        case = session.get_one(Submission, verdict.submission_id)
        number = session.get_one(Comment, verdict.comment_id).number if verdict.comment_id else None
        walk.lets_through(taken(session, case.reference, number).thing)


STEPS = {
    "hand in": _hand_in,
    "press": _press,
    "comment": _comment,
    "change": _change,
    "judge": _judge,
    "undo": _undo,
    "withdraw": _withdraw,
    "merge": _merge,
    "part": _part,
    "report": _report,
    "appeal": _appeal,
}
LATER = {"a minute later": HOUR // 60, "hours later": 5 * HOUR, "days later": 2 * DAY}


def _later(walk: Walk, much: int) -> None:
    """Time passes; the clock sorts, finds what is late, and the rule does what it may."""
    calendar.freeze(calendar.now() + much)
    for _ in range(2):
        sorting.go_on()
        lateness.each_minute()
        with transaction(write=False) as session:
            before = set(session.scalars(select(Verdict.id)))
        rule.each_minute()
        with transaction(write=False) as session:
            for verdict in session.scalars(select(Verdict).where(Verdict.id.not_in(before))):
                assert verdict.by_id is None
                walk.lets_through(_thing_of(session, verdict))
        calendar.freeze(calendar.now() + 2 * HOUR)


def _thing_of(session, verdict: Verdict) -> Submission | Comment:
    case = session.get_one(Submission, verdict.submission_id)
    comment = session.get(Comment, verdict.comment_id) if verdict.comment_id else None
    return Subject(case, comment).thing


def _begin(seed: int) -> Walk:
    """A walk of its own in a town that it may share: nothing of another waits there any more."""
    calendar.freeze(noon())
    with transaction() as session:
        session.execute(update(reviewables).where(IS_OPEN).values(state=ReviewState.IGNORED))
        for who in (people.marek, people.anna, people.olga):
            who(session)
    walk = Walk(Random(seed))  # noqa: S311  (no secret)
    walk.do("hand in")
    return walk


# What needs something public to happen at all is not found by chance alone.
WAYS = (
    [],
    ["judge", "comment", "judge", "judge"],
    ["hand in", "judge", "judge", "judge", "merge", "part"],
    ["judge", "judge", "change", "judge", "undo"],
    ["judge", "report", "judge", "appeal"],
    ["hand in", "comment", "days later", "hours later", "comment", "days later"],
)


@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.integers(0, 2**32),
    st.booleans(),
    st.sampled_from(WAYS),
    st.lists(st.sampled_from(["judge", "judge", *STEPS, *LATER]), min_size=4, max_size=14),
)
def test_nothing_is_public_that_nobody_let_through(town, seed, ruled, way, steps):
    with transaction() as session:
        town_with(session, publish_late=ruled)
    walk = _begin(seed)
    for step in [*way, *steps]:
        if step in LATER:
            _later(walk, LATER[step])
            walk.check()
        else:
            walk.do(step)


@pytest.mark.parametrize("mode", [Mode.AFTER, Mode.REACTIVE])
def test_it_is_the_mode_that_keeps_it_so(town, mode):
    with transaction() as session:
        town_with(session, submissions=mode)
    with pytest.raises(AssertionError):
        # Five of them: not every kind is shown without a letter's button.
        _begin(1).do_all(["hand in"] * 5)


def test_a_text_that_slips_past_the_door_is_seen(town):
    walk = _begin(1)
    with transaction() as session:
        case = take(session, walk.cases[0])
        judge(session, item_of(session, case), Judgement.PUBLISH)
        walk.lets_through(case)
    walk.check()
    with transaction() as session:
        case = take(session, walk.cases[0])
        by = people.rosa(session).actor
        revising.revise(session, case, by=by, title="Annat", source="Något helt annat.")
        revising.accept(session, case, by=by)
    with pytest.raises(AssertionError):
        walk.check()
