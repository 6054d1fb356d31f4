"""What the register of a demonstration holds: numbers, a mark of secrecy, what was asked for."""

from sqlalchemy import select

from models.calendar import today
from models.event import seq_of
from models.register import numbers, releases, secrecy
from models.register.releases import Asked, ReleaseOutcome
from models.register.series import of_board
from models.states import PUBLIC, Kind
from models.submission import submissions, take
from web.commands.demo import days
from web.commands.demo.town import Town

FEW = 4
PROVISION = "OSL 26 kap. 1 §"


def record(town: Town) -> None:
    """The newest complaints have numbers; somebody asked for one of those that are not public."""
    series = of_board(town.site.diaries, "")
    shut = ~submissions.c.publication.in_(PUBLIC)
    wanted = select(submissions.c.reference).where(
        submissions.c.kind == Kind.COMPLAINT, submissions.c.disposal_id.is_(None)
    )
    newest = wanted.order_by(submissions.c.id.desc()).limit(FEW)
    for reference in sorted(town.session.scalars(newest)):
        case = take(town.session, reference)
        if series is not None:
            numbers.give(town.session, case, by=town.official(case.unit_id), series=series)
    closed = town.session.scalars(wanted.where(shut).limit(1)).first()
    if closed is None:
        return
    case = take(town.session, closed)
    by = town.official(case.unit_id)
    # A provision that did not fit, and the one that does.
    secrecy.mark(town.session, case, by=by, provision="OSL 25 kap. 1 §")
    secrecy.lift(town.session, case, by=by)
    secrecy.mark(town.session, case, by=by, provision=PROVISION)
    asked = Asked(days.after(today(), -3), "Namnet på den som skrev")
    releases.refuse(
        town.session, case, asked, by=by, outcome=ReleaseOutcome.REFUSED, provision=PROVISION
    )
    seq = seq_of(town.session, case.stream)
    whole = Asked(days.after(today(), -1), "Hela ärendet")
    releases.copy(town.session, case, whole, by=by, covered=[], seq=seq)
