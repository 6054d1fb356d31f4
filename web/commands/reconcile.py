"""`reconcile`: counts over again who should have been told, and names every difference."""

import sys

import click

from models.calendar import DAY, now
from notifications import reconciling
from notifications.reconciling import Named, Reconciled
from web.commands.opening import open_town


@click.command()
@click.option("--days", default=reconciling.DAYS, show_default=True, type=click.IntRange(min=1))
def reconcile(days: int) -> None:
    """Whether everyone was told of what happened in the last days, once, and nobody in vain.

    A line for each difference: the case, the event's place in its history, the subscription or the
    delivery; never an address. Exits with 1 when there is any.
    """
    open_town()
    since, found = now() - days * DAY, Reconciled()
    length = reconciling.total(since)
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=length, label="Events", file=sys.stderr, hidden=hidden) as bar:
        for named in reconciling.look(since, found):
            if named is None:
                bar.update(1)
            else:
                click.echo(_line(named))
    for wrong, times in sorted(found.by_kind.items()):
        click.echo(f"{wrong.value}: {times}")
    click.echo(f"{found.not_known} can no longer be judged: changed or erased since")
    click.echo(
        f"{found.events} events of {days} days, {found.messages} times somebody was told,"
        f" {found.differences} differences"
    )
    if found.differences:
        sys.exit(1)


def _line(named: Named) -> str:
    return (
        f"{named.reference} event {named.event_id} ({named.seq}, {named.kind}):"
        f" {named.what.wrong.value}{_who(named)}"
    )


def _who(named: Named) -> str:
    what = named.what
    numbers = (("subscription", what.subscription_id), ("delivery", what.delivery_id))
    said = [f"{name} {number}" for name, number in numbers if number is not None]
    return f", {', '.join(said)}" if said else ""
