"""When a phase opens and closes, as the town's clocks show it."""

import datetime as dt

from models.calendar import Moment, local, moment, zone
from models.errors import Invalid


def opens(day: dt.date, clock: dt.time) -> Moment:
    """The moment of a local time; of an hour that comes twice (the last Sunday of October), the
    first. Raises Invalid for `opens_clock`: the clocks leave it out (the last Sunday of March).
    """
    return _at("opens_clock", day, clock, fold=0)


def closes(day: dt.date, clock: dt.time) -> Moment:
    """As `opens`, for `closes_clock`; of an hour that comes twice, the second: nobody loses time
    that was promised.
    """
    return _at("closes_clock", day, clock, fold=1)


def _at(field: str, day: dt.date, clock: dt.time, *, fold: int) -> Moment:
    found = moment(dt.datetime.combine(day, clock, tzinfo=zone()).replace(fold=fold))
    if local(found).replace(tzinfo=None) != dt.datetime.combine(day, clock):
        raise Invalid(field, "left_out")
    return found
