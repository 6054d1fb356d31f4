"""What is sent about a meeting: its day and place, its minutes, and one row for every case."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, PrivateAttr

from models import text
from models.attachment.row import LONGEST_ALT
from models.errors import Invalid
from models.meeting.drafts import Draft
from models.meeting.row import MOST_CASES
from models.prose import clean, clean_line
from models.states import Ruling
from web.forms import NOT_TEXT, Form, NotAccepted, checked, words
from web.pages.casework_forms import Day, SomeDay, Versioned
from web.pages.numbers import Number

ROWS = range(1, MOST_CASES + 1)
DOCUMENTS = tuple(f"row{number}-document" for number in ROWS)
"""The fields that may bring a file, one a row."""
BODY = 1024 * 1024
"""Bytes: twenty decisions at their longest."""
LONGEST = {"paragraph": 20, "summary": 2000, "reasons": 10_000, "document_alt": LONGEST_ALT}
_LINES = frozenset({"summary", "reasons"})
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


class MeetingForm(Form):
    board: Annotated[str, words(60, least=1)]
    day: SomeDay
    place: Annotated[str, words(200)] = ""
    presenter: Annotated[str, words(200)] = ""
    participants: Annotated[str, words(1000)] = ""


class DetailsForm(Versioned):
    day: SomeDay
    place: Annotated[str, words(200)] = ""
    presenter: Annotated[str, words(200)] = ""
    participants: Annotated[str, words(1000)] = ""


class CasesForm(Versioned):
    """Which cases were ticked: each box has the name of its case's id."""

    _ids: frozenset[int] = PrivateAttr(frozenset())

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        return super().read(values).ticked(values)

    def ticked(self, values: Mapping[str, str]) -> Self:
        """With the ids of the boxes that were."""
        names = (name.removeprefix("case") for name in values if name.startswith("case"))
        self._ids = frozenset(
            int(one) for one in names if one.isascii() and one.isdigit() and len(one) < 19
        )
        return self

    @property
    def ids(self) -> frozenset[int]:
        return self._ids


class CaseForm(Versioned):
    case: Number


class MinutesForm(Versioned):
    minutes_approved: Annotated[str, words(10, least=1)]
    minutes_posted: Day = ""
    _approved: date | None = PrivateAttr(None)

    def prepared(self) -> Self:
        try:
            self._approved = date.fromisoformat(self.minutes_approved)
        except ValueError:
            raise Invalid("minutes_approved", "bad") from None
        return self

    @property
    def approved(self) -> date:
        if self._approved is None:
            raise Invalid("minutes_approved", "bad")
        return self._approved

    @property
    def posted(self) -> date | None:
        return date.fromisoformat(self.minutes_posted) if self.minutes_posted else None


def _clock(value: str, _info: object) -> str:
    found = _CLOCK.fullmatch(value)
    if value and found is None:
        raise Invalid("", "bad")
    return f"{int(found[1]):02d}:{found[2]}" if found else ""


class DecisionsForm(Versioned):
    """All rows at once: whatever is filled in is kept, whatever is not is none of its business."""

    act: Annotated[str, words(10)] = "save"
    when: Annotated[str, words(10)] = "now"
    day: Annotated[str, words(10)] = ""
    clock: Annotated[str, words(5), AfterValidator(checked(_clock))] = ""
    _drafts: tuple[Draft, ...] = PrivateAttr(())
    _numbers: dict[int, int] = PrivateAttr(default_factory=dict)

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        """As every form; and each row, whose wrong fields are named `row3-summary`."""
        errors: list[Invalid] = []
        sent = [number for number in ROWS if f"row{number}-case" in values]
        drafts = [_row(number, values, errors) for number in sent]
        try:
            made = super().read(values)
        except NotAccepted as error:
            raise NotAccepted([*errors, *error.errors]) from None
        if errors:
            raise NotAccepted(errors)
        return made.holding(dict(zip(sent, drafts, strict=True)))

    def holding(self, rows: Mapping[int, Draft]) -> Self:
        """With what was typed, by the number of the row."""
        self._drafts = tuple(rows.values())
        self._numbers = {draft.case_id: number for number, draft in rows.items()}
        return self

    @property
    def drafts(self) -> tuple[Draft, ...]:
        return self._drafts

    @property
    def numbers(self) -> dict[int, int]:
        """Of each case the number of its row."""
        return self._numbers

    @property
    def shows(self) -> bool:
        return self.act == "show"


def _row(number: int, values: Mapping[str, str], errors: list[Invalid]) -> Draft:
    typed = {name: values.get(f"row{number}-{name}", "") for name in ("case", "ruling", *LONGEST)}
    said = {name: _words(number, name, typed[name], errors) for name in LONGEST}
    ruling = typed["ruling"]
    if ruling and ruling not in set(Ruling):
        errors.append(Invalid(f"row{number}-ruling", "unknown"))
        ruling = ""
    case = typed["case"]
    return Draft(
        case_id=int(case) if case.isascii() and case.isdigit() and len(case) < 19 else 0,
        ruling=Ruling(ruling) if ruling else None,
        appealable=values.get(f"row{number}-appealable") == "yes",
        # Made here, because no lock is held yet.
        htmls={name: text.prepare(said[name]) for name in _LINES},
        paragraph=said["paragraph"],
        summary=said["summary"],
        reasons=said["reasons"],
        document_alt=said["document_alt"],
    )


def _words(number: int, name: str, value: str, errors: list[Invalid]) -> str:
    field = f"row{number}-{name}"
    if value == NOT_TEXT:
        errors.append(Invalid(field, "not_text"))
        return ""
    said = clean(value) if name in _LINES else clean_line(value)
    over = len(said) - LONGEST[name]
    if over > 0:
        errors.append(Invalid(field, "too_long", over=over, most=LONGEST[name]))
    return said
