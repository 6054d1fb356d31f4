"""What a rule of disposal may be about: a closed list, and what each asks for when nobody says."""

from enum import StrEnum
from typing import NamedTuple


class What(StrEnum):
    """In the order in which they are applied: a link goes before the comment that it confirms."""

    LINKS = "links"
    """Buttons of letters that were used, or whose time is over; days after that."""
    SESSIONS = "sessions"
    """Browsers that are no longer signed in."""
    FACTORS = "unfinished_factors"
    """A second way of signing in that was begun and never shown to work."""
    LIMITS = "limits"
    """How often an address or a network has asked for something."""
    FORMS = "forms"
    """That a form was sent: so that a second press does nothing."""
    UNSENT_FILES = "unsent_files"
    COMMENTS = "unconfirmed_comments"
    PROPOSALS = "unconfirmed_proposals"
    UPDATES = "unconfirmed_updates"
    ADDRESSES = "unconfirmed_addresses"
    """Of whoever never pressed a button, and has no case with us."""
    DRAFTS = "drafts"
    BOUNCES = "bounces"
    SENT = "sent"
    """To which address a message went; that it went is kept with the case."""
    INVITATIONS = "invitations"
    MEMBERSHIPS = "memberships"
    """Of organisations, that ended or were offered and not taken."""
    PANEL_MEMBERS = "panel_members"
    """Of panels, who left or never answered."""
    DOWNLOADS = "downloads"
    """Links to one's own record that were used, or whose day is over."""
    ADDRESS_CHANGES = "address_changes"
    """That somebody changed her address, and from what."""
    ACCESS_LOG = "access_log"
    DEMO = "demo_messages"
    PEOPLE = "inactive_people"
    """Days without a sign of life until she is written to; NOTICE days later she is nobody."""
    SPAM = "refused_spam"
    """Refused as advertising or as unintelligible, and closed."""
    CASES = "closed_cases"


class Preset(NamedTuple):
    """What holds where a profile says nothing. `least` is the fewest days a profile may say."""

    days: int
    least: int
    applies: bool = True


NOTICE = 30
"""Days between the letter to somebody who was long away and the end of what we know of her."""

PRESETS: dict[What, Preset] = {
    What.LINKS: Preset(1, 1),
    What.SESSIONS: Preset(0, 0),
    What.FACTORS: Preset(1, 1),
    # No window is longer than a day, and none may go while it still counts.
    What.LIMITS: Preset(1, 1),
    What.FORMS: Preset(1, 1),
    # A form may lie on a table overnight.
    What.UNSENT_FILES: Preset(1, 1),
    What.COMMENTS: Preset(30, 30),
    What.PROPOSALS: Preset(30, 30),
    What.UPDATES: Preset(30, 7),
    What.ADDRESSES: Preset(30, 30),
    What.DRAFTS: Preset(90, 1),
    # Three in fourteen days are held against an address (NT-17).
    What.BOUNCES: Preset(90, 14),
    # The notices of thirty days are counted over again every night (models.reconciliation).
    What.SENT: Preset(365, 31),
    What.INVITATIONS: Preset(30, 1),
    What.MEMBERSHIPS: Preset(90, 1),
    What.PANEL_MEMBERS: Preset(90, 1),
    What.DOWNLOADS: Preset(1, 0),
    What.ADDRESS_CHANGES: Preset(90, 30),
    What.ACCESS_LOG: Preset(730, 180),
    What.DEMO: Preset(30, 1),
    What.PEOPLE: Preset(730, 365),
    # Public records: nothing of them goes before the municipality has decided so (spec L13).
    What.SPAM: Preset(90, 30, applies=False),
    What.CASES: Preset(3650, 365, applies=False),
}

RECORDS = frozenset({What.SPAM, What.CASES})
"""Public records, which go by a decision of the municipality alone (arkivlagen 1990:782, 10 §)."""
