"""Photos and documents: what pages tell of them, and the files for whoever may see them."""

import os
from dataclasses import replace
from typing import Any

from models.attachment import files, showing
from models.attachment.kinds import LONGEST_SMALL, Media, scaled
from models.errors import NotFound
from models.states import Publication
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
    public = showing.is_open(row)
    sheet = _sheet(row, small=small, called=f"{reference}-{row.attachment_id}", public=public)
    return replace(sheet, seen=seeing.of_part(visit, row, What.ATTACHMENT, public=public))


def _sheet(row: Any, *, small: bool, called: str, public: bool) -> Sheet:
    file = files.opened(row.file, small=small)
    return Sheet(
        file,
        row.media.value,
        os.fstat(file.fileno()).st_size,
        f"{row.mark[:32]}{'-small' if small else ''}",
        # A document opens in programs of all sorts: it is saved first, under a name of ours.
        name=f"{called}.pdf" if row.media is Media.PDF else "",
        public=public,
    )


def waiting(visit: Visit, name: str) -> dict[str, Any] | None:
    """What a form has brought so far, as its page shows it; None when it is not there any more."""
    row = showing.waiting(visit.session, name) if name else None
    return None if row is None else _told(row, f"/attachments/{row.name}")


def of_sender(visit: Visit, reference: str) -> dict[str, Any] | None:
    """What a submission brought, as whoever judges it sees it, and what is hidden of it."""
    row = showing.of_sender(visit.session, reference)
    return None if row is None else _of_sender(row, reference) | {"squares": _squares(row)}


def of_case(
    visit: Visit, submission_id: int, reference: str, *, publication: Publication, insider: bool
) -> dict[str, Any]:
    """What stands on a case's page: the sender's own, and by id those of answers and decisions.

    An `insider` wrote it or works here, and sees what is not shown, too.
    """
    found: dict[str, Any] = {"own": None, "answers": {}, "decisions": {}}
    for one in showing.of_case(visit.session, submission_id):
        shown = showing.is_shown(one, publication)
        if not shown and not (insider and (not one.scan or _may_open(visit, reference, one.name))):
            continue
        told = _of_sender(one, reference, insider=insider) | {"shown": shown}
        if one.answer_id is not None:
            found["answers"][one.answer_id] = told
        elif one.decision_id is not None:
            found["decisions"][one.decision_id] = told
        else:
            found["own"] = told
    return found


def _may_open(visit: Visit, reference: str, name: str) -> bool:
    """Whether the viewer may see who sent a letter, and so the letter itself."""
    try:
        showing.found(visit.session, reference, name, visit.viewer, visit.contacts)
    except NotFound:
        return False
    return True


def _of_sender(row: Any, reference: str, *, insider: bool = True) -> dict[str, Any]:
    """A picture with a part hidden is the same for all; insiders find the whole one behind it. What
    its sender says of it may say what is hidden, so that the others do not get it.
    """
    here = f"/submissions/{reference}/attachments/"
    if row.mask_id is None:
        return _told(row, f"{here}{row.name}", "/small")
    whole = f"{here}{row.name}"
    told = _told(row, f"{here}{row.mask_name}" if row.mask_name else whole, "/small")
    if not insider:
        return told | {"masked": True, "alt": ""}
    return told | {"masked": True, "whole_url": whole if row.mask_name else ""}


def _squares(row: Any) -> list[int]:
    return [int(one) for one in row.squares.split(",")] if row.squares else []


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
        "scan": row.scan,
        "masked": False,
        "whole_url": "",
        "shown": True,
    }
