"""`verify`: proves every chain, status, tally and vote, and that everyone was told once."""

import sys
from collections.abc import Iterator

import click

from models import health, history, proof
from models.attachment import proof as attached
from models.database import transaction
from models.dialogue import proof as balloted
from notifications import proof as told
from web.commands.opening import open_town

LISTED = 50
"""Faults that are named one by one; the rest is counted."""


@click.command()
def verify() -> None:
    """Prove the town's history and messages; every fault is named, and makes it exit with 1."""
    open_town()
    said, streams, events = prove()
    for line in said[:LISTED]:
        click.echo(line)
    if len(said) > LISTED:
        click.echo(f"and {len(said) - LISTED} more")
    with transaction(write=False) as session:
        state, carried = health.sending(session), told.messages(session)
    click.echo(f"{streams} streams and {events} told events proved, {len(said)} faults")
    click.echo(f"{carried} messages carry them")
    click.echo(f"{state.unaddressed + state.waiting} waiting, {state.failed} failed")
    if said:
        sys.exit(1)


def prove() -> tuple[list[str], int, int]:
    """Every fault of the configured town in words; how many streams and told events were proved."""
    with transaction(write=False) as session:
        streams = list(history.streams(session))
        events = list(told.addressed(session))
    said = [
        *_of_streams(streams),
        *_of_the_town(),
        *_of_files(),
        *_of_votes(),
        *_of_followers(events),
    ]
    return said, len(streams), len(events)


def _of_streams(streams: list[str]) -> Iterator[str]:
    """Each in a transaction of its own: a town that goes on never waits for the proof of it."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(streams, label="Streams", file=sys.stderr, hidden=hidden) as each:
        for stream in each:
            with transaction(write=False) as session:
                for fault in proof.faults(session, stream):
                    yield f"{fault.stream} {fault.seq}: {fault.code}"


def _of_the_town() -> Iterator[str]:
    with transaction(write=False) as session:
        yield from (f"{reference}: no stream" for reference in proof.streamless(session))
        telling = proof.telling(session)
    if telling.lost:
        yield f"{telling.lost} events have no outbox row"
    if telling.overdue:
        yield f"{telling.overdue} events wait to be addressed; is the worker running?"
    if telling.doubled:
        yield f"{telling.doubled} times an address was told of one event in two messages"


def _of_files() -> Iterator[str]:
    with transaction(write=False) as session:
        yield from (f"attachment {name}: {code}" for name, code in attached.faults(session))


def _of_votes() -> Iterator[str]:
    """Those of dialogues that have closed, counted again from their published ballots."""
    with transaction(write=False) as session:
        closed = balloted.closed(session)
    for poll in closed:
        with transaction(write=False) as session:
            yield from (f"ballots {poll}: {code}" for code in balloted.faults(session, poll))


def _of_followers(events: list[told.Told]) -> Iterator[str]:
    """Judged by what the case was then: what was rightly held back is no fault."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(events, label="Events", file=sys.stderr, hidden=hidden) as each:
        for event in each:
            with transaction(write=False) as session:
                if left := told.left_out(session, event):
                    yield f"{event.stream} {event.seq}: {left} followers were not told"
