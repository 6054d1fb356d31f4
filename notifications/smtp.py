"""Handing a message to the relay (RFC 5321), and what each of its answers means to us (NT-4)."""

import re
import smtplib

from models.settings import MailServer
from notifications.letter import TryLater, Undeliverable
from notifications.relay import COMMAND_SECONDS, Line, connect

FINAL_REPLY_SECONDS = 180.0
"""After the final dot the relay may scan and store; RFC 5321 asks for patience (NT-7)."""

_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}(?!\S)")
_UNPRINTABLE = re.compile(rb"[^\x20-\x7e]+")


class _Dropped(Exception):
    """The connection ended, or the relay ended it, before the message began."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Session:
    """A connection that is opened when needed and opened again when it has died of age."""

    def __init__(self, relay: MailServer, our_name: str) -> None:
        self._relay = relay
        self._our_name = our_name
        self._line: Line | None = None

    def transmit(self, sender: str, recipient: str, message: bytes) -> str:
        """Returns what the relay said on taking the message. Raises TryLater or Undeliverable."""
        if self._line is not None:
            try:
                return self._say(self._line, sender, recipient, message)
            except _Dropped:
                # Relays hang up on the idle and after so many messages; nothing was taken yet.
                self.close()
        try:
            self._line = connect(self._relay, self._our_name)
        except (smtplib.SMTPException, OSError) as error:
            # Whatever is refused here is refused to us, not to the reader: never final.
            raise TryLater(_session_code(error)) from error
        try:
            return self._say(self._line, sender, recipient, message)
        except _Dropped as error:
            self.close()
            raise TryLater(error.code) from error

    def _say(self, line: Line, sender: str, recipient: str, message: bytes) -> str:
        steps = (
            ("mail", f"MAIL FROM:<{sender}>", 2),
            ("rcpt", f"RCPT TO:<{recipient}>", 2),
            ("data", "DATA", 3),
        )
        for step, command, wanted in steps:
            try:
                code, said = line.docmd(command)
            except (smtplib.SMTPException, OSError) as error:
                raise _Dropped("connection") from error
            if code == 421:
                raise _Dropped(f"{step}_421")
            if code // 100 != wanted:
                self._begin_again(line)
                raise _meaning(step, code, said)
        code, said = self._say_body(line, message)
        if code // 100 != 2:
            self._begin_again(line)
            raise _meaning("body", code, said)
        return _UNPRINTABLE.sub(b" ", said).decode("ascii")[:100]

    def _say_body(self, line: Line, message: bytes) -> tuple[int, bytes]:
        try:
            line.reply_within = FINAL_REPLY_SECONDS
            line.send(re.sub(rb"(?m)^\.", b"..", message) + b".\r\n")
            return line.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise TryLater("ambiguous") from error
        finally:
            line.reply_within = COMMAND_SECONDS

    def _begin_again(self, line: Line) -> None:
        try:
            line.rset()
        except (smtplib.SMTPException, OSError):
            self.close()

    def close(self) -> None:
        """Hang up, politely if the relay still listens; a further letter opens a new connection."""
        line, self._line = self._line, None
        if line is not None:
            try:
                line.reply_within = 1.0
                line.quit()
            except (smtplib.SMTPException, OSError):
                line.close()


def _session_code(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"session_{error.smtp_code}"
    # The relay does not offer what our settings ask for: STARTTLS, or a way to sign in.
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "session_unsupported"
    return "connection"


def _meaning(step: str, code: int, said: bytes) -> TryLater | Undeliverable:
    """NT-4: 4xx later, 5xx never, but a full mailbox is emptied one day."""
    enhanced = _ENHANCED.match(said)
    status = enhanced.group().decode() if enhanced else ""
    if status in {"4.2.2", "5.2.2"}:
        return TryLater("mailbox_full")
    named = f"{step}_{code}_{status}".rstrip("_")
    # 530: we should have signed in. That is our fault and says nothing of the reader's address.
    if 500 <= code <= 599 and code != 530:
        return Undeliverable(named)
    return TryLater(named)
