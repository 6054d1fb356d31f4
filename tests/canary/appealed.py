"""Appeals in the canaries' town: one waits and one is decided, about texts that nobody may read."""

from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models import form_key, statement
from models.actor import STRANGER
from models.review_appeal import AppealOutcome
from models.statement import Statement
from models.submission import Submission, take
from moderation import appealing, appeals
from moderation.appealing import Against
from moderation.reversing import Ruling
from tests import people
from tests.canary.readers import JUDGES

STATED = ("the number of", "the title of", "the message of")
"""What a statement of reasons says of the case besides why."""


def appeal(session: Session, world: Any) -> None:
    """What their author writes is for those who judge; why it ended so, for whoever has the address
    of the statement too.
    """
    made = {what: _appealed(session, world, what) for what in ("refuse", "unpublish")}
    with world.cage.about("unpublish"):
        reasons = world.cage.plant("the reasons of an appeal", "author", *JUDGES)
    appeals.decide(
        session,
        made["unpublish"],
        Ruling(AppealOutcome.UPHELD, reasons),
        by=world.someone["administrator"].actor,
        rules=people.municipality(session).proposals,
    )
    told = {what: _statement(session, world, what) for what in made}
    world.cage.open(reasons, told["unpublish"])
    for what, code in told.items():
        # Whoever has the address of a statement is whom we wrote it to.
        for one in world.cage.canaries:
            if one.of in {what, world.cases[what]} and one.what.startswith(STATED):
                world.cage.open(one.token, code)
    world.values["/desk/appeals/code"] = [*made.values(), "none"]
    world.ones["/desk/appeals/"] = {"code": made["refuse"]}
    for page, codes in (("statements", list(told.values())), ("reports", []), ("sanctions", [])):
        known = world.values.setdefault(f"/{page}/code", ["none"])
        known += [code for code in codes if code not in known]
        world.ones.setdefault(f"/{page}/", {"code": known[-1]})


def _case(session: Session, world: Any, what: str) -> Submission:
    return take(session, world.cases[what])


def _appealed(session: Session, world: Any, what: str) -> str:
    case = _case(session, world, what)
    with world.cage.about(what):
        words = world.cage.plant(f"the appeal of a {what}", "author", *JUDGES)
    told = session.scalars(_told(case)).one()
    made = appealing.appeal(
        session,
        Against(told.verdict_id),
        by=STRANGER,
        words=words,
        form=form_key.fresh(),
        contact_id=case.contact_id,
        language="sv",
    )
    return made.code


def _told(case: Submission) -> Any:
    newest = select(Statement).where(Statement.submission_id == case.id)
    return newest.order_by(Statement.verdict_id.desc()).limit(1)


def _statement(session: Session, world: Any, what: str) -> str:
    return statement.code(session.scalars(_told(_case(session, world, what))).one())
