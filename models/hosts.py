"""Names of hosts: one form for the network and for comparing, one for people to read."""

import re

_HOST = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)
# Letters of Nordic names; a host with any other is shown in its xn-- form, for many look alike.
_READABLE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-åäöéèüæøáíóúýðþčšž")


def ascii_host(name: str) -> str | None:
    """A host as the network knows it: lower case, IDNA in ASCII (RFC 5891, UTS 46).

    None for what is no public name: an IP address, one label, a trailing dot, a broken xn--.
    """
    host = name.lower()
    if not host.isascii() or "xn--" in host:
        import idna  # tables of a megabyte, needed for few names, so not loaded at start

        try:
            host = idna.encode(host, uts46=True, std3_rules=True).decode()
        except idna.IDNAError:
            return None
    return host if _HOST.fullmatch(host) else None


def shown_host(host: str) -> str:
    """An ASCII host as people write it, where that cannot be taken for another name."""
    if "xn--" not in host:
        return host
    import idna  # see above

    readable = idna.decode(host)
    return readable if _READABLE.issuperset(readable) else host
