"""The operators we can go through, by the scheme of their address (the setting SMS_URL)."""

from collections.abc import Mapping

from models.settings import settings
from models.settings.providers import SmsGateway, sms_gateways
from notifications.sms.elks import ELKS
from notifications.sms.operator import Operator
from notifications.sms.twilio import TWILIO

OPERATORS: Mapping[str, Operator] = {"46elks": ELKS, "twilio": TWILIO}


def gateway_of(name: str) -> SmsGateway | None:
    """The town's own access to an operator, if it has one."""
    return next(
        (found for found in sms_gateways(settings().sms_url) if found.operator == name), None
    )
