"""Every letter that reaches a sink of the suite is read by a mail library and judged (NT-12 to NT-15).

What is wrong is kept until the test that sent it ends, and fails it (tests/conftest.py).
"""

import email
import re
from email import policy
from email.message import EmailMessage
from html.parser import HTMLParser
from urllib.parse import urlsplit

ONCE = ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Id", "Feedback-ID")
VERP = re.compile(r"bounce\+\d{1,18}\.[0-9a-zA-Z]{8,24}@[A-Za-z0-9.-]+")
LANGUAGES = {"sv", "en"}
LARGEST = 100_000
_faults: list[str] = []


def judge(sender: str, recipients: tuple[str, ...], raw: bytes) -> None:
    """Called by the sinks."""
    message = email.message_from_bytes(raw, policy=policy.default)
    if not isinstance(message, EmailMessage):
        _faults.append("no message")
        return
    found = [*_envelope(sender, recipients, message), *_headers(message), *_body(message)]
    _faults.extend(f"to {recipients}: {what}" for what in found)


def taken() -> list[str]:
    """What was wrong since the last time."""
    found = list(_faults)
    _faults.clear()
    return found


def _envelope(sender, recipients, message):
    if not VERP.fullmatch(sender):
        yield f"a bounce would be lost: {sender}"
    if len(recipients) != 1:
        yield "several recipients see each other"
    elif message["To"] is not None and message["To"].addresses[0].addr_spec != recipients[0]:
        yield f"To says {message['To']}"
    for name in ("Cc", "Bcc"):
        if message[name] is not None:
            yield f"has {name}"


def _headers(message):
    for name in ONCE:
        if len(message.get_all(name, [])) != 1:
            yield f"{name}: {message.get_all(name)}"
    if message["Auto-Submitted"] not in {"auto-generated", "auto-replied"}:
        yield f"Auto-Submitted: {message['Auto-Submitted']}"
    if message["X-Auto-Response-Suppress"] != "All":
        yield "answering machines answer"
    if len(str(message["Subject"])) > 78:
        yield "a subject nobody reads to its end"
    if message.defects:
        yield f"{message.defects}"
    unsubscribe, click = message["List-Unsubscribe"], message["List-Unsubscribe-Post"]
    if (unsubscribe is None) != (click is None):
        yield "half of one-click unsubscription"
    if unsubscribe is not None and not re.fullmatch(r"<https?://[^<>,\s]+>", str(unsubscribe)):
        yield f"List-Unsubscribe: {unsubscribe}"
    if _language(message) not in LANGUAGES:
        yield f"Feedback-ID: {message['Feedback-ID']}"


def _language(message):
    return [*str(message["Feedback-ID"] or "").split(":"), "", "", ""][2]


def _body(message):
    if message.get_content_type() != "multipart/alternative":
        yield message.get_content_type()
        return
    parts = list(message.iter_parts())
    if [part.get_content_type() for part in parts] != ["text/plain", "text/html"]:
        yield "not text first, then HTML"
        return
    text, html = (part.get_content() for part in parts)
    if not text.strip():
        yield "no words"
    if len(html.encode()) > LARGEST:
        yield "cut off by some readers"
    if "\ufffd" in text + html:
        yield "letters that were lost"
    yield from _page(html, text, _language(message))


def _page(html, text, language):
    read = _Read()
    read.feed(html)
    if "<html" in html and read.language != language:
        yield f"lang={read.language}, sent as {language}"
    yield from (f"fetches {what}" for what in read.fetched)
    for link in read.links:
        parts = urlsplit(link)
        if parts.scheme in {"mailto", "tel"}:
            continue
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            yield f"leads to {link}"
        elif link not in text:
            yield f"whoever reads the text finds no {link}"


class _Read(HTMLParser):
    def __init__(self):
        super().__init__()
        self.language = ""
        self.links, self.fetched = [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "html":
            self.language = given.get("lang", "")
        if tag == "a":
            self.links.append(given.get("href") or "")
        if tag in {"img", "script", "link", "iframe", "object", "video", "audio", "form"}:
            self.fetched.append(tag)
