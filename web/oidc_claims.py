"""From a provider's claims to what is proved, by the names that the operator's file gives them.

The only place where a personal number is seen: it is sealed here and goes no further (spec L16).
E-mail addresses among the claims are not read at all (spec T16).
"""

import logging
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from models.calendar import today
from models.identifiers import identifiers
from models.recognising import Proved, seal
from models.settings.identity import GivenRole, Provider
from web.oidc_wire import ProviderFailed

log = logging.getLogger(__name__)

NAME_LENGTH = 80
SUBJECT_LENGTH = 255
COORDINATION_DAYS = 60
"""What a coordination number adds to the day of birth."""
OLDEST_YEARS = 130


def proved(provider: Provider, claims: Mapping[str, Any]) -> Proved:
    """What these claims prove. Raises ProviderFailed for a subject that is none.

    A value that cannot be read proves nothing; the log says that there was one, and not which.
    """
    subject = claims.get("sub")
    if not (
        isinstance(subject, str)
        and 0 < len(subject) <= SUBJECT_LENGTH
        and subject.isascii()
        and subject.isprintable()
    ):
        raise ProviderFailed("untrue")
    own, former = _numbers(provider, claims)
    born = _date(_claim(claims, provider.born_claim)) or (_born(own[0]) if own else None)
    return Proved(
        provider=provider.name,
        issuer=provider.issuer,
        subject=subject,
        name=_name(_claim(claims, provider.name_claim)),
        seals=tuple(seal(number) for number in dict.fromkeys(own + former)),
        identified=provider.identifies or bool(own),
        resident=_resident(provider, claims),
        born_on=born,
        strong=_is_strong(provider, claims),
        roles=_roles(provider, claims) if provider.roles_claim else None,
    )


def _claim(claims: Mapping[str, Any], name: str) -> Any:
    """The claim of a name; of `address.locality`, where there is none, `locality` in `address`."""
    if name in claims:
        return claims[name]
    outer, dot, inner = name.partition(".")
    within = claims.get(outer)
    return within.get(inner) if dot and isinstance(within, Mapping) else None


def _listed(value: Any) -> list[str]:
    """One value or several, as words."""
    values = value if isinstance(value, list) else [value]
    return [str(one) for one in values if isinstance(one, str | int) and one is not True]


def _numbers(provider: Provider, claims: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Her own numbers, and those she had earlier, with twelve digits each."""
    for name, values in provider.number_if.items():
        said = _claim(claims, name)
        if said is not None and said not in values:
            _say(provider, "number_not_believed")
            return [], []
    own = _read(provider, claims, provider.number_claims)
    return own, _read(provider, claims, provider.former_number_claims)


def _read(provider: Provider, claims: Mapping[str, Any], names: tuple[str, ...]) -> list[str]:
    found = []
    for name in names:
        said = _claim(claims, name)
        if said is None:
            continue
        number = said.replace("-", "").replace(" ", "") if isinstance(said, str) else ""
        if _is_number(number):
            found.append(number)
        else:
            _say(provider, "number_unreadable")
    return found


def _is_number(given: str) -> bool:
    """Twelve digits of a personal number or a coordination number, with its check digit."""
    if not (len(given) == 12 and given.isascii() and given.isdigit()):
        return False
    first = next(identifiers(given), None)
    return first is not None and (first.start, first.end) == (0, 12) and _born(given) is not None


def _born(number: str) -> date | None:
    day = int(number[6:8])
    day -= COORDINATION_DAYS if day > COORDINATION_DAYS else 0
    return _date(f"{number[:4]}-{number[4:6]}-{day:02}")


def _date(said: Any) -> date | None:
    """A day of birth as Core 1.0, 5.1 writes it. A year alone, or 0000 for none, is no day."""
    try:
        day = date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None
    return day if day and today().year - OLDEST_YEARS <= day.year and day <= today() else None


def _name(said: Any) -> str:
    """A name fit to be shown: one line, without signs that are not seen (spec T20)."""
    if not isinstance(said, str):
        return ""
    seen = (sign if sign.isprintable() else " " for sign in unicodedata.normalize("NFC", said))
    return " ".join("".join(seen).split())[:NAME_LENGTH].strip()


def _resident(provider: Provider, claims: Mapping[str, Any]) -> bool | None:
    said = _claim(claims, provider.resident_claim) if provider.resident_claim else None
    if said is None or said in ("", []):
        return None
    here = {value.casefold() for value in provider.resident_values}
    return any(value.strip().casefold() in here for value in _listed(said))


def _is_strong(provider: Provider, claims: Mapping[str, Any]) -> bool:
    """Whether a second factor was shown, by the level or the methods that the provider names."""
    said = {*_listed(claims.get("acr")), *_listed(claims.get("amr"))}
    return bool(said & set(provider.second_factor))


def _roles(provider: Provider, claims: Mapping[str, Any]) -> frozenset[GivenRole]:
    said = set(_listed(_claim(claims, provider.roles_claim)))
    if said - {one.value for one in provider.roles}:
        _say(provider, "role_unknown")
    return frozenset(one for one in provider.roles if one.value in said)


def _say(provider: Provider, code: str) -> None:
    log.warning("provider %s: %s", provider.name, code)
