"""`hold`: let no message leave, at once and in every worker (the kill switch of NT-7)."""

import click

from models import health
from models import hold as holding
from models.database import transaction
from web.commands.opening import open_town


@click.command()
def hold() -> None:
    """Let nothing leave until `resume`: no letter and no text message, not even one with a code.

    Workers notice before the next message. What is due waits, and nothing is lost.
    """
    open_town()
    with transaction() as session:
        holding.begin(session)
        waiting = health.sending(session).waiting
    click.echo(f"Held. {waiting} messages wait. Let them leave with: python -m web resume")
