"""Photos and documents: what pages tell of them, and the files for whoever may see them."""

import os
from dataclasses import replace
from typing import Any

from models.attachment import files, showing
from models.attachment.kinds import LONGEST_SMALL, Media, scaled
from models.errors import NotFound
from models.states import PUBLIC, Publication
from web import seeing
from web.answers import Answer, Sheet, What
from web.visit import Visit


def show(visit: Visit) -> Answer:
    """The larger size of a picture, or a document to be saved."""
    return _of_a_case(visit, small=False)


def small(visit: Visit) -> Answer:
    """A picture as it stands on a page."""
    return _of_a_case(visit, small=True)


def staged(visit: Visit) -> Answer:
    """A picture that has not been sent yet, in its own form. Only the form knows its name."""
    row = showing.waiting(visit.session, visit.params["name"])
    if row is None:
        raise NotFound
    return _sheet(row, small=row.media is not Media.PDF, called="document", public=False)


def _of_a_case(visit: Visit, *, small: bool) -> Answer:
    reference = visit.params["reference"]
    row = showing.found(
        visit.session, reference, visit.params["name"], visit.viewer, visit.contacts
    )
    public = row.publication in PUBLIC and showing.is_shown(row, row.publication)
    sheet = _sheet(row, small=small, called=f"{reference}-{row.attachment_id}", public=public)
    return replace(sheet, seen=seeing.of_part(visit, row, What.ATTACHMENT, public=public))


def _sheet(row: Any, *, small: bool, called: str, public: bool) -> Sheet:
    file = files.opened(row.name, small=small)
    return Sheet(
        file,
        row.media.value,
        os.fstat(file.fileno()).st_size,
        f"{row.sha256[:32]}{'-small' if small else ''}",
        # A document opens in programs of all sorts: it is saved first, under a name of ours.
        name=f"{called}.pdf" if row.media is Media.PDF else "",
        public=public,
    )


def waiting(visit: Visit, name: str) -> dict[str, Any] | None:
    """What a form has brought so far, as its page shows it; None when it is not there any more."""
    row = showing.waiting(visit.session, name) if name else None
    return None if row is None else _told(row, f"/attachments/{row.name}")


def of_sender(visit: Visit, reference: str) -> dict[str, Any] | None:
    """What a submission brought, as whoever judges it sees it."""
    row = showing.of_sender(visit.session, reference)
    here = f"/submissions/{reference}/attachments/{row.name}" if row is not None else ""
    return None if row is None else _told(row, here, "/small")


def of_case(
    visit: Visit, submission_id: int, reference: str, *, publication: Publication, insider: bool
) -> dict[str, Any]:
    """What stands on a case's page: the sender's own, and by id those of answers and decisions.

    An `insider` wrote it or works here, and sees what is not shown, too.
    """
    found: dict[str, Any] = {"own": None, "answers": {}, "decisions": {}}
    for one in showing.of_case(visit.session, submission_id):
        shown = showing.is_shown(one, publication)
        if not shown and not insider:
            continue
        here = f"/submissions/{reference}/attachments/{one.name}"
        told = _told(one, here, "/small") | {"shown": shown}
        if one.answer_id is not None:
            found["answers"][one.answer_id] = told
        elif one.decision_id is not None:
            found["decisions"][one.decision_id] = told
        else:
            found["own"] = told
    return found


def _told(row: Any, url: str, small: str = "") -> dict[str, Any]:
    picture = row.media is not Media.PDF
    width, height = scaled(row.width, row.height, LONGEST_SMALL) if picture else (0, 0)
    return {
        "url": url,
        "small_url": f"{url}{small}",
        "picture": picture,
        "width": width,
        "height": height,
        "alt": row.alt,
        "size": row.size,
        "hidden": row.hidden_at is not None,
        "shown": True,
    }
