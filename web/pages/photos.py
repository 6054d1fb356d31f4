"""The photo of a form in steps: taken in at the step that asks for it, carried by its name."""

from collections.abc import Mapping
from typing import Any

from models.attachment import row as attachment
from models.errors import Invalid
from web.pages import attachments
from web.visit import Visit

FIELD = "photo"
NAME, ALT = "photo_name", "photo_alt"
"""Hidden fields: what finds the photo again, and what the sender says of it."""


def take(visit: Visit, values: dict[str, str]) -> list[Invalid]:
    """Keep what the step brought and put its name among the values; or say what is wrong with it.

    A second photo takes the place of the first, which is disposed of as never sent.
    """
    if not visit.site.modules.attachments:
        return []
    try:
        stored = visit.file(FIELD)
    except Invalid as error:
        return [error]
    if stored is not None:
        values[NAME] = attachment.stage(visit.session, stored)
    return []


def without(values: Mapping[str, str]) -> dict[str, str]:
    """The values of somebody who does not want to send it after all."""
    return {name: value for name, value in values.items() if name not in {NAME, ALT}}


def step(*, places: bool) -> str:
    """Which step asks for it: where it is, or the last one where there is no place to ask for."""
    return "2" if places else "3"


def told(visit: Visit, values: Mapping[str, str]) -> dict[str, Any] | None:
    """The photo so far, as the pages show it. Raises Invalid `gone` for one that was not sent in
    time, or was sent already.
    """
    name = values.get(NAME, "")
    if not name:
        return None
    found = attachments.waiting(visit, name)
    if found is None:
        raise Invalid(FIELD, "gone")
    return found
