"""`resume`: let the messages of a town that was put back leave."""

import click

from models import health, hold
from models.database import transaction
from web.commands.opening import open_town


@click.command()
@click.option("--cancel", is_flag=True, help="Cancel what waits: the first town has sent it.")
def resume(cancel: bool) -> None:
    """Let messages leave a town that was put back."""
    open_town()
    with transaction() as session:
        if hold.since(session) is None:
            raise click.ClickException("Nothing is held.")
        state = health.sending(session)
        if cancel and state.unaddressed:
            raise click.ClickException(
                "Some events have no messages yet. Start the worker, which sends nothing now, and"
                " try again in a minute."
            )
        cancelled = hold.cancel_waiting(session) if cancel else 0
        hold.end(session)
    click.echo(f"{cancelled} messages were cancelled, {state.waiting - cancelled} may leave.")
