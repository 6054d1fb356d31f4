"""What the SMS operator posts to us (46elks): receipts, and text messages that residents send.

Only the secret last part of the address says who calls; nothing else of the request is believed.
"""

from notifications import inbound
from web.answers import Answer, Plain
from web.visit import Visit


def receipt(visit: Visit) -> Answer:
    """What became of one message. 204, and 403 for whoever does not know the address (NT-21)."""
    inbound.receipt(visit.session, visit.params["token"], visit.values)
    return Plain(status=204)


def received(visit: Visit) -> Answer:
    """STOP, START, or words for a person. An empty 200 sends nothing back (NT-21)."""
    values = visit.values
    inbound.text_received(
        visit.session, visit.params["token"], values.get("from", ""), values.get("message", "")
    )
    return Plain()
