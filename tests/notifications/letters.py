"""The town that writes, and a letter to Rosa with whatever a test wants to be different."""

from typing import Any

from notifications.letter import Letter
from notifications.mail import Sender

TOWN = Sender("Sundsvalls kommun", "svar@torget.example", lambda letter: letter.key[::-1][:16])

_MAIL: dict[str, Any] = {
    "channel": "email",
    "address": "rosa@example.org",
    "kind": "answered",
    "message_key": "answered.17",
    "written_at": 1_794_000_000_000_000,
    "language": "sv",
    "subject": "Svar: Mörkt på gångvägen",
    "text": "Det finns ett svar på ditt ärende.\n",
    "html": "<p>Det finns ett svar på ditt ärende.</p>\n",
    "reference": "2026-00123",
    "list_id": "submission-2026-00123",
}
_SMS: dict[str, Any] = {
    "channel": "sms",
    "address": "+46701740605",
    "kind": "answered",
    "message_key": "answered.17",
    "written_at": 1_794_000_000_000_000,
    "language": "sv",
    "text": 'Sundsvalls kommun: Svar om "Mörkt på gångvägen" (2026-00123).',
}


def mail(**changes: Any) -> Letter:
    return Letter(**_MAIL | changes)


def sms(**changes: Any) -> Letter:
    return Letter(**_SMS | changes)
