"""Where mail, text messages and files are handed over, read from one address each.

An address carries everything a pipe needs, so that moving to another provider is one setting.
User names and passwords in it are percent-encoded. Every function raises ValueError with a
sentence for the operator, which never repeats the password.
"""

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

Tls = Literal["none", "starttls", "tls"]


@dataclass(frozen=True)
class MailServer:
    """An SMTP submission server (RFC 6409). `tls` says when encryption starts, if it does."""

    host: str
    port: int
    tls: Tls
    user: str = ""
    password: str = field(default="", repr=False)


SMS_OPERATORS = ("46elks", "twilio")
"""The operators whose protocol we speak (notifications.sms.operators), each the scheme of its
address. Twilio's user is the account's SID and its password the auth token.
"""

MOST_WEIGHT = 100
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")


@dataclass(frozen=True)
class SmsGateway:
    """An operator's interface below `base_url`, with Basic authentication. Of several operators
    each gets messages by its `weight`.
    """

    base_url: str
    user: str
    password: str = field(repr=False)
    operator: str = SMS_OPERATORS[0]
    weight: int = 1
    sender: str = ""
    """Its own number that messages come from; '' for the one of the setting SMS_FROM."""


def mail_server(url: str) -> MailServer:
    """`smtp://user:password@host:port`; `smtps://` is TLS at once, `?starttls=1` asks for it."""
    parts = _split(url)
    if parts.scheme not in {"smtp", "smtps"}:
        raise ValueError("begins with smtp:// or smtps://")
    wants_starttls = parse_qs(parts.query).get("starttls", ["0"])[-1] not in {"", "0"}
    if parts.scheme == "smtps":
        tls: Tls = "tls"
    else:
        tls = "starttls" if wants_starttls else "none"
    usual_port = {"tls": 465, "starttls": 587, "none": 25}[tls]
    if parts.username and tls == "none" and not is_loopback(parts.hostname or ""):
        raise ValueError("would send a password unencrypted; use smtps:// or ?starttls=1")
    return MailServer(
        host=parts.hostname or "",
        port=parts.port or usual_port,
        tls=tls,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def sms_gateways(urls: str) -> tuple[SmsGateway, ...]:
    """Several addresses with spaces between them: one an operator, the first one first."""
    found = tuple(sms_gateway(url) for url in urls.split())
    if len({gateway.operator for gateway in found}) < len(found):
        raise ValueError("names one operator twice")
    return found


def sms_gateway(url: str) -> SmsGateway:
    """`46elks://user:password@api.46elks.com` or `twilio://sid:token@api.twilio.com`; where there
    are two, with `?weight=` and a number of its own, `&from=`. `46elks+http://` and
    `twilio+http://` go to this machine only, for tests.
    """
    # The scheme may not begin with a digit in RFC 3986, so urlsplit would not see one here.
    scheme, separator, rest = url.partition("://")
    operator, plain, protocol = scheme.partition("+")
    if not separator or operator not in SMS_OPERATORS or (plain and protocol != "http"):
        schemes = " or ".join(f"{name}://" for name in SMS_OPERATORS)
        raise ValueError(f"begins with {schemes}")
    parts = _split(f"{protocol or 'https'}://{rest}")
    if plain and not is_loopback(parts.hostname or ""):
        raise ValueError(f"{scheme}:// goes to this machine only; use {operator}://")
    if not parts.username or not parts.password:
        raise ValueError("needs the user name and password of the gateway's interface")
    host, said = parts.netloc.rpartition("@")[2], parse_qs(parts.query)
    return SmsGateway(
        base_url=f"{parts.scheme}://{host}{parts.path.rstrip('/')}",
        user=unquote(parts.username),
        password=unquote(parts.password),
        operator=operator,
        weight=_weight(said.get("weight", ["1"])[-1]),
        sender=_number(said.get("from", [""])[-1]),
    )


def _number(said: str) -> str:
    # A plus sign in a query is read as a space.
    number = f"+{said.strip()}" if said.strip().isdigit() else said
    if number and not _NUMBER.fullmatch(number):
        raise ValueError("has a from that is no number, as 46766861004")
    return number


def _weight(said: str) -> int:
    if not (said.isascii() and said.isdigit() and 1 <= int(said[:4]) <= MOST_WEIGHT):
        raise ValueError(f"has a weight that is no number from 1 to {MOST_WEIGHT}")
    return int(said)


def folder(url: str) -> Path:
    """`file:/srv/torget/files`: where photos and documents are kept."""
    scheme, _, rest = url.partition(":")
    if scheme != "file":
        raise ValueError(
            "begins with file: and names a folder; other stores, such as s3:, are not supported yet"
        )
    path = Path(unquote(rest.removeprefix("//")))
    if not path.is_absolute():
        raise ValueError("is a whole path, as file:/srv/torget/files")
    return path


def is_loopback(host: str) -> bool:
    """True for a name or address that never leaves this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  (reading it is what checks it)
    except ValueError:
        raise ValueError("is not an address") from None
    if not parts.hostname:
        raise ValueError("names no host")
    return parts
