"""Taking a case over that somebody else handed in for one: by its code, or by a letter's button."""

from typing import Any

from models import helping, keys, showing
from models.address import masked
from models.errors import NotFound
from models.person import contact
from models.submission import Submission, holds_key, is_author, take, tracking_key
from web.answers import Answer, Cookie, Go, Shown
from web.pages.reaching import Where, offered
from web.pages.receipts import A_MONTH
from web.pages.votes import sent
from web.visit import Visit


def show(visit: Visit) -> Answer:
    """What it means, and where we shall write from now on; afterwards, that it is hers."""
    return _page(visit, _case(visit))


def again(visit: Visit) -> Answer:
    return _page(visit, _case(visit))


def create(visit: Visit) -> Answer:
    """At once for whoever is signed in; of anybody else the address is asked by letter first."""
    row = _case(visit)
    submission = take(visit.session, row.reference)
    if visit.contacts:
        helping.take_over(visit.session, submission, visit.contacts[0], by=visit.acting())
        return taken(submission)
    where = Where.read(visit.values)
    helping.offer(
        visit.session,
        submission,
        offered(visit.site, where.channel),
        where.address,
        language=visit.language,
    )
    here = f"/submissions/{row.reference}"
    return sent("taking_over", where, back=here, back_title=row.reference)


def taken(submission: Submission) -> Answer:
    """On to the page that says so, with the new key: the former one opens nothing any more."""
    here = f"/submissions/{submission.reference}"
    key = Cookie("key", tracking_key(submission), path=here, seconds=A_MONTH)
    return Go(f"{here}/taking-over", (key,))


def offers(visit: Visit, row: Any) -> bool:
    """Whether the page of a case leads here: for whoever holds its key, and is not its helper."""
    if row.contact_id in visit.contacts or not holds_key(visit.viewer, row):
        return False
    return helping.can_be_taken_over(visit.session, row)


def _case(visit: Visit) -> Any:
    """The case, for whoever holds its key or is its sender. Raises NotFound for anybody else."""
    row = showing.case(visit.session, visit.params["reference"], visit.viewer, visit.contacts)
    if not is_author(visit.viewer, row, visit.contacts):
        raise NotFound
    return row


def _page(visit: Visit, row: Any) -> Answer:
    is_open = helping.can_be_taken_over(visit.session, row)
    helper = row.contact_id is not None and row.contact_id in visit.contacts
    if is_open and helper and visit.problem is None and not visit.errors:
        # Her own page of the case is where the helper goes on.
        raise NotFound
    if not is_open and not helping.was_taken_over(visit.session, row):
        raise NotFound
    return Shown(
        "submissions/taking_over.html",
        {
            "case": row,
            "done": not is_open,
            "helped": helping.helper_of(visit.session, row.id) is not None,
            "known": _known(visit),
            "key": "" if is_open else keys.grouped(tracking_key(row)),
            "values": visit.values,
            "errors": visit.errors,
        },
        kept=True,
    )


def _known(visit: Visit) -> str:
    """The address of whoever is signed in, as only she knows it again; "" for strangers."""
    found = contact(visit.session, visit.contacts[0]) if visit.contacts else None
    return masked(found.address) if found else ""
