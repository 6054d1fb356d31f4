"""What a template with steps would do, as its page tells it: to which cases, and to which not."""

from typing import Any

from models import answer_template, caseload, macro, macro_doing
from models.answer_template import AnswerTemplate
from models.errors import NotFound
from models.event import EventKind
from models.macro import Act, Course, Say, Steps
from models.showing_several import several
from models.states import PUBLIC, Status
from notifications import audience
from web.answers import Answer, Shown
from web.pages.casework_each import Left, lines, pairs
from web.pages.casework_taking import hers, official
from web.visit import Visit

HEARD = {
    Say.ANSWER: EventKind.ANSWERED,
    Say.QUESTION: EventKind.MOVED,
    Say.ENDING: EventKind.CLOSED,
}
"""The event of the words: how many hear of it is told before."""


def part(visit: Visit, row: Any) -> dict[str, Any]:
    """`macros`: pairs of id and name, those with steps that fit the case as it stands."""
    by = official(visit)
    return {
        "macros": [
            (one.id, one.name)
            for one in answer_template.fitting(visit.session, row)
            if one.steps and not macro_doing.course(macro.read(one.steps), row, by).blocked
        ]
    }


def able_to_have(visit: Visit, steps: Steps) -> frozenset[bool]:
    """Where a step is that she gets the case: whether she can have protected ones, and others."""
    if not steps.take:
        return frozenset({True, False})
    return frozenset(
        protected
        for protected in (True, False)
        if visit.viewer.person_id in dict(caseload.colleagues(visit.session, protected=protected))
    )


def why_not(visit: Visit, chosen: AnswerTemplate, row: Any, able: frozenset[bool]) -> str:
    """Why it cannot be done to a case; '' where it can."""
    if not answer_template.suits(chosen, row):
        return "scope"
    way = _course(visit, chosen, row)
    if way.blocked:
        return "ended" if row.status is Status.CLOSED else "step"
    return "take" if Act.TAKE in way.acts and row.protected not in able else ""


def _course(visit: Visit, chosen: AnswerTemplate, row: Any) -> Course:
    return macro_doing.course(macro.read(chosen.steps), row, official(visit))


def page(
    visit: Visit,
    references: list[str],
    chosen: AnswerTemplate | None,
    values: Any,
    *,
    letters: bool = False,
    done: list[str] | None = None,
    left: list[Left] | None = None,
) -> Answer:
    """Its template, or the choice of one; after a try, what was done and what was not."""
    rows = hers(visit, several(visit.session, references))
    if not rows and visit.values:
        raise NotFound
    able = able_to_have(visit, macro.read(chosen.steps)) if chosen else frozenset[bool]()
    reasons = {row.reference: why_not(visit, chosen, row, able) if chosen else "" for row in rows}
    fit = [row for row in rows if not reasons[row.reference]]
    return Shown(
        "casework/macro.html",
        {
            "fit": lines(fit, left or [], values["text"] if letters else ""),
            "unfit": [
                {"reference": row.reference, "title": row.title, "why": reasons[row.reference]}
                for row in rows
                if reasons[row.reference]
            ],
            "done": several(visit.session, done or []),
            "cases": pairs(fit),
            "templates": _offered(visit, rows),
            "variables": answer_template.VARIABLES,
            "several": values.get("filled") != "yes",
            "not_hers": len(references) - len(rows),
            "values": values,
            "errors": visit.errors,
            **(_told(visit, chosen, fit) if chosen else {"chosen": None}),
        },
        status=409 if left else 200,
    )


def _told(visit: Visit, chosen: AnswerTemplate, fit: list[Any]) -> dict[str, Any]:
    """What is done and who hears of it: of several cases, what is done to any of them."""
    steps = macro.read(chosen.steps)
    acts = {act for row in fit for act in _course(visit, chosen, row).acts}
    if not (visit.contacts and any(row.publication in PUBLIC for row in fit)):
        # Of what is not public only its sender is told.
        acts -= {Act.FOLLOW}
    of_act: dict[Act, str] = {}
    if steps.move:
        of_act[Act.MOVE] = steps.move.value
    if steps.outcome:
        of_act[Act.CLOSE] = steps.outcome.value
    return {
        "chosen": {
            "id": chosen.id,
            "name": chosen.name,
            "version": chosen.version,
            "say": steps.say.value,
        },
        "acts": [(act.value, of_act.get(act, "")) for act in Act if act in acts],
        "told": audience.count_together(visit.session, fit, HEARD[steps.say], by=official(visit)),
    }


def _offered(visit: Visit, rows: list[Any]) -> list[tuple[int, str]]:
    """Templates with steps that are for any of these cases."""
    return [
        (one.id, one.name)
        for one in answer_template.every(visit.session)
        if one.steps and any(answer_template.suits(one, row) for row in rows)
    ]
