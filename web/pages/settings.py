"""One room of the settings: its values, what follows from other ones, and the change."""

from models import profile, reconfiguring
from models.configuration import parts
from models.errors import NotFound
from web.answers import Answer, Go, Shown
from web.configuration import doing
from web.configuration.choosing import choices
from web.configuration.rooms import Room
from web.configuration.table import PARTS, ROOMS
from web.pages import settings_rows
from web.pages.setting_pages import AGAIN, known, previewed, theirs
from web.visit import Visit


def show(visit: Visit) -> Answer:
    """The room as it is, or as it was typed."""
    part = PARTS.get(visit.params["room"])
    if part is not None:
        return settings_rows.index(visit, part)
    room, data = _room(visit), parts.plain(reconfiguring.present(visit.session))
    now = room.shown(data)
    # Of a tick that was taken away nothing is sent.
    values = visit.values or now
    return Shown(
        "admin/setting.html",
        {
            "room": room.code,
            "fields": room.fields,
            "fixed": [(".".join(path[1:]), parts.at(data, path)) for path in room.fixed],
            "rows": [
                (rows, rows.numbers(values) if rows.fit(parts.at(data, rows.path)) else ())
                for rows in room.rows
            ],
            "choices": choices(data, visit.language),
            "values": {**values, "known": profile.version(visit.session)},
            "theirs": theirs(visit, now),
            "errors": visit.errors,
        },
    )


def preview(visit: Visit) -> Answer:
    """What would follow, before anything is done."""
    if AGAIN in visit.values:
        return show(visit)
    room = _room(visit)
    return previewed(visit, doing.proposed(visit, room.edit(visit.values), room.field_of))


def make(visit: Visit) -> Answer:
    """Do it."""
    room = _room(visit)
    number = doing.made(
        visit,
        room.edit(visit.values),
        room.field_of,
        room=room.code,
        known=known(visit),
        within=room.paths,
    )
    return Go(f"/admin/changes/{number}")


def _room(visit: Visit) -> Room:
    room = ROOMS.get(visit.params["room"])
    if room is None:
        raise NotFound(visit.params["room"])
    return room
