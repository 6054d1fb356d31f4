"""One mailbox has many addresses: what several spellings of an address have in common.

Only to see that two supporters may be one (spec MQ-20). Letters always go to the address as it was
given, and nobody is taken for somebody else because of this.
"""

from models.typos import email_suggestion

_ALSO = {
    "googlemail.com": "gmail.com",
    "protonmail.com": "proton.me",
    "pm.me": "proton.me",
    "me.com": "icloud.com",
    "mac.com": "icloud.com",
}
"""Domains of which one provider says that they are the same."""
_DOTS = frozenset({"gmail.com"})
"""Where dots before the @ do not count."""
_TAGS = frozenset(
    {
        *("gmail.com", "icloud.com", "proton.me", "fastmail.com", "hey.com"),
        *("outlook.com", "hotmail.com", "hotmail.se", "live.com", "live.se", "outlook.se"),
    }
)
"""Where what follows a + is a note of the owner's own."""

THROWAWAY = (
    *("mailinator.com", "guerrillamail.com", "10minutemail.com", "yopmail.com", "trashmail.com"),
    *("temp-mail.org", "sharklasers.com", "maildrop.cc", "dispostable.com"),
)
"""A few domains whose addresses anybody may read for a while; a town adds its own."""


def domain_of(address: str) -> str:
    """The domain of a canonical e-mail address; "" for a number."""
    return address.rpartition("@")[2] if "@" in address else ""


def mailbox(address: str) -> str:
    """The one spelling that all addresses of a mailbox have in common, as far as its provider is
    known to treat them alike; a slip in a well-known domain is taken as meant.
    """
    meant = email_suggestion(address) or address
    local, at, domain = meant.rpartition("@")
    if not at:
        return address
    domain = _ALSO.get(domain, domain)
    if domain in _TAGS:
        local = local.partition("+")[0]
    if domain in _DOTS:
        local = local.replace(".", "")
    return f"{local}@{domain}"
