"""`bounces`: letters of ours that came back, from a post office's pipe or a mailbox (NT-17)."""

import mailbox
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click

from models.database import transaction
from models.settings import settings
from notifications import bounces as returned
from web.commands.opening import open_town

LARGEST = 2 * 1024 * 1024
"""Bytes read of one message; the rest is left where it is."""


@click.command()
@click.argument("place", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--recipient", default="", help="The address it came to, as the envelope has it.")
@click.option("--address", is_flag=True, help="Print the address for a provider's webhook.")
def bounces(place: Path | None, recipient: str, address: bool) -> None:
    """Take in letters that came back: one on the standard input, or a Maildir or mbox at PLACE.

    Reading a mailbox twice changes nothing the second time; it is left as it is.
    """
    if address:
        click.echo(f"{settings().base_url}/mail/bounces/{returned.door()}")
        return
    open_town()
    recipients = (recipient,) if recipient else ()
    messages = [sys.stdin.buffer.read(LARGEST)] if place is None else _stored(place)
    counted: Counter[str] = Counter()
    for raw in messages:
        with transaction() as session:
            counted[returned.take(session, raw, recipients).value] += 1
    click.echo(", ".join(f"{count} {what}" for what, count in sorted(counted.items())) or "none")


def _stored(place: Path) -> Iterator[bytes]:
    """Every message of a mailbox, as it lies there."""
    if place.is_dir():
        folder = mailbox.Maildir(place, create=False)
        for key in folder.iterkeys():
            with folder.get_file(key) as file:
                yield bytes(file.read(LARGEST))
        return
    with closing(mailbox.mbox(place, create=False)) as box:
        for name in box.iterkeys():
            yield box.get_bytes(name)[:LARGEST]
