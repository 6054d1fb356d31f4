"""Taking back what one handed in: a page that says what it means, and one button."""

from models import publishing, showing
from models.errors import NotFound
from models.states import PUBLIC, Publication
from models.submission import is_author, take
from web.answers import Answer, Go, Shown
from web.visit import Visit


def show(visit: Visit) -> Answer:
    """What happens when it is taken back. Only for whoever wrote it."""
    row = showing.case(visit.session, visit.params["reference"], visit.viewer, visit.contacts)
    if not is_author(visit.viewer, row, visit.contacts):
        raise NotFound
    return Shown("submissions/withdraw.html", {"case": row, "is_public": row.publication in PUBLIC})


def create(visit: Visit) -> Answer:
    """Take it back. A second press finds it done."""
    submission = take(visit.session, visit.params["reference"])
    if not is_author(visit.viewer, submission, visit.contacts):
        raise NotFound
    if submission.publication is not Publication.WITHDRAWN:
        publishing.withdraw(
            visit.session, submission, by=visit.acting(), rules=visit.site.proposals
        )
    return Go(f"/submissions/{submission.reference}")
