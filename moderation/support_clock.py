"""Once an hour: look at the support that came in, tell of what was found, forget the networks."""

from models import job, support_letters, support_watch
from models.calendar import HOUR, now
from models.database import transaction
from models.moving_support import takes_support
from models.profile import site
from models.submission import Submission

JOB = "support_watch"


def each_hour() -> bool:
    """The clock's part: each proposal in its own short transaction, so that no vote waits for long.
    True when somebody is to be told.
    """
    at = now()
    period = str(at // HOUR)
    with transaction(write=False) as session:
        if job.has_run(session, JOB, period):
            return False
        rules = site(session).reviewing.support
        wanted = support_watch.due(session, at)
    with transaction() as session:
        if not job.first_time(session, JOB, period):
            return False
        support_watch.forget(session, at)
    told = 0
    for submission_id in wanted:
        with transaction() as session:
            case = session.get_one(Submission, submission_id)
            if not takes_support(case):
                continue
            begun = case.published_at or at
            found = support_watch.look(session, submission_id, rules, at, begun=begun)
            told += sum(support_letters.alert(session, one) for one in found)
    return told > 0
