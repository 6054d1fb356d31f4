"""What a mail provider posts to us: letters of ours that came back (NT-17)."""

from notifications import bounces
from web.answers import Answer, Plain
from web.visit import Visit

LARGEST = 2 * 1024 * 1024
"""Bytes of one returned message; only its beginning is read."""


def create(visit: Visit) -> Answer:
    """The raw message is the whole body; `?recipient=` may say to which address it came.

    204 for whatever it says, twice as well: a provider that is refused would send it for days. 403
    for whoever does not know the address.
    """
    bounces.knock(visit.params["token"])
    recipient = visit.query.get("recipient", "")
    bounces.take(visit.session, visit.raw, (recipient[:320],) if recipient else ())
    return Plain(status=204)
