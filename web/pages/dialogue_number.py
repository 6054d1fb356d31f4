"""A dialogue asked for by its number in the register, as if it were a case: its own page."""

from models.dialogue import finding
from models.errors import NotFound
from web.answers import Go
from web.visit import Visit


def instead(visit: Visit, *, desk: bool = False) -> Go:
    """To the page of the dialogue that the address is about, or to the desk of whoever leads it.
    Raises NotFound where there is none that the viewer may know of, or a form came back.
    """
    if not visit.site.modules.dialogues or visit.errors or visit.problem:
        raise NotFound
    row = finding.by_reference(visit.session, visit.params["reference"], visit.viewer)
    if desk and finding.leads(visit.session, row, visit.viewer):
        return Go(f"/casework/dialogues/{row.slug}")
    return Go(f"/dialogues/{row.slug}")


def comment(visit: Visit) -> Go:
    """To where a comment stands, for pages that know its dialogue by the number alone."""
    return Go(f"{instead(visit).location}/comments/{visit.number('number')}")
