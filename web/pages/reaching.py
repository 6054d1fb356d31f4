"""Where a message goes: the fields of every form that ends in a letter with a button."""

from typing import Annotated

from pydantic import AfterValidator, ValidationInfo

from models import address
from models.errors import Invalid
from models.person import Channel
from models.profile import Site
from web.forms import Form, checked, choice, words
from web.networks import Limit

LETTERS = Limit("letters", most=60, seconds=600)
"""Forms of one network that make us write to somebody: a whole school class may support at once."""


def _email(value: str, info: ValidationInfo) -> str:
    return address.email(value) if info.data.get("channel") is Channel.EMAIL else ""


def _phone(value: str, info: ValidationInfo) -> str:
    return address.sms_number(value) if info.data.get("channel") is Channel.SMS else ""


class Where(Form):
    """E-mail or text message, and the canonical address of the one that was chosen."""

    channel: Annotated[Channel, choice(Channel)]
    email: Annotated[str, words(300), AfterValidator(checked(_email))] = ""
    phone: Annotated[str, words(60), AfterValidator(checked(_phone))] = ""

    @property
    def address(self) -> str:
        return self.email or self.phone

    @property
    def shown(self) -> str:
        """The address as people write it, for the page that says where we sent it."""
        return shown(self.channel, self.address)


def offered(site: Site, channel: Channel) -> Channel:
    """The channel, where this town has it. Raises Invalid for text messages where they are off."""
    if channel is Channel.SMS and not site.modules.sms:
        raise Invalid("channel", "unknown")
    return channel


def shown(channel: Channel, canonical: str) -> str:
    if channel is Channel.EMAIL:
        return address.shown_email(canonical)
    return address.shown_phone(canonical)
