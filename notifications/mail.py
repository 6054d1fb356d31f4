"""The e-mail channel: a letter becomes an RFC 5322 message and goes to our relay.

The message is serialised here, line by line: the stdlib's EmailMessage takes half of a worker's
time. What all followers of an event share (subject, sender) is encoded once and cached.
"""

from binascii import b2a_qp
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cached_property

from models.settings.providers import mail_server
from notifications import headers
from notifications.letter import Accepted, Letter, Undeliverable
from notifications.smtp import Session

LARGEST_PART = 100_000
"""Bytes of the text or of the HTML (NT-15); some readers cut what is longer."""

BOUNDARY = b"=_torget"
"""Cannot occur in a part: quoted-printable writes every `=` as `=3D` or at the end of a line."""

_OPENING = b"--" + BOUNDARY + b"\r\nContent-Type: text/%s; charset=utf-8\r\n"
_ENCODING = b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Sender:
    """Who the town is in mail; one for the whole process."""

    name: str
    """The municipality, shown as the sender."""
    address: str
    """The one fixed From address; its domain is the one that DKIM signs for."""
    mac: Callable[[Letter], str]
    """The proof in a letter's bounce address: 8 to 24 letters and digits."""

    @cached_property
    def host(self) -> str:
        return headers.address(self.address).rpartition("@")[2]

    @cached_property
    def shown(self) -> str:
        """The From header."""
        name = headers.neutral(self.name)
        if name.isascii():
            escaped = name.replace("\\", "\\\\").replace('"', '\\"')
            name = f'"{escaped}"'
        return f"{headers.encoded('From', name)} <{headers.address(self.address)}>"

    def bounce_address(self, letter: Letter) -> str:
        """The envelope sender (VERP): a bounce comes back naming the delivery it is about."""
        return f"bounce+{letter.delivery_id}.{headers.token(self.mac(letter))}@{self.host}"


def message_id(letter: Letter, sender: Sender) -> str:
    """The same at every try, so that a duplicate is seen as one (NT-1)."""
    return f"<{letter.key}@{sender.host}>"


def compose(letter: Letter, sender: Sender) -> bytes:
    """The whole message, every line ended by CRLF. Raises Undeliverable if it cannot be safe."""
    try:
        head = headers.block(_fields(letter, sender))
    except headers.UnsafeHeader as error:
        raise Undeliverable(f"unsafe_{error}") from error
    parts = (_part(b"plain", letter.text), _part(b"html", letter.html))
    return head + b"".join(parts) + b"--" + BOUNDARY + b"--\r\n"


def _fields(letter: Letter, sender: Sender) -> list[tuple[str, str]]:
    """NT-12 and NT-13, in the order in which they are written."""
    topic = headers.token(letter.list_id)
    subject = headers.subject_line(letter.subject, letter.reference)
    written = _EPOCH + timedelta(microseconds=letter.written_at)
    fields = [
        ("From", sender.shown),
        ("To", headers.address(letter.address)),
        ("Subject", headers.encoded("Subject", subject)),
        ("Date", format_datetime(written)),
        ("Message-ID", message_id(letter, sender)),
    ]
    if letter.thread_root is not None:
        root = f"<{headers.token(letter.thread_root)}@{sender.host}>"
        fields += [("In-Reply-To", root), ("References", root)]
    if letter.reply_to is not None:
        fields.append(("Reply-To", headers.address(letter.reply_to)))
    fields += [
        ("Auto-Submitted", "auto-replied" if letter.auto_reply else "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
    ]
    if letter.bulk:
        fields.append(("Precedence", "bulk"))
    fields.append(("List-Id", f"<{topic}.{sender.host}>"))
    if letter.unsubscribe_url is not None:
        fields += [
            ("List-Unsubscribe", f"<{headers.link(letter.unsubscribe_url)}>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ]
    kind = headers.token(letter.kind)
    return [
        *fields,
        ("Feedback-ID", f"{kind}:{topic}:{headers.token(letter.language)}:torget"),
        ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/alternative; boundary="{BOUNDARY.decode()}"'),
    ]


def _part(kind: bytes, text: str) -> bytes:
    raw = headers.clean_text(text).encode()
    if len(raw) > LARGEST_PART:
        raise Undeliverable("too_large")
    # The line end before a boundary belongs to the boundary (RFC 2046, 5.1.1).
    return _OPENING % kind + _ENCODING + b2a_qp(raw, istext=True) + b"\r\n"


class MailPipe:
    """One connection to the relay, kept open from letter to letter."""

    def __init__(self, url: str, sender: Sender) -> None:
        """`url` is the setting SMTP_URL, see models.settings.providers; else ValueError."""
        self.sender = sender
        """Who it comes from; may change between two letters."""
        self._session = Session(mail_server(url), sender.host)

    def send(self, letter: Letter) -> Accepted:
        sender = replace(self.sender, name=letter.sender) if letter.sender else self.sender
        message = compose(letter, sender)
        envelope = (sender.bounce_address(letter), headers.address(letter.address))
        said = self._session.transmit(*envelope, message)
        return Accepted(message_id(letter, sender), said)

    def close(self) -> None:
        self._session.close()
