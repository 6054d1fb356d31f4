"""Working days between two days, for very many cases: every day is looked up once."""

from datetime import date, timedelta

from models.opening import Opening


class Workdays:
    """The municipality's working days, numbered as they are first asked for. One calendar's."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._first = self._last = date(2000, 1, 1)
        self._upto: dict[date, int] = {self._first: 0}

    def between(self, start: date, end: date) -> int:
        """How many working days came after `start` until and with `end`: the day of arrival is day
        0, as it is for the promise (spec ST-11). 0 for an end that is not later.
        """
        return max(self._number(end) - self._number(start), 0)

    def _number(self, day: date) -> int:
        known = self._upto.get(max(day, self._first))
        while known is None:
            number = self._upto[self._last]
            self._last += timedelta(days=1)
            self._upto[self._last] = number + self._opening.is_working_day(self._last)
            known = self._upto.get(day)
        return known
