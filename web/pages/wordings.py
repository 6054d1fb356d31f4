"""How an answer was changed: its wordings, one after the other, for whoever may read the case."""

from typing import Any

from models import correcting, showing
from models.errors import NotFound
from models.event import version_of
from models.states import PUBLIC
from models.submission import stream_of
from models.text import Text
from models.wording import changes
from web import seeing
from web.answers import Answer, Shown
from web.visit import Visit


def show(visit: Visit) -> Answer:
    """Every former wording that may be shown, with what was changed in it, the newest first."""
    session = visit.session
    stream = stream_of(visit.params["reference"])
    version = version_of(session, stream)
    row = showing.case(session, visit.params["reference"], visit.viewer, visit.contacts)
    answer = correcting.of_case(session, row.id, visit.number("answer"))
    if answer.corrected_at is None:
        raise NotFound("never changed")
    return Shown(
        "submissions/wordings.html",
        {
            "case": {
                "reference": row.reference,
                "title": row.title,
                "is_public": row.publication in PUBLIC,
            },
            "answer_id": answer.id,
            "at": answer.at,
            "changes": _steps(
                session.get_one(Text, answer.text_id).source,
                correcting.former(session, answer.id or 0),
            ),
        },
        stream=stream if row.publication in PUBLIC else None,
        version=version,
        seen=seeing.of_case(visit, row),
    )


def _steps(newest: str, former: list[Any]) -> list[dict[str, Any]]:
    """Each change that readers are told of: when, and word by word unless a wording is kept back.

    Compared is always with the next wording that everyone may read: a slip in between goes with the
    change before it, and what is kept back stands in no comparison.
    """
    steps: list[dict[str, Any]] = []
    after = newest
    for one in former:
        if one.shown and one.source is not None:
            steps.append({"at": one.until, "parts": changes(one.source, after)})
            after = one.source
        elif not one.slip:
            steps.append({"at": one.until, "parts": None})
    return steps
