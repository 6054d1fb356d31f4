"""Who leads a dialogue and its parts, several at once: a row with nothing in it is nobody."""

from collections.abc import Callable, Mapping
from typing import ClassVar, Self

from pydantic import PrivateAttr

from models import address
from models.dialogue import leading
from models.dialogue.leading import Led, Share
from models.errors import Invalid
from models.prose import clean_line
from web.forms import NOT_TEXT, NotAccepted
from web.pages.casework_forms import Versioned

ROWS = range(1, leading.MOST + 1)
Row = dict[str, str]


class UnitsForm(Versioned):
    """Which units were ticked: each box has the name of its unit's id."""

    _ids: tuple[int, ...] = PrivateAttr(())

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        made = super().read(values)
        names = (name.removeprefix("unit") for name in values if name.startswith("unit"))
        return made.ticking(tuple(int(one) for one in names if _is_id(one)))

    def ticking(self, ids: tuple[int, ...]) -> Self:
        """With the ids of the boxes that were."""
        self._ids = ids
        return self

    @property
    def ids(self) -> list[int]:
        return list(self._ids)


class _RowsForm(Versioned):
    """Rows of fields such as `leader3-name`; `leader3-id` is of the row that is there already."""

    PREFIX: ClassVar[str]
    LONGEST: ClassVar[dict[str, int]]
    _rows: tuple[Row, ...] = PrivateAttr(())

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        errors: list[Invalid] = []
        rows = [
            row for number in ROWS if (row := cls._row(f"{cls.PREFIX}{number}", values, errors))
        ]
        try:
            made = super().read(values)
        except NotAccepted as error:
            raise NotAccepted([*errors, *error.errors]) from None
        if errors:
            raise NotAccepted(errors)
        return made.holding(tuple(rows))

    def holding(self, rows: tuple[Row, ...]) -> Self:
        """With what was typed."""
        self._rows = rows
        return self

    @classmethod
    def _row(cls, at: str, values: Mapping[str, str], errors: list[Invalid]) -> Row:
        row = {}
        for name, most in cls.LONGEST.items():
            value = values.get(f"{at}-{name}", "")
            row[name] = "" if value == NOT_TEXT else clean_line(value)
            over = len(row[name]) - most
            if value == NOT_TEXT:
                errors.append(Invalid(f"{at}-{name}", "not_text"))
            elif over > 0:
                errors.append(Invalid(f"{at}-{name}", "too_long", over=over, most=most))
        if not any(row.values()):
            return {}
        cls._check(at, row, errors)
        return row | {"id": values.get(f"{at}-id", "")}

    @classmethod
    def _check(cls, at: str, row: Row, errors: list[Invalid]) -> None:
        raise NotImplementedError


class LeadersForm(_RowsForm):
    PREFIX = "leader"
    LONGEST: ClassVar[dict[str, int]] = {"name": 120, "title": 120, "phone": 40, "email": 254}

    @classmethod
    def _check(cls, at: str, row: Row, errors: list[Invalid]) -> None:
        if not row["name"]:
            errors.append(Invalid(f"{at}-name", "missing"))
        phone = _reach(f"{at}-phone", row["phone"], address.call_number, errors)
        row["phone"] = address.shown_phone(phone) if phone else ""
        row["email"] = _reach(f"{at}-email", row["email"], address.email, errors)

    @property
    def led(self) -> list[Led]:
        return [
            Led(row["name"], row["title"], row["phone"], row["email"], id=_id(row["id"]))
            for row in self._rows
        ]


class PartsForm(_RowsForm):
    PREFIX = "part"
    LONGEST: ClassVar[dict[str, int]] = {"title": 200, "leader": 18}

    @classmethod
    def _check(cls, at: str, row: Row, errors: list[Invalid]) -> None:
        if not row["title"]:
            errors.append(Invalid(f"{at}-title", "missing"))

    @property
    def shares(self) -> list[Share]:
        return [Share(row["title"], _id(row["leader"]), _id(row["id"])) for row in self._rows]


def _reach(field: str, given: str, check: Callable[..., str], errors: list[Invalid]) -> str:
    try:
        return check(given, field=field) if given else ""
    except Invalid as error:
        errors.append(error)
        return ""


def _is_id(given: str) -> bool:
    return given.isascii() and given.isdigit() and len(given) < 19


def _id(given: str) -> int | None:
    return int(given) if _is_id(given) else None
