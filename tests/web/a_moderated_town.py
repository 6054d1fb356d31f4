"""What moderation leaves in a small town: statements, reports, appeals, pauses, doubted support.

Each is made by its verb. What is open stays open, so that a form finds something to decide.
"""

from sqlalchemy import select
from sqlmodel import Session

from models import (
    calendar,
    invalidating,
    merging,
    moving_support,
    objecting,
    statement,
    support_letters,
    vote,
)
from models.calendar import DAY, HOUR, now
from models.invalidated import Finding, Removal, SupportRule, removals
from models.merged import Merging, MoveQuestion
from models.person import Channel
from models.report import Report
from models.review import Reviewable
from models.sanction import Measure
from models.sanctions import Conduct, give
from models.second_look import draw, looks
from models.second_opinion import Matter
from models.statement import Statement
from models.submission import Submission
from models.support_criteria import Criteria
from models.verdict import Judgement
from moderation import four_eyes, proposing
from tests import people
from tests.moderation.appealing import appeal
from tests.moderation.room import item_of, judge, report

Values = dict[str, dict[str, str]]
"""What stands for the parameters of the routes that begin like this; the first that fits."""


def build(session: Session) -> Values:
    """Everything that a route of moderation could ask for, by the beginning of its address."""
    made: Values = {"/moderation-log/": {"year": str(calendar.local(now()).year)}}
    _texts(session, made)
    _measures(session, made)
    _support(session, made)
    return made


def _texts(session: Session, made: Values) -> None:
    """Refused texts, an appeal, a report, a second look; all by Anna: Marek may judge them."""
    anna = people.anna(session)
    said = {"by": anna, "reason": "abusive", "message": ""}
    item = _case(session)
    refused = judge(session, item, Judgement.REFUSE, **said)
    draw(session, [(refused.id or 0, item.text_id)])
    made["/statements/"] = {"code": statement.code(session.get_one(Statement, refused.id))}
    other = judge(session, _case(session), Judgement.REFUSE, **said)
    made["/desk/appeals/"] = {"code": appeal(session, other).code}
    look = session.execute(select(looks.c.id)).scalars().first()
    made["/desk/second-looks/"] = {"id": str(look)}
    kept = people.published(session, title="En bänk vid ån")
    number = report(session, kept, channel=Channel.EMAIL, address="eva@example.org")
    judge(session, item_of(session, kept), Judgement.KEEP, by=anna)
    made["/reports/"] = {"code": session.get_one(Report, number).code}
    left = _case(session)
    asked = proposing.escalate(
        session, left.id, by=anna.actor, version=left.version, note="Min granne."
    )
    made["/second-opinions/"] = {"id": str(asked)}


def _case(session: Session) -> Reviewable:
    return item_of(session, people.a_submission(session, title="Mörkt vid bron"))


def _measures(session: Session, made: Values) -> None:
    """Ture is held back, and Anna proposes to pause him."""
    ture, anna = people.resident(session, "Ture"), people.anna(session)
    until = now() + 7 * DAY
    pause = give(
        session,
        Measure.RESTRICTED,
        person_id=ture.id,
        contact_id=None,
        reason="abusive",
        by_id=anna.id,
        until=until,
    )
    made["/sanctions/"] = {"code": pause.code}
    made["/admin/people/{id}/sanctions/"] = {"id": str(ture.id), "sanction": str(pause.id)}
    asked = four_eyes.ask(
        session,
        Matter.SUSPENSION,
        by=anna.actor,
        person_id=ture.id,
        code=Conduct.WRITING.value,
        reason="threat",
        until=until,
        message="Du hotade din granne.",
    )
    made["/suspensions/"] = {"id": str(asked)}


def _support(session: Session, made: Values) -> None:
    """A supporter of a duplicate is asked; support was taken away, and somebody says it was she."""
    _asked(session, made)
    doubted = people.published(session, title="Bygg en bro")
    finding = Finding(
        submission_id=doubted.id or 0,
        rule=SupportRule.ONE_DOMAIN,
        domain="example.org",
        since=now() - HOUR,
        until=now() + HOUR,
        count=1,
        total=1,
        usual=0,
        at=now(),
    )
    session.add(finding)
    session.flush()
    made["/desk/support/findings/"] = {"id": str(finding.id)}
    first = _proposed(session, doubted, "Eva")
    invalidating.confirm(session, first, by=people.ada(session).actor, count=1)
    taken = session.scalars(select(Removal).where(removals.c.batch_id == first)).one()
    objecting.object_to(session, taken)
    made["/support/"] = {"token": support_letters.link(first, taken.vote_id)}
    # Marek is neither of the two, and may answer her.
    objection = {"id": str(first), "vote": str(taken.vote_id)}
    made["/desk/support/batches/{id}/objections/"] = objection
    made["/desk/support/batches/"] = {"id": str(_proposed(session, doubted, "Leif"))}


def _asked(session: Session, made: Values) -> None:
    """The link of Kim, who supports a duplicate."""
    target = people.published(session, title="En väg för cyklar")
    duplicate = people.published(session, title="Cykelväg till stationen")
    vote.support(session, duplicate.reference, people.resident(session, "Kim").id)
    merging.merge(session, duplicate, target.reference, by=people.olga(session).actor)
    question = session.scalars(select(MoveQuestion)).one()
    joined = session.get_one(Merging, question.merging_id)
    made["/move-support/"] = {"token": moving_support.link(question, joined)}


def _proposed(session: Session, proposal: Submission, name: str) -> int:
    """What Anna wants to take away: the support of one."""
    vote.support(session, proposal.reference, people.resident(session, name).id)
    lately = Criteria(domain="example.org", since=now() - HOUR, until=now() + HOUR)
    by = people.anna(session).actor
    return invalidating.propose(session, proposal, lately, by=by, note="Samma kväll.").id or 0
