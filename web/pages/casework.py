"""The official's desk: the list by promised day, one case, and every step it can take."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, PrivateAttr

from models import (
    address,
    answer,
    caseload,
    decision,
    person,
    progress,
    showing,
    text,
)
from models.actor import Role
from models.calendar import today
from models.errors import Invalid, Stale
from models.event import EventKind, seq_of
from models.states import OUTCOMES, TRANSITIONS, Kind, Outcome, Ruling, Status, StatusType, type_of
from models.submission import Submission, stream_of, take
from notifications import audience
from web import town
from web.answers import Answer, Go, Shown
from web.entry import Handler
from web.forms import Form, checked, choice, words
from web.pages import casepage
from web.pages.naming import named
from web.pages.numbers import Number
from web.pages.paging import cut
from web.visit import Visit

GROUPS = ("late", "today", "week", "later", "waiting")
ELSEWHERE = frozenset({Status.WAITING_RESIDENT, Status.VOTING})


def _day(value: str, _info: object) -> str:
    if not value:
        return value
    try:
        given = date.fromisoformat(value)
    except ValueError:
        raise Invalid("", "bad") from None
    if given > today():
        raise Invalid("", "future")
    return value


Day = Annotated[str, words(10), AfterValidator(checked(_day))]


class Versioned(Form):
    """A form that knows which state of the case it was made from."""

    version: Number


class AnswerForm(Form):
    text: Annotated[str, words(10_000, least=2, lines=True)]
    seq: Number
    _html: str = PrivateAttr("")

    def prepared(self) -> "AnswerForm":
        self._html = text.prepare(self.text)
        return self

    @property
    def html(self) -> str:
        return self._html


class AssigneeForm(Versioned):
    assignee: Number


class StepForm(Versioned):
    to: Annotated[Status, choice(Status)]


class HandoverForm(Versioned):
    unit: Number
    reason: Annotated[str, words(500, least=1, lines=True)]


class ClosingForm(Versioned):
    outcome: Annotated[Outcome, choice(Outcome)]
    reason: Annotated[str, words(2000, least=1, lines=True)]


class Appealable(StrEnum):
    YES = "yes"
    NO = "no"


class DecisionForm(Versioned):
    ruling: Annotated[Ruling, choice(Ruling)]
    body: Annotated[str, words(120, least=1)]
    decided_on: Annotated[str, words(10, least=1), AfterValidator(checked(_day))]
    paragraph: Annotated[str, words(20, least=1)]
    summary: Annotated[str, words(2000, least=1, lines=True)]
    reasons: Annotated[str, words(10_000, least=1, lines=True)]
    appealable: Annotated[Appealable, choice(Appealable)]
    minutes_posted: Day = ""


class MinutesForm(Versioned):
    minutes_posted: Annotated[str, words(10, least=1), AfterValidator(checked(_day))]


def index(visit: Visit) -> Answer:
    """Open cases in groups, not one sort: late, today, this week, later, waiting for others."""
    mine = visit.query.get("mine") == "yes"
    after = _after(visit.query.get("after", ""))
    rows, following = cut(
        caseload.open_cases(
            visit.session, assignee_id=visit.viewer.person_id if mine else None, after=after
        ),
        "/casework",
        "answer_by",
        "id",
        size=caseload.SHOWN,
    )
    groups: dict[str, list[Any]] = {code: [] for code in GROUPS}
    for row in rows:
        groups[_group(row)].append({**row._asdict(), "assignee": row.assignee or ""})
    return Shown(
        "casework/list.html",
        {
            "groups": [{"code": code, "rows": found} for code, found in groups.items() if found],
            "mine": mine,
            "next_url": following + ("&mine=yes" if mine and following else ""),
            "first_url": "/casework" if after else "",
        },
    )


def _after(given: str) -> tuple[date, int] | None:
    day, _, number = given.rpartition("-")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None


def _group(row: Any) -> str:
    if row.status in ELSEWHERE:
        return "waiting"
    day = today()
    if casepage.is_late(row):
        return "late"
    if row.answer_by <= day:
        return "today"
    return "week" if row.answer_by <= day + timedelta(days=6 - day.weekday()) else "later"


def show(visit: Visit) -> Answer:
    """One case, with only the steps it can take now."""
    session, language = visit.session, visit.language
    reference = visit.params["reference"]
    row = showing.case(session, reference, visit.viewer, [])
    made = casepage.context(visit, row, comments=False)
    contact = person.contact(session, row.contact_id)
    by = visit.acting(Role.OFFICIAL, Role.ADMINISTRATOR)
    kind = EventKind.DECIDED if row.kind is Kind.PROPOSAL else EventKind.ANSWERED
    return Shown(
        "casework/show.html",
        {
            **made,
            "case": {
                **made["case"],
                "version": row.version,
                "late": made["late"],
                "name": row.name,
                "assignee_id": row.assignee_id,
                "publication": row.publication.value,
            },
            "seq": seq_of(session, stream_of(reference)),
            "html": row.html,
            "contact": None
            if contact is None
            else {
                "channel": contact.channel.value,
                "address": address.shown_email(contact.address)
                if contact.channel is person.Channel.EMAIL
                else address.shown_phone(contact.address),
                "confirmed": row.confirmed_at is not None,
            },
            "told": audience.count(session, row, kind, by=by),
            "colleagues": caseload.colleagues(session),
            "units": [(unit.id, named(unit, language)) for unit in town.units(session)],
            "doors": _doors(row, made["decision"]),
            "steps": [
                status.value
                for status in (*progress.steps(row), *decision.steps(row, made["decision"]))
            ],
            "outcomes": [outcome.value for outcome in Outcome if outcome in OUTCOMES[row.kind]],
            "form": _came_back(visit),
            "values": visit.values,
            "errors": visit.errors,
        },
    )


def _came_back(visit: Visit) -> str:
    if not visit.errors and visit.problem is None:
        return ""
    return BLOCKS.get(visit.path.rpartition("/")[2], "")


def _doors(row: Any, ruling: Any) -> list[str]:
    allowed = TRANSITIONS[row.kind].get(row.status, frozenset())
    doors = {
        "answer": row.status is not Status.CLOSED,
        "assign": type_of(row.status) is not StatusType.CLOSED,
        "handover": type_of(row.status) is not StatusType.CLOSED,
        "decide": row.kind is Kind.PROPOSAL and Status.DECIDED in allowed and ruling is None,
        "minutes": ruling is not None and ruling.appealable and ruling.minutes_posted is None,
        "close": Status.CLOSED in allowed,
    }
    return [door for door, is_open in doors.items() if is_open]


def _taken(visit: Visit, form: Versioned) -> Submission:
    """The case, locked, as the form knew it; else a refusal that says who was first."""
    reference = visit.params["reference"]
    try:
        return take(visit.session, reference, version=int(form.version))
    except Stale:
        raise _stale(visit, reference) from None


def _stale(visit: Visit, reference: str) -> Stale:
    change = caseload.last_change(visit.session, reference)
    return Stale(who=change.who, when=change.at) if change else Stale()


def _back(visit: Visit) -> Go:
    return Go(f"/casework/{visit.params['reference']}")


def answers(visit: Visit) -> Answer:
    """Answer; refused when something happened since the form was opened (ST-21 d)."""
    form: AnswerForm = visit.form
    submission = take(visit.session, visit.params["reference"])
    if seq_of(visit.session, submission.stream) != int(form.seq):
        raise _stale(visit, submission.reference)
    by = visit.acting(Role.OFFICIAL, Role.ADMINISTRATOR)
    answer.answer(visit.session, submission, by=by, source=form.text, html=form.html)
    return _back(visit)


def assignee(visit: Visit) -> Answer:
    """Give the case to a colleague."""
    form: AssigneeForm = visit.form
    submission = _taken(visit, form)
    if int(form.assignee) not in {number for number, _ in caseload.colleagues(visit.session)}:
        raise Invalid("assignee", "unknown")
    progress.assign(
        visit.session,
        submission,
        by=visit.acting(Role.OFFICIAL, Role.ADMINISTRATOR),
        to=visit.session.get_one(person.Person, int(form.assignee)),
    )
    return _back(visit)


def steps(visit: Visit) -> Answer:
    """Take one plain step."""
    form: StepForm = visit.form
    submission = _taken(visit, form)
    by = visit.acting(Role.OFFICIAL, Role.ADMINISTRATOR)
    if form.to in decision.CARRYING_OUT:
        decision.carry_out(visit.session, submission, form.to, by=by)
    else:
        progress.move(visit.session, submission, form.to, by=by)
    return _back(visit)


def handovers(visit: Visit) -> Answer:
    """Pass the case to another unit, saying why."""
    form: HandoverForm = visit.form
    submission = _taken(visit, form)
    if int(form.unit) not in {unit.id for unit in town.units(visit.session)}:
        raise Invalid("unit", "unknown")
    progress.hand_over(
        visit.session,
        submission,
        by=visit.acting(Role.OFFICIAL, Role.ADMINISTRATOR),
        unit_id=int(form.unit),
        reason=form.reason,
    )
    return _back(visit)


def closing(visit: Visit) -> Answer:
    """Close the case, with its outcome and a public reason."""
    form: ClosingForm = visit.form
    progress.close(
        visit.session,
        _taken(visit, form),
        by=visit.acting(Role.OFFICIAL, Role.ADMINISTRATOR),
        outcome=form.outcome,
        reason=form.reason,
    )
    return _back(visit)


def decide(visit: Visit) -> Answer:
    """Enter what the board decided."""
    form: DecisionForm = visit.form
    decision.decide(
        visit.session,
        _taken(visit, form),
        by=visit.acting(Role.OFFICIAL, Role.ADMINISTRATOR),
        body=form.body,
        decided_on=date.fromisoformat(form.decided_on),
        paragraph=form.paragraph,
        ruling=form.ruling,
        summary=form.summary,
        reasons=form.reasons,
        appealable=form.appealable is Appealable.YES,
        minutes_posted=date.fromisoformat(form.minutes_posted) if form.minutes_posted else None,
    )
    return _back(visit)


def minutes(visit: Visit) -> Answer:
    """The minutes were posted: from that day the last day to appeal follows."""
    form: MinutesForm = visit.form
    submission = _taken(visit, form)
    made = decision.latest(visit.session, submission.id or 0)
    if made is None:
        raise Invalid("minutes_posted", "bad")
    decision.post_minutes(
        visit.session,
        submission,
        made,
        by=visit.acting(Role.OFFICIAL, Role.ADMINISTRATOR),
        on=date.fromisoformat(form.minutes_posted),
    )
    return _back(visit)


VERBS: tuple[tuple[str, Handler, type[Form]], ...] = (
    ("answers", answers, AnswerForm),
    ("assignee", assignee, AssigneeForm),
    ("steps", steps, StepForm),
    ("handovers", handovers, HandoverForm),
    ("closing", closing, ClosingForm),
    ("decision", decide, DecisionForm),
    ("minutes", minutes, MinutesForm),
)
"""Every step of a case is a resource below it, with a form of its own."""

BLOCKS = {
    "answers": "answer",
    "assignee": "assign",
    "steps": "step",
    "handovers": "handover",
    "closing": "close",
    "decision": "decide",
    "minutes": "minutes",
}
"""Which block of the page a form that came back belongs to."""
