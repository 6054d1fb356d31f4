"""The yearly report, computed again from the bare rows in plain Python (MQ-14, MQ-16)."""

import random
import statistics
from collections import Counter

from sqlalchemy import select

from models import calendar, sanctions
from models.authority_order import AuthorityOrder, OrderKind, OrderOutcome, orders
from models.before_verdict import before_verdicts
from models.calendar import DAY, HOUR, MINUTE, local
from models.database import transaction
from models.report import reports
from models.review import reviewables
from models.review_appeal import AppealOutcome, AppealState, Party, ReviewAppeal, appeals
from models.sanction import Measure
from models.sanction import sanctions as measures
from models.second_look import SecondLook, looks
from models.verdict import RESTRICTING, Judgement, Verdict, verdicts
from models.verdict_note import notes
from moderation import noting, reasons, transparency, undoing
from moderation.neutrality import LEAST
from tests import people
from tests.moderation.reviewed_by import reviewed_by
from tests.moderation.room import item_of, judge, last_item, noon, report

J = Judgement
SOME = ("abusive", "advertising", "copyright", "personal_data")
WORDS = ("Kommunen gör inget åt lampan.", "Lampan är trasig. Ring 070-1740605.", "En bänk vid ån.")
ENDING = {J.PUBLISH, J.KEEP, J.REDACT, J.REFUSE, J.UNPUBLISH}


def _rows(session, table) -> list:
    return session.execute(select(table)).all()


def _live(chance: random.Random) -> None:
    """Some months of a town, over the turn of a year."""
    _ordered(chance)
    with transaction() as session:
        reviewed_by(session, four_eyes={"criticism": False})
        marek, anna = people.marek(session), people.anna(session)
        rosa = people.rosa(session)
        for _ in range(70):
            calendar.advance(chance.randrange(60 * HOUR // calendar.SECOND))
            case = people.a_submission(session, source=chance.choice(WORDS))
            if chance.random() < 0.15:
                continue
            calendar.advance(chance.randrange(3 * HOUR // calendar.SECOND))
            by, reason = chance.choice((marek, anna)), chance.choice(SOME)
            what = chance.choice((J.PUBLISH, J.PUBLISH, J.REFUSE, J.REDACT, J.RETURN))
            said = {"redacted": "███"} if what is J.REDACT else {}
            said |= {} if what is J.PUBLISH else {"reason": reason, "message": "Ta bort numret."}
            verdict = judge(session, item_of(session, case), what, by=by, **said)
            _goes_on(session, chance, case, verdict)
        for kind, until in ((Measure.WARNING, None), (Measure.SUSPENDED, calendar.now() + DAY)):
            sanctions.give(
                session,
                kind,
                person_id=rosa.id,
                contact_id=None,
                reason="abusive",
                by_id=marek.id,
                until=until,
            )


def _ordered(chance: random.Random) -> None:
    """Orders of authorities over the same months: told of, met, left."""
    with transaction() as session:
        for _ in range(20):
            at = calendar.now() + chance.randrange(75 * DAY)
            told = chance.choice((None, at + chance.randrange(DAY)))
            done = chance.choice((None, at + chance.randrange(5 * DAY)))
            session.add(
                AuthorityOrder(
                    kind=chance.choice([*OrderKind]),
                    reason=chance.choice((None, "threat", "copyright")),
                    authority="Polismyndigheten",
                    ground="SFS 1998:112 5 §",
                    received_at=at,
                    confirmed_at=told,
                    outcome=chance.choice([*OrderOutcome]) if done else None,
                    done_at=done,
                )
            )


def _goes_on(session, chance: random.Random, case, verdict: Verdict) -> None:
    """What becomes of it: taken back, reported, reversed, appealed, looked at again."""
    marek, anna = people.marek(session), people.anna(session)
    way = chance.randrange(6)
    if way == 0:
        by = marek if verdict.by_id == marek.id else anna
        undoing.undo(session, verdict.id, by=by.actor)
    elif way == 1 and verdict.judgement is J.PUBLISH:
        report(session, case, reason=chance.choice(("abusive", "threat")))
        calendar.advance(3600)
        if case.is_public and chance.random() < 0.7:
            ends = chance.choice((J.UNPUBLISH, J.KEEP))
            judge(session, item_of(session, case), ends, reason="abusive")
    elif way == 2 and verdict.judgement is J.REFUSE:
        calendar.advance(3600)
        judge(session, last_item(session, case), J.PUBLISH, by=anna)
    elif way == 3 and verdict.judgement in {J.REFUSE, J.REDACT}:
        _appeal(session, chance, verdict)
    elif way == 4 and verdict.judgement in {J.PUBLISH, J.REFUSE}:
        session.add(
            SecondLook(
                verdict_id=verdict.id,
                text_id=case.text_id,
                drawn_at=calendar.now(),
                by_id=anna.id,
                judged_at=calendar.now() + chance.randrange(DAY),
                shown=chance.random() < 0.6,
            )
        )


def _appeal(session, chance: random.Random, verdict: Verdict) -> None:
    at, takes = calendar.now(), chance.randrange(20 * DAY)
    outcome = chance.choice([*AppealOutcome, None])
    session.add(
        ReviewAppeal(
            code=f"{verdict.id:020}",
            submission_id=verdict.submission_id,
            verdict_id=verdict.id,
            party=chance.choice([*Party]),
            received_at=at,
            due_at=at + 14 * DAY,
            state=AppealState.DECIDED if outcome else AppealState.WAITING,
            decided_at=at + takes if outcome else None,
            outcome=outcome,
        )
    )


def _middle(times: list[int]) -> int | None:
    return round(statistics.median(times) / MINUTE) if times else None


class Raw:
    """Every row of the town, and the year recomputed from them by loops."""

    def __init__(self, session, year: int) -> None:
        self.year = year
        self.undone = {
            row.verdict_id for row in _rows(session, before_verdicts) if row.undone_at is not None
        }
        given = _rows(session, verdicts)
        self.verdicts = [row for row in given if row.id not in self.undone]
        self.items = {row.id: row for row in _rows(session, reviewables)}
        self.notes = {row.verdict_id: row for row in _rows(session, notes)}
        self.reports = _rows(session, reports)
        self.appeals = _rows(session, appeals)
        self.measures = _rows(session, measures)
        self.looks = _rows(session, looks)
        self.orders = [row for row in _rows(session, orders) if self.within(row.received_at)]

    def within(self, at: int | None) -> bool:
        return at is not None and local(at).year == self.year

    def reversed(self, verdict) -> bool:
        if any(
            one.verdict_id == verdict.id and one.outcome in {"reversed", "partly"}
            for one in self.appeals
        ):
            return True
        later = [
            one.shown
            for one in self.verdicts
            if one.id > verdict.id
            and (one.submission_id, one.comment_id) == (verdict.submission_id, verdict.comment_id)
        ]
        if verdict.judgement is J.REDACT:
            return "published" in later
        taken = {J.REFUSE, J.UNPUBLISH, J.HIDE}
        return verdict.judgement in taken and bool({"published", "redacted"} & set(later))

    def detection(self, verdict) -> str:
        if verdict.by_id is None:
            return "rule"
        if self.items[verdict.reviewable_id].reports:
            return "notice"
        return "screening" if self.notes[verdict.id].rules else "reading"

    def taken(self) -> Counter:
        made: Counter = Counter()
        for one in self.verdicts:
            if self.within(one.at) and one.judgement in RESTRICTING and one.reason:
                of = (one.judgement, one.reason, self.detection(one))
                made[of, "all"] += 1
                made[of, "reversed"] += self.reversed(one)
        return +made

    def received(self) -> Counter:
        made: Counter = Counter()
        for one in self.reports:
            if not self.within(one.at):
                continue
            later = [
                v
                for v in self.verdicts
                if v.reviewable_id == one.reviewable_id and v.at >= one.at and v.by_id
            ]
            made[one.reason, "all"] += 1
            made[one.reason, "acted"] += any(v.judgement in RESTRICTING for v in later)
            made[one.reason, "waiting"] += not later
        return +made

    def judged(self) -> list:
        return [
            one
            for one in self.verdicts
            if self.within(one.at) and one.by_id and one.judgement in ENDING
        ]


def _compare(session, year: int) -> transparency.Year:
    raw, made = Raw(session, year), transparency.of_year(session, year)
    counted: Counter = Counter()
    for one in made.measures:
        of = (one.judgement, one.reason, one.detection)
        counted[of, "all"] += one.number
        counted[of, "reversed"] += one.reversed
        assert one.illegal is reasons.GROUNDS[one.reason].illegal
    assert +counted == raw.taken()
    counted = Counter()
    for notice in made.notices:
        for name, number in (
            ("all", notice.number),
            ("acted", notice.acted),
            ("waiting", notice.waiting),
        ):
            counted[notice.reason, name] += number
    assert +counted == raw.received()
    items = [
        row for row in raw.items.values() if raw.within(row.decided_at) and row.state != "ignored"
    ]
    assert made.read.answered == len(items)
    in_time = [row for row in items if row.decided_at <= row.due_at and row.missed_at is None]
    assert made.read.in_time == len(in_time)
    assert made.read_median == _middle([row.decided_at - row.created_at for row in items])
    ended = [row for row in raw.appeals if raw.within(row.received_at) and row.decided_at]
    assert made.complaints_median == _middle([row.decided_at - row.received_at for row in ended])
    assert Counter({(c.party, c.outcome): c.number for c in made.complaints}).total() == len(
        [row for row in raw.appeals if raw.within(row.received_at)]
    )
    assert sum(one.number for one in made.paused) == len(
        [row for row in raw.measures if raw.within(row.from_at)]
    )
    _compare_opinions(raw, made)
    _compare_orders(raw, made)
    return made


def _compare_orders(raw: Raw, made: transparency.Year) -> None:
    found: Counter = Counter()
    for one in raw.orders:
        of = (one.kind, one.reason)
        found[of, "all"] += 1
        found[of, "met"] += one.outcome in {OrderOutcome.MET, OrderOutcome.PARTLY}
        found[of, "waiting"] += one.done_at is None
    assert (
        +Counter(
            {
                ((one.kind, one.reason), name): number
                for one in made.ordered
                for name, number in (
                    ("all", one.number),
                    ("met", one.met),
                    ("waiting", one.waiting),
                )
            }
        )
        == +found
    )
    for timed in made.timed:
        these = [one for one in raw.orders if one.kind is timed.kind]
        confirmed, done = (
            [getattr(one, name) - one.received_at for one in these if getattr(one, name)]
            for name in ("confirmed_at", "done_at")
        )
        assert (timed.confirmed, timed.done) == (_middle(confirmed), _middle(done))


def _compare_opinions(raw: Raw, made: transparency.Year) -> None:
    groups: Counter = Counter()
    refused: Counter = Counter()
    flagged: Counter = Counter()
    unchanged: Counter = Counter()
    for one in raw.judged():
        note = raw.notes[one.id]
        of = (f"{local(one.at):%Y-%m}", note.category_id, note.about_us)
        groups[of] += 1
        refused[of] += one.judgement in {J.REFUSE, J.UNPUBLISH}
        for rule in filter(None, note.rules.split(",")):
            flagged[rule] += 1
            unchanged[rule] += one.judgement in {J.PUBLISH, J.KEEP}
    assert {one[:3]: tuple(one.texts) for one in made.groups} == {
        of: (number, refused[of]) for of, number in groups.items()
    }
    for group in made.groups:
        assert (group.texts.share is None) is (group.texts.judged < LEAST)
    assert {one.rule: (one.flagged, one.unchanged) for one in made.flags} == {
        rule: (number, unchanged[rule]) for rule, number in flagged.items()
    }
    by_id = {one.id: one for one in raw.verdicts}
    pairs = [
        (by_id[one.verdict_id].judgement is J.PUBLISH, one.shown)
        for one in raw.looks
        if raw.within(one.judged_at) and one.verdict_id in by_id
    ]
    assert made.second.pairs == len(pairs)
    assert made.second.same == sum(first == second for first, second in pairs)


def test_the_report_is_what_the_bare_rows_say(town):
    chance = random.Random(16)  # noqa: S311  (the same town every time)
    calendar.freeze(noon() - 75 * DAY)
    _live(chance)
    calendar.advance(600)
    noting.note_verdicts()
    with transaction(write=False) as session:
        assert session.execute(select(notes.c.verdict_id)).all()
        made = [_compare(session, year) for year in (2025, 2026)]
    # Both years have something of everything, or nothing would be proved.
    for year in made:
        assert year.measures
        assert year.groups
    assert any(one.reversed for year in made for one in year.measures)
    assert any(year.notices for year in made)
    assert any(year.complaints for year in made)
    assert any(year.second.pairs for year in made)
    assert all(year.ordered and year.timed for year in made)


def test_a_year_without_anything_says_so(town):
    with transaction() as session:
        people.municipality(session)
        made = transparency.of_year(session, 2026)
    assert (made.notices, made.measures, made.complaints, made.flags, made.paused) == ([],) * 5
    assert (made.read.total, made.read_median, made.notices_median) == (0, None, None)
    assert (made.second.share, made.second.kappa) == (None, None)
    assert (made.ordered, made.timed) == ([], [])
