"""Addresses inside a resident's text, recognised and made into links that hide nothing."""

import re
from html import escape
from urllib.parse import quote, urlsplit

from models.hosts import ascii_host, shown_host

SCHEMES = frozenset({"http", "https", "mailto"})
"""The only schemes a link in a text may have."""
_IN_URLS = "%/?#[]@!$&'()*+,;=:~"
_LONGEST_LINK = 2048
_LINK = re.compile(
    r"(?P<web>(?<![\w@.])(?i:https?://|www\.)[^\s<>\"]+)"
    r"|(?P<mail>(?<![\w.+-])(?:mailto:)?[A-Za-z0-9._+-]{1,64}"
    r"@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w@-]))"
)


def linked(line: str) -> str:
    """One line, escaped, with its addresses made links."""
    parts: list[str] = []
    done = 0
    for found in _LINK.finditer(line):
        typed = found[0] if found["mail"] else _without_tail(found[0])
        link = _mail_link(typed) if found["mail"] else _web_link(typed)
        if link:
            parts += [escape(line[done : found.start()], quote=False), link]
            done = found.start() + len(typed)
    return "".join([*parts, escape(line[done:], quote=False)])


def _without_tail(url: str) -> str:
    """An address without the punctuation of the sentence around it."""
    unopened = url.count(")") - url.count("(")
    end = len(url)
    while end and (url[end - 1] in ".,;:!?'*…" or (url[end - 1] == ")" and unopened > 0)):
        unopened -= url[end - 1] == ")"
        end -= 1
    return url[:end]


def _mail_link(typed: str) -> str:
    return _anchor(f"mailto:{typed.removeprefix('mailto:')}", typed)


def _web_link(typed: str) -> str | None:
    """A link that shows the host it leads to, or None where browsers could disagree about it.

    What stands before an @ in front of the host is dropped: it is only ever used to deceive.
    """
    address = typed if "://" in typed[:8] else f"https://{typed}"
    if len(address) > _LONGEST_LINK or "\\" in address:
        return None
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    host = ascii_host(parts.hostname or "")
    if host is None or parts.scheme not in SCHEMES:
        return None
    rest = address[len(parts.scheme) + len("://") + len(parts.netloc) :]
    prefix = f"{parts.scheme}://" if address is typed else ""
    href = f"{parts.scheme}://{host}{port}{quote(rest, safe=_IN_URLS)}"
    return _anchor(href, f"{prefix}{shown_host(host)}{port}{rest}")


def _anchor(href: str, shown: str) -> str:
    return f'<a href="{escape(href)}" rel="nofollow ugc noopener">{escape(shown, quote=False)}</a>'
