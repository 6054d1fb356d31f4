"""What a returned message says: which delivery, and why it came back (RFC 3464, RFC 5965). Pure.

Anybody may write to a bounce address. Whatever is in a message, reading it ends well and soon.
"""

import email
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from itertools import islice

from models.bounce import BounceKind
from models.statuses import meaning, status_in
from notifications.returning import named

# The library logs what it stumbles over, and that is somebody's letter.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL + 1)

LARGEST = 512 * 1024
"""Bytes that are read; a report stands at the beginning, the returned letter at the end."""

MOST_PARTS = 40
MOST_BLOCKS = 100

_ENVELOPE = ("Delivered-To", "X-Original-To", "X-Envelope-To", "Envelope-To", "To")
_RETURNED = ("Return-Path", "X-Original-Mail-From")
_SEVERITY = (BounceKind.GONE, BounceKind.REFUSED, BounceKind.FULL, BounceKind.LATER)


@dataclass(frozen=True)
class Report:
    """`kind` is None for what reports no failure: an automatic reply, a note that it takes longer.

    `named` are the deliveries its addresses name, with proofs that are still to be believed.
    """

    kind: BounceKind | None
    status: str
    named: tuple[tuple[int, str], ...]


NOTHING = Report(None, "", ())


def read(raw: bytes, recipients: tuple[str, ...] = ()) -> Report:
    """Read one message. `recipients` are those of the envelope, where the post office says them.

    Never raises: what cannot be read reports nothing.
    """
    try:
        message = email.message_from_bytes(raw[:LARGEST])
        return _read(message, recipients)
    except Exception:  # noqa: BLE001  # the parser, and the detectors, may stumble over anything
        return NOTHING


def _read(message: Message, recipients: tuple[str, ...]) -> Report:
    parts = list(islice(message.walk(), MOST_PARTS))
    feedback = next((part for part in parts if _is(part, "message/feedback-report")), None)
    if feedback is not None:
        kind = BounceKind.COMPLAINT if _complains(feedback) else None
        return Report(
            kind, "", _named(_addresses_of_feedback(message, parts, feedback), recipients)
        )
    addresses = _named(_headers([message], _ENVELOPE), recipients)
    kind, status = _failure(message, parts)
    return Report(kind, status, addresses)


def _named(texts: Iterator[str], recipients: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    return tuple(named([*recipients, *texts]))


def _headers(parts: list[Message], names: tuple[str, ...]) -> Iterator[str]:
    for part in parts:
        for name in names:
            for value in part.get_all(name, []):
                yield str(value)[:998]


def _addresses_of_feedback(
    message: Message, parts: list[Message], feedback: Message
) -> Iterator[str]:
    """A complaint comes to one address for all: the letter it is about is named inside it."""
    yield from _headers([message], _ENVELOPE)
    yield _text(feedback)
    yield from _headers(parts, _RETURNED)
    for part in parts:
        if _is(part, "text/rfc822-headers"):
            yield _text(part)


def _complains(feedback: Message) -> bool:
    """`not-spam` takes a complaint back, and says nothing that we did not hope for."""
    said = _text(feedback).lower()
    return "feedback-type:" in said and "not-spam" not in said


def _failure(message: Message, parts: list[Message]) -> tuple[BounceKind | None, str]:
    said = list(_reported(parts))
    if said:
        found = [(meaning(status), status) for action, status in said if action == "failed"]
        known = [(kind, status) for kind, status in found if kind is not None]
        if known:
            return min(known, key=lambda one: _SEVERITY.index(one[0]))
        if not found:
            # Delayed, relayed, delivered.
            return None, ""
    return _by_heuristics(message) or (None, "")


def _reported(parts: list[Message]) -> Iterator[tuple[str, str]]:
    """Action and status of every recipient of a delivery status report."""
    for part in parts:
        if not _is(part, "message/delivery-status"):
            continue
        blocks = part.get_payload()
        for block in blocks[:MOST_BLOCKS] if isinstance(blocks, list) else []:
            if not isinstance(block, Message):
                continue
            action = str(block.get("Action", "")).strip().lower()
            if action.startswith(("fail", "error")):
                action = "failed"
            if action:
                yield action, status_in(str(block.get("Status", "")))


def _by_heuristics(message: Message) -> tuple[BounceKind, str] | None:
    """What post offices write that follow no standard: read by a library that knows them."""
    # Not loaded by a web process that gets no bounces (architecture, rule 15).
    from flufl.bounce import all_failures

    later, gone = all_failures(message)
    if gone:
        status = status_in(_words(message))
        return meaning(status) or BounceKind.GONE, status
    return (BounceKind.LATER, "") if later else None


def _words(message: Message) -> str:
    """The first plain text of a message: where a status stands in a report without a standard."""
    for part in islice(message.walk(), MOST_PARTS):
        if _is(part, "text/plain"):
            return _text(part)[:4000]
    return ""


def _is(part: Message, kind: str) -> bool:
    return part.get_content_type() == kind


def _text(part: Message) -> str:
    """The words of a part as far as ASCII has them: a status and an address have no others."""
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload.decode("ascii", "replace")
    inner = part.get_payload()
    if isinstance(inner, list):
        blocks = (one for one in inner if isinstance(one, Message))
        return "\n".join(f"{name}: {value}" for one in blocks for name, value in one.items())
    return str(inner)
