"""What is made of verdicts in the canaries' town: second looks, of which one waits, and the year of
the report. Every word of them is a canary already, planted with the text.
"""

from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models import second_look
from models.calendar import now, today
from models.review import reviewables
from models.second_look import looks
from models.submission import take
from models.verdict import verdicts

_v, _r = verdicts.c, reviewables.c


def look_again(session: Session, world: Any) -> None:
    """A refused text waits for a second look, and of an unpublished one two did not agree."""
    drawn = [_verdict(session, world, what) for what in ("refuse", "unpublish")]
    second_look.draw(session, drawn)
    waiting, judged = session.scalars(select(looks.c.id).order_by(looks.c.id)).all()
    session.execute(
        looks.update()
        .where(looks.c.id == judged)
        .values(judged_at=now(), shown=True, by_id=world.someone["administrator"].id)
    )
    world.ones["/desk/second-looks/"] = {"id": str(waiting)}
    world.values["/desk/second-looks/id"] = [str(waiting), str(judged), "999999"]
    world.ones["/moderation-log/report/"] = {"year": str(today().year)}
    world.values["year"] = [str(today().year), "1999"]


def _verdict(session: Session, world: Any, what: str) -> tuple[int, int]:
    """The last verdict on a case, and the text it was about."""
    case = take(session, world.cases[what])
    row = session.execute(
        select(_v.id, _r.text_id)
        .join(reviewables, _r.id == _v.reviewable_id)
        .where(_v.submission_id == case.id, _v.comment_id.is_(None))
        .order_by(_v.id.desc())
        .limit(1)
    ).one()
    return row.id, row.text_id
