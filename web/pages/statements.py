"""Why a text of hers is not shown as she wrote it, for its author: a page, and the same as data.

Whoever has the address has it from her letter or her own page (models.statement.code).
"""

from models.calendar import now
from models.settings import settings
from moderation import explaining
from moderation.appealing import Against
from web.answers import Answer, Shown
from web.pages.marking import COMES, GOES, passages
from web.pages.review_appeals import standing
from web.visit import Visit


def show(visit: Visit) -> Answer:
    """The decision in plain words: what, why, on what ground, and how it is looked at again."""
    code = visit.params["code"]
    said = _context(visit, code)
    number = int(code.partition("-")[0])
    around = standing(visit.session, Against(verdict_id=number), f"/statements/{code}")
    return Shown("statements/show.html", {**said, **around}, kept=True)


def export(visit: Visit) -> Answer:
    """The fields of article 17(3), by the schema in docs/statement.schema.json."""
    return Shown(
        "statements/statement.json", _context(visit, visit.params["code"]), media="application/json"
    )


def _context(visit: Visit, code: str) -> dict[str, object]:
    found = explaining.explained(visit.session, code)
    one = found.statement
    return {
        "told": {
            "code": found.code,
            "thing": found.thing,
            "kind": found.kind.value,
            "reference": found.reference,
            "title": found.title,
            "decision": one.decision,
            "change": one.change,
            "until": one.duration_until,
            "facts": one.facts,
            "source": one.source.value,
            "detected": one.automated_detection,
            "automated": one.automated_decision,
            "ground_type": one.ground_type.value,
            "ground": one.ground,
            "ground_ref": one.ground_ref,
            "deadline": one.deadline,
            "at": one.made_at,
            "covered": found.covered,
            "reversed": found.reversed,
            "over": one.duration_until is not None and one.duration_until <= now(),
            "appealable": found.appealable,
        },
        "was": passages(found.was, GOES) if found.was else "",
        "now": passages(found.now, COMES) if found.now else "",
        "base": settings().base_url,
        "errors": [],
    }
