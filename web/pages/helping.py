"""Writing for somebody else: what the form asks, and what becomes of it."""

from typing import Annotated

from pydantic import AfterValidator, ValidationInfo

from models import address
from models.helped import LONGEST_NAME, Helped
from models.person import Channel
from web.forms import Form, Tick, checked, words


def _reached(value: str, info: ValidationInfo) -> str:
    """One field for both, as where one signs in: what has no @ is a mobile number. Only of use to
    whoever helps, and she may leave it.
    """
    if not info.data.get("helping") or not value:
        return ""
    if "@" not in value and any(sign.isdigit() for sign in value):
        return address.sms_number(value, field="helped_address")
    return address.email(value, field="helped_address")


def _told(value: str, info: ValidationInfo) -> str:
    return value if info.data.get("helping") else ""


class Helping(Form):
    """The folded part of the third step. Everything but the tick may be left."""

    helping: Tick = False
    helped_name: Annotated[str, words(LONGEST_NAME), AfterValidator(_told)] = ""
    helped_address: Annotated[str, words(300), AfterValidator(checked(_reached))] = ""
    helper_updates: Tick = False

    def helped(self, name: str) -> Helped | None:
        """What she says of it, by whom (`name`) it is written; None for her own case."""
        if not self.helping:
            return None
        channel = None
        if self.helped_address:
            channel = Channel.EMAIL if "@" in self.helped_address else Channel.SMS
        return Helped(name, channel, self.helped_address, self.helper_updates)
