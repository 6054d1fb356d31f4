"""What a town watches for among the support for a proposal, whom it lets through, and whom it does
not (spec MQ-20): a part of its profile, below `[reviewing.support]`.
"""

import hashlib
import re
from fnmatch import fnmatchcase
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import NamedTuple, Self

from pydantic import BaseModel, ConfigDict, model_validator
from sqlalchemy import bindparam, select
from sqlmodel import Session

from models import keys
from models.database import table_of
from models.errors import NotAllowed
from models.mailboxes import domain_of, mailbox
from models.misfit import Misfit, check_between
from models.person import Contact
from models.settings import settings

_GLOB = re.compile(r"[a-z0-9*?-]+(\.[a-z0-9*?-]+)+")
_HASH = re.compile(r"[0-9a-f]{64}")

Network = IPv4Network | IPv6Network
MOST_VOTES = 1_000_000
"""More of them in an hour, or more times as many as usual, nobody looks for."""


_contacts = table_of(Contact)
_HERS = select(_contacts.c.address).where(
    _contacts.c.person_id == bindparam("person"), _contacts.c.confirmed_at.is_not(None)
)


class Lists(NamedTuple):
    """Entries, sorted by what they name."""

    domains: tuple[str, ...] = ()
    networks: tuple[Network, ...] = ()
    addresses: frozenset[str] = frozenset()

    def has_address(self, address: str) -> bool:
        """Whether an address is named, by itself or by its domain."""
        domain = domain_of(address)
        return (
            any(fnmatchcase(domain, one) for one in self.domains)
            or hash_of(address) in self.addresses
        )

    def has_network(self, network: str) -> bool:
        """Whether a network lies within one that is named, as web.networks writes it."""
        try:
            given = ip_network(network)
        except ValueError:
            return False
        return any(
            given.version == one.version and given.subnet_of(one)  # type: ignore[arg-type]
            for one in self.networks
        )


class SupportRules(BaseModel):
    """From what figures on something is looked at. Shares are of a hundred."""

    model_config = ConfigDict(extra="forbid")

    least: int = 20
    """Votes of an hour, below which nobody looks how many are usual."""
    burst: int = 10
    """Times as many as in an ordinary hour of the same proposal."""
    new_share: int = 95
    """From addresses nobody had seen before, at such a time."""
    network_least: int = 10
    network_share: int = 30
    """Of a day's votes from one network."""
    domain_least: int = 10
    domain_share: int = 40
    """Of a day's votes from one mail domain that is no common provider's."""
    throwaway: tuple[str, ...] = ()
    """Domains whose addresses are made to be thrown away, beside a few that everyone knows."""
    deny: tuple[str, ...] = ()
    """Who cannot support: `domain:*.example.com`, `network:192.0.2.0/24`, or `address:` and the
    SHA-256 of an address.
    """
    allow: tuple[str, ...] = ()
    """Who is never suspected: a school's network, the mail of a large employer."""

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        for name in ("deny", "allow"):
            try:
                read(getattr(self, name))
            except ValueError as why:
                raise Misfit("support_list", str(why), name) from None
        for one in self.throwaway:
            if not _GLOB.fullmatch(one):
                said = f"reviewing.support.throwaway: {one!r} is no domain"
                raise Misfit("no_domain", said, "throwaway", value=one)
        for name in ("new_share", "network_share", "domain_share"):
            check_between(f"reviewing.support.{name}", getattr(self, name), 1, 100)
        for name in ("least", "burst", "network_least", "domain_least"):
            check_between(f"reviewing.support.{name}", getattr(self, name), 2, MOST_VOTES)
        return self


@lru_cache(maxsize=32)
def read(entries: tuple[str, ...]) -> Lists:
    """A list as it can be asked. Raises ValueError, with the entry, for one that cannot be read."""
    domains: list[str] = []
    networks: list[Network] = []
    addresses: list[str] = []
    for entry in entries:
        kind, _, value = entry.partition(":")
        if kind == "domain" and _GLOB.fullmatch(value):
            domains.append(value)
        elif kind == "network":
            try:
                networks.append(ip_network(value))
            except ValueError as why:
                raise ValueError(f"reviewing.support: {entry!r}: {why}") from None
        elif kind == "address" and _HASH.fullmatch(value):
            addresses.append(value)
        else:
            raise ValueError(
                f"reviewing.support: {entry!r} is neither domain:*.example.com,"
                " network:192.0.2.0/24 nor address: with 64 hexadecimal digits"
            )
    return Lists(tuple(domains), tuple(networks), frozenset(addresses))


def hash_of(address: str) -> str:
    """How an address stands in a list: the SHA-256 of the mailbox it leads to."""
    return hashlib.sha256(mailbox(address).encode()).hexdigest()


def check(rules: SupportRules, *, network: str = "", address: str = "") -> None:
    """Raises NotAllowed for a network or an address that the town lets support nothing."""
    if not rules.deny:
        return
    denied = read(rules.deny)
    if (network and denied.has_network(network)) or (address and denied.has_address(address)):
        raise NotAllowed("support_denied")


def check_person(session: Session, rules: SupportRules, person_id: int) -> None:
    """The same for somebody who is known, by every address that she has confirmed: she supports as
    herself, not as one of them. Nothing is asked where no address is denied.
    """
    denied = read(rules.deny)
    if not (denied.domains or denied.addresses):
        return
    if any(denied.has_address(one) for one in session.scalars(_HERS, {"person": person_id})):
        raise NotAllowed("support_denied")


def trace(rules: SupportRules, network: str) -> str:
    """What is kept of the network that a support comes from, for three days: a keyed hash that
    tells only whether two came from the same one. "" for one that the town trusts.
    """
    if rules.allow and read(rules.allow).has_network(network):
        return ""
    return _hash(settings().secret_key, network)


@lru_cache(maxsize=1024)
def _hash(_secret: str, network: str) -> str:
    """Remembered: a whole school presses from one network, and each press is to cost one row."""
    return keys.key("support", network, "network")
