"""The internal view of a case's words with the personal numbers in them; each look is logged."""

from models import originals
from models.permissions import Action
from models.permissions_of_cases import may
from web.answers import Answer, Seen, Shown, What
from web.visit import Visit


def show(visit: Visit) -> Answer:
    """What was written, for whoever works on the case or judges its texts."""
    case = originals.find(visit.session, visit.params["reference"], visit.viewer)
    works = may(visit.session, visit.viewer, Action.DESK, case)
    return Shown(
        "casework/original.html",
        {
            "reference": case.reference,
            "back": f"/casework/{case.reference}" if works else "/desk",
            "texts": originals.of_case(visit.session, case),
        },
        seen=Seen(What.ORIGINAL, case.id),
    )
