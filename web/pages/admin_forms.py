"""What an administrator sends: a role, a name, a reason, an invitation."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator

from models import address
from models.actor import Role
from models.errors import Invalid
from models.suspending import Why
from web.forms import Form, Tick, checked, choice, words
from web.pages.numbers import Number


class Given(StrEnum):
    """The roles that can be given, in the order of the form."""

    OFFICIAL = Role.OFFICIAL.value
    MODERATOR = Role.MODERATOR.value
    AUDITOR = Role.AUDITOR.value
    ADMINISTRATOR = Role.ADMINISTRATOR.value


def _day_or_none(value: str, _info: object) -> str:
    if value:
        try:
            date.fromisoformat(value)
        except ValueError:
            raise Invalid("", "bad") from None
    return value


def _unit(value: str, _info: object) -> str:
    if value and not (value.isascii() and value.isdigit()):
        raise Invalid("", "unknown")
    return value


def _email(value: str, _info: object) -> str:
    return address.email(value)


Day = Annotated[str, words(10), AfterValidator(checked(_day_or_none))]
"""A day, or "" for none."""


class Known(Form):
    """A form that knows the last change to somebody's rights that its writer has seen."""

    known: Number


class NewRole(Form):
    """A role that somebody shall have."""

    role: Annotated[Given, choice(Given)]
    unit: Annotated[str, words(18), AfterValidator(checked(_unit))] = ""
    lead: Tick = False
    until: Day = ""

    @property
    def unit_id(self) -> int | None:
        return int(self.unit) if self.unit else None


class AppointmentForm(NewRole, Known):
    first: Day = ""
    trusted: Tick = False


class ChangeForm(Known):
    lead: Tick = False
    until: Day = ""
    trusted: Tick = False


class NameForm(Form):
    name: Annotated[str, words(80, least=1)]


class SuspensionForm(Form):
    why: Annotated[Why, choice(Why)]


class _Invited(Form):
    email: Annotated[str, words(300), AfterValidator(checked(_email))] = ""
    name: Annotated[str, words(80, least=1)] = ""


class InvitationForm(NewRole, _Invited):
    """Whom, and then to what: a form is checked from its last base on."""


def day(given: str) -> date | None:
    """A day of a form that was accepted."""
    return date.fromisoformat(given) if given else None
