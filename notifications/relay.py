"""A connection to our mail relay, with a limit on the whole of every reply.

smtplib waits its time-out for every packet, so that a relay which drips one byte a second could
hold a worker for hours.
"""

import smtplib
import ssl
from time import monotonic

from models.settings import MailServer

COMMAND_SECONDS = 10.0
"""For connecting and for the reply to each command (NT-7)."""

LONGEST_REPLY = 64 * 1024


class Line(smtplib.SMTP):
    """smtplib's client, waiting `reply_within` seconds for a reply and not a moment longer."""

    reply_within = COMMAND_SECONDS
    unread = b""

    def getreply(self) -> tuple[int, bytes]:
        """One reply, however many lines and packets it comes in. OSError when time is up."""
        ends = monotonic() + self.reply_within
        said: list[bytes] = []
        read = 0
        try:
            while read < LONGEST_REPLY:
                line = self._read_line(ends)
                read += len(line) + 1
                said.append(line[4:].strip())
                if not line[:3].isdigit():
                    break
                if line[3:4] != b"-":
                    return int(line[:3]), b"\n".join(said)
            raise smtplib.SMTPServerDisconnected("not an SMTP reply")
        except (smtplib.SMTPException, OSError):
            self.close()
            raise

    def _read_line(self, ends: float) -> bytes:
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("not connected")
        while b"\n" not in self.unread:
            left = ends - monotonic()
            if left <= 0:
                raise TimeoutError("no whole reply in time")
            self.sock.settimeout(left)
            packet = self.sock.recv(4096)
            if not packet or len(self.unread) > LONGEST_REPLY:
                raise smtplib.SMTPServerDisconnected("the relay hung up")
            self.unread += packet
        self.sock.settimeout(COMMAND_SECONDS)
        line, _, self.unread = self.unread.partition(b"\n")
        return line


class TlsLine(Line, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


def connect(relay: MailServer, our_name: str) -> Line:
    """A connection that is greeted, encrypted and signed in as the relay's address asks.

    Raises smtplib.SMTPException or OSError. Our own name is given, because smtplib would ask DNS
    for it, without a time limit.
    """
    # Given always: without a context smtplib would encrypt to whoever answers. In the clear there
    # is nothing to trust, and reading whom to trust takes longer than the connection itself.
    context = ssl.create_default_context() if relay.tls != "none" else None
    where = relay.host, relay.port, our_name
    line = (
        TlsLine(*where, timeout=COMMAND_SECONDS, context=context)
        if relay.tls == "tls"
        else Line(*where, timeout=COMMAND_SECONDS)
    )
    try:
        line.ehlo_or_helo_if_needed()
        if relay.tls == "starttls":
            line.starttls(context=context)
            if line.unread:
                # Sent in the clear before TLS began: someone between us put it there.
                raise smtplib.SMTPServerDisconnected("plain text before TLS")
            line.ehlo_or_helo_if_needed()
        if relay.user:
            line.login(relay.user, relay.password)
    except (smtplib.SMTPException, OSError):
        line.close()
        raise
    return line
