"""Who else is at a case: a browser says that it is there, and is told who else is (ST-21 a).

Opening a page writes nothing (decisions.md), so whoever has no script sees the others and is not
seen; what she sends is still refused when somebody was before her.
"""

from models.desk import presence
from models.permissions import Action
from models.permissions_of_cases import find_for
from web.answers import Answer, Shown
from web.forms import Form, Tick
from web.visit import Visit


class Here(Form):
    writing: Tick = False


def create(visit: Visit) -> Answer:
    """Noted for less than a minute; the answer is the part of the page that tells of others."""
    form: Here = visit.form
    reference = visit.params["reference"]
    find_for(visit.session, reference, visit.viewer, Action.DESK)
    others = presence.here(
        visit.session,
        reference,
        visit.viewer.person_id or 0,
        writing=form.writing,
    )
    # No page of its own: no browser shows it as one.
    return Shown("casework/_presence.html", {"others": others}, media="text/plain")
