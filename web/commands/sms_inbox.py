"""`sms-inbox`: the address that the SMS operator has to know, for STOPP and START to reach us."""

import click

from models.settings import settings
from notifications import inbound


@click.command("sms-inbox")
def sms_inbox() -> None:
    """Print the address to which the SMS operator posts what residents answer.

    Its last part is secret: whoever knows it can stop the messages to any number. A new secret key
    makes a new address; the former one works while the former key is named.
    """
    click.echo(f"{settings().base_url}/sms/inbox/{inbound.inbox()}")
