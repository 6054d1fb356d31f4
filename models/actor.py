"""Who acts: a role and, when known, a person."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The roles of decisions.md, and `system` for rules, imports and the clock."""

    RESIDENT = "resident"
    MODERATOR = "moderator"
    OFFICIAL = "official"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    SYSTEM = "system"


class Source(StrEnum):
    """Through which channel a change reached us (spec ST-4)."""

    WEB = "web"
    EMAIL = "e-mail"
    PHONE = "phone"
    VISIT = "visit"
    LETTER = "letter"
    CHAT = "chat"
    SMS = "sms"
    OPEN311 = "open311"
    IMPORT = "import"


@dataclass(frozen=True)
class Actor:
    """Whoever a verb is done by. `person_id` is None for strangers and for the system."""

    role: Role
    person_id: int | None = None


STRANGER = Actor(Role.RESIDENT)
SYSTEM = Actor(Role.SYSTEM)
