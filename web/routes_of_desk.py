"""The part of the site map where staff begin: their work, its lists, several cases at once."""

from web.entry import Entry, get, officials, post, staff
from web.pages import casework_list, casework_several, deviations, presence, work

DESK: tuple[Entry, ...] = (
    get("/work", work.show, allow=staff),
    get("/casework", casework_list.index, allow=officials),
    get("/casework/deviations", deviations.index, allow=officials),
    get("/casework/deviations/{month}", deviations.show, allow=officials),
    get("/casework/delays/new", casework_several.new_delays, allow=officials),
    post(
        "/casework/delays",
        casework_several.delays,
        form=casework_several.DelaysForm,
        again=casework_several.again,
        allow=officials,
    ),
    get("/casework/handovers/new", casework_several.new_handovers, allow=officials),
    post(
        "/casework/handovers",
        casework_several.handovers,
        form=casework_several.HandoversForm,
        again=casework_several.again,
        allow=officials,
    ),
    post("/casework/{reference}/presence", presence.create, form=presence.Here, allow=officials),
)
