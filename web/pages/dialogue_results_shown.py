"""What came of a dialogue, as everyone reads it."""

from typing import Any

from sqlalchemy import Row

from models.dialogue import actions, results, themes
from models.dialogue.outcome import ActionStatus
from models.states import PUBLIC
from web.answers import Answer, Shown
from web.pages.dialogue_head import found, head
from web.pages.naming import unit_of
from web.visit import Visit


def show(visit: Visit) -> Answer:
    """The closing report with an answer to each theme, what is done, and the reports of phases."""
    row = found(visit)
    reports = _published(visit, row)
    closing = next((one for one in reports if one.phase_id is None), None)
    return Shown(
        "dialogues/result/show.html",
        {
            "dialogue": head(visit, row),
            "closing": closing,
            "answers": _answers(visit, row, closing) if closing else [],
            "actions": [action(visit, one) for one in actions.of_dialogue(visit.session, row.id)],
            "years": actions.years(visit.session, row.id),
            "learnt": results.learnt(visit.session, row.id),
            "reports": [
                {
                    "id": one.id,
                    "kind": one.kind.value,
                    "title": one.title,
                    "html": one.html,
                    "published_at": one.published_at,
                }
                for one in reports
                if one.phase_id is not None
            ],
        },
        # Whether an action is late depends on the day, which no history knows.
        lasting=1.0 if row.publication in PUBLIC else 0.0,
    )


def _published(visit: Visit, row: Row[Any]) -> list[Row[Any]]:
    rows = results.of_dialogue(visit.session, row.id)
    return [one for one in rows if one.published_at is not None]


def _answers(visit: Visit, row: Row[Any], closing: Row[Any]) -> list[dict[str, Any]]:
    given = results.answers_of(visit.session, closing.id)
    return [
        {"theme": theme.name, "answer": one.answer.value, "said": one.words}
        | {"due_on": one.due_on, "who": one.who}
        for theme in themes.of_dialogue(visit.session, row.id)
        if (one := given.get(theme.id)) is not None and one.answer is not None
    ]


def action(visit: Visit, one: Row[Any]) -> dict[str, Any]:
    """An action as a list of them asks for it."""
    return {
        "id": one.id,
        "words": one.words,
        "theme": one.theme or "",
        "unit": unit_of(one, visit.language),
        "owner": one.owner_name,
        "due_on": one.due_on,
        "status": one.status.value,
        "done_on": one.done_on,
        "why": one.why,
        "carried_from": one.carried_from,
        "late": actions.is_late(one),
    }


def section(visit: Visit, row: Row[Any]) -> dict[str, Any] | None:
    """What the page of the dialogue says of it: nothing that depends on the day."""
    reports = _published(visit, row)
    rows = actions.of_dialogue(visit.session, row.id)
    years = actions.years(visit.session, row.id)
    learnt = results.learnt(visit.session, row.id)
    if not (reports or rows or years or learnt):
        return None
    closing = next((one for one in reports if one.phase_id is None), None)
    return {
        "closing": closing,
        "answers": _answers(visit, row, closing) if closing else [],
        "actions": len(rows),
        "done": sum(one.status is ActionStatus.DONE for one in rows),
        "year": years[0].year if years else None,
    }
