"""`sms-inbox`: the address that an SMS operator has to know, for STOPP and START to reach us."""

import click

from models.settings import settings
from models.settings.providers import SMS_OPERATORS, sms_gateways
from notifications import inbound


@click.command("sms-inbox")
def sms_inbox() -> None:
    """Print the address to which the SMS operator posts what residents answer.

    Its last part is secret: whoever knows it can stop the messages to any number. A new secret key
    makes a new address; the former one works while the former key is named. Of several operators
    each has its own.
    """
    names = [found.operator for found in sms_gateways(settings().sms_url)] or [SMS_OPERATORS[0]]
    for name in names:
        called = f"{name}: " if len(names) > 1 else ""
        click.echo(f"{called}{settings().base_url}/sms/inbox/{inbound.inbox(name)}")
