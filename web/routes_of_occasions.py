"""The part of the site map where one can come to something: occasions of dialogues."""

from web.entry import Entry, get, officials, post
from web.pages import dialogue_occasions, dialogue_occasions_staff
from web.pages.casework_forms import Versioned
from web.routes_of_dialogue_statements import DOOR

_ON = ("dialogues",)
_FED = ("feeds", "dialogues")
_ONE = "/dialogues/{slug}/occasions/{occasion}"
_STAFF = "/casework/dialogues/{slug}/occasions"

OCCASIONS: tuple[Entry, ...] = (
    # An ending comes before the address without one, which would take it for a part of the number.
    get(f"{_ONE}.ics", dialogue_occasions.calendar, cached=True, needs=_FED),
    get(_ONE, dialogue_occasions.show, needs=_ON),
    post(
        f"{_ONE}/sign-up",
        dialogue_occasions.create,
        form=dialogue_occasions.ComingForm,
        again=dialogue_occasions.show,
        needs=_ON,
    ),
    post(
        f"{_ONE}/link",
        dialogue_occasions.door,
        again=dialogue_occasions.show,
        limit=DOOR,
        needs=_ON,
    ),
)

OCCASIONS_OF_STAFF: tuple[Entry, ...] = (
    get(_STAFF, dialogue_occasions_staff.index, allow=officials, needs=_ON),
    get(f"{_STAFF}/{{id}}", dialogue_occasions_staff.show, allow=officials, needs=_ON),
    post(
        _STAFF,
        dialogue_occasions_staff.create,
        form=dialogue_occasions_staff.OccasionForm,
        again=dialogue_occasions_staff.index,
        allow=officials,
        needs=_ON,
    ),
    post(
        f"{_STAFF}/{{id}}",
        dialogue_occasions_staff.update,
        form=dialogue_occasions_staff.ChangedForm,
        again=dialogue_occasions_staff.show,
        allow=officials,
        needs=_ON,
    ),
    post(
        f"{_STAFF}/{{id}}/cancellation",
        dialogue_occasions_staff.cancel,
        form=Versioned,
        again=dialogue_occasions_staff.show,
        allow=officials,
        needs=_ON,
    ),
    post(
        f"{_STAFF}/{{id}}/notes",
        dialogue_occasions_staff.note,
        form=dialogue_occasions_staff.NotesForm,
        again=dialogue_occasions_staff.show,
        allow=officials,
        needs=_ON,
    ),
)
