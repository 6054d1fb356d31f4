"""`verify`: proves every chain, every status, every tally, and that everyone was told once."""

import sys

import click

from models import health, history, proof
from models.database import configure, transaction
from models.settings import settings
from notifications import proof as told


@click.command()
def verify() -> None:
    """Prove the town's history and messages; every fault is named, and makes it exit with 1."""
    configure(settings().database_url)
    with transaction(write=False) as session:
        streams = list(history.streams(session))
        faults = []
        with click.progressbar(streams, label="Streams", file=sys.stderr) as each:
            for stream in each:
                faults += proof.faults(session, stream)
        events = list(told.addressed(session))
        with click.progressbar(events, label="Events", file=sys.stderr) as each:
            missing = [
                (event.stream, event.seq, left)
                for event in each
                if (left := told.left_out(session, event.id))
            ]
        state = health.sending(session)
        carried = told.messages(session)
    for fault in faults:
        click.echo(f"{fault.stream} {fault.seq}: {fault.code}")
    for stream, seq, left in missing:
        click.echo(f"{stream} {seq}: {left} followers were not told")
    click.echo(f"{len(streams)} streams proved, {len(faults)} faults")
    click.echo(f"{len(events)} events told, {carried} messages carry them, {len(missing)} left out")
    click.echo(f"{state.unaddressed + state.waiting} waiting, {state.failed} failed")
    if faults or missing:
        sys.exit(1)
