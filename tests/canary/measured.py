"""Reports with all that their form takes, a warning, and a pause that waits for a second person."""

from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models import sanctions
from models.actor import STRANGER
from models.calendar import DAY, now
from models.person import Channel
from models.report import Report
from models.sanctions import Conduct, Measure
from models.second_opinion import Matter
from models.submission import take
from moderation import four_eyes
from tests.canary.readers import JUDGES
from tests.moderation import room


def measure(session: Session, world: Any) -> None:
    """What she writes beside her report is for those who judge, her name for nobody; why she was
    warned for whoever has the address of it, and for herself.
    """
    cage, case = world.cage, take(session, world.cases["proposal"])
    number = room.report(
        session,
        case,
        by=STRANGER,
        explanation=cage.plant("why it was reported with a name", *JUDGES),
        others=cage.plant("where else the same stands", *JUDGES),
        name=cage.plant("the name of a reporter"),
        channel=Channel.EMAIL,
        address=f"{cage.plant('the address of a named reporter')}@example.org",
    )
    report = session.scalars(select(Report).where(Report.id == number)).one()  # type: ignore[arg-type]
    author, marek = world.someone["author"], world.someone["moderator"]
    given = sanctions.give(
        session,
        Measure.WARNING,
        person_id=author.id,
        contact_id=None,
        reason="abusive",
        by_id=marek.id,
        message=cage.plant("why she was warned", "author"),
    )
    cage.open(given.message, given.code)
    four_eyes.ask(
        session,
        Matter.SUSPENSION,
        by=marek.actor,
        person_id=author.id,
        code=Conduct.WRITING.value,
        reason="threat",
        until=now() + 7 * DAY,
        message=cage.plant("why a pause is proposed", *JUDGES),
    )
    for page, code in (("reports", report.code or ""), ("sanctions", given.code)):
        world.values[f"/{page}/code"] = [code, "none"]
        world.ones[f"/{page}/"] = {"code": code}
    (proposed,) = four_eyes.waiting(session, matter=Matter.SUSPENSION)
    world.ones["/suspensions/"] = {"id": str(proposed.id)}
    world.values["sanction"] = [str(given.id)]
    world.ones["/admin/people/"]["sanction"] = str(given.id)
