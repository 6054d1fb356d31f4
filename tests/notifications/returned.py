"""Letters that come back, as post offices write them. Invented people and places."""

from email.message import EmailMessage

OURS = "bounce+17.abcdefgh01234567@torget.example"
HEADERS = "Received: from relay.example\r\nReturn-Path: <{verp}>\r\nSubject: Svar: M=?utf-8?q?=C3=B6?=rkt\r\n"


def report(
    verp: str,
    status: str = "5.1.1",
    *,
    action: str = "failed",
    to: str = "rosa@example.org",
    envelope: str = "Delivered-To",
    words: str = "Your letter could not be delivered.",
    charset: str = "utf-8",
) -> bytes:
    """A delivery status notification (RFC 3464), as Postfix writes it."""
    head = (
        f"Return-Path: <>\r\n{envelope}: {verp}\r\nFrom: MAILER-DAEMON@mx.example.org\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"\r\n\r\n'
    )
    told = f"--b1\r\nContent-Type: text/plain; charset={charset}\r\n\r\n"
    status_part = (
        "\r\n--b1\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example.org\r\nArrival-Date: Fri, 20 Nov 2026 09:00:00 +0100\r\n\r\n"
        f"Final-Recipient: rfc822; {to}\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; 550 {status} no\r\n\r\n"
    )
    original = "--b1\r\nContent-Type: text/rfc822-headers\r\n\r\n" + HEADERS.format(verp=verp)
    return (
        head.encode()
        + told.encode()
        + words.encode(charset, "replace")
        + (status_part + original + "\r\n--b1--\r\n").encode()
    )


def complaint(verp: str, kind: str = "abuse") -> bytes:
    """A complaint (ARF, RFC 5965): it comes to one address for all, and names the letter inside."""
    return (
        "To: fbl@torget.example\r\nFrom: feedback@example.org\r\nSubject: complaint\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b1"\r\n\r\n'
        "--b1\r\nContent-Type: text/plain\r\n\r\nThis is a complaint.\r\n"
        "--b1\r\nContent-Type: message/feedback-report\r\n\r\n"
        f"Feedback-Type: {kind}\r\nUser-Agent: Mill/1.0\r\nVersion: 1\r\n"
        "Original-Mail-From: <torget@example.org>\r\n\r\n"
        "--b1\r\nContent-Type: message/rfc822\r\n\r\n"
        + HEADERS.format(verp=verp)
        + "\r\nHej.\r\n--b1--\r\n"
    ).encode()


def _plain(verp: str, sender: str, subject: str, body: str) -> bytes:
    message = EmailMessage()
    message["Delivered-To"], message["From"], message["Subject"] = verp, sender, subject
    message.set_content(body)
    return message.as_bytes()


def qmail(verp: str) -> bytes:
    """No standard: words that only a library knows."""
    return _plain(
        verp,
        "MAILER-DAEMON@mx.example.org",
        "failure notice",
        "Hi. This is the qmail-send program at mx.example.org.\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
        "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        "<rosa@example.org>:\n192.0.2.1 does not like recipient.\n"
        "Remote host said: 550 5.1.1 User unknown\nGiving up on 192.0.2.1.\n\n"
        "--- Below this line is a copy of the message.\n\nReturn-Path: <x>\n",
    )


def exim(verp: str) -> bytes:
    message = EmailMessage()
    message["Delivered-To"], message["From"] = verp, "Mailer-Daemon@mx.example.org"
    message["X-Failed-Recipients"] = "rosa@example.org"
    message["Subject"] = "Mail delivery failed: returning message to sender"
    message.set_content("A message that you sent could not be delivered. Unrouteable address")
    return message.as_bytes()


def away(verp: str) -> bytes:
    """An automatic reply, which is no bounce at all."""
    return _plain(
        verp,
        "rosa@example.org",
        "Automatiskt svar: Frånvaro",
        "Jag är på semester till 7 december och läser inte mina mejl. Ring 5.1.1 Storgatan.",
    )


def _nested(depth: int) -> bytes:
    inner = b"Subject: inside\r\n\r\nx"
    for _ in range(depth):
        inner = b"Content-Type: message/rfc822\r\n\r\n" + inner
    return b"Delivered-To: " + OURS.encode() + b"\r\n" + inner


BROKEN: dict[str, bytes] = {
    "nothing": b"",
    "one newline": b"\n",
    "no headers": "Brevet går inte fram. Åäö.".encode("iso-8859-1"),
    "eight-bit headers": b"Delivered-To: \xe5\xe4\xf6 " + OURS.encode() + b"\r\n\r\n\xff\xfe",
    "a report without parts": b'Content-Type: multipart/report; boundary="b"\r\n\r\n--b--\r\n',
    "a report without a boundary": b"Content-Type: multipart/report\r\n\r\n--b\r\n",
    "a report cut in two": report(OURS)[:420],
    "no such charset": report(OURS, words="x").replace(b"utf-8", b"x-klingon"),
    "a status that is none": report(OURS, "not a status"),
    "a status of letters": report(OURS, "5.x.1"),
    "a status part of plain text": report(OURS).replace(b"message/delivery-status", b"text/x-none"),
    "base64 that is none": report(OURS).replace(
        b"message/delivery-status\r\n",
        b"message/delivery-status\r\nContent-Transfer-Encoding: base64\r\n",
    ),
    "nested ten deep": _nested(10),
    "nested three thousand deep": _nested(3000),
    "a very long header": b"Subject: " + b"x" * 300_000 + b"\r\n" + report(OURS),
    "ten thousand recipients": b"To: " + b", ".join([OURS.encode()] * 10_000) + b"\r\n\r\n",
    "a million bytes": report(OURS, words="å" * 500_000),
    "null bytes": report(OURS).replace(b"Reporting", b"\x00\x00Rep"),
}
