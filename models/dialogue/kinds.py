"""The fixed lists of dialogues: levels, kinds of phases, and the one table of what may be done."""

from collections.abc import Mapping
from enum import StrEnum


class Level(StrEnum):
    """The participation ladder (delaktighetstrappan; spec/sweden.md section 3).

    On the first step nothing can be influenced: that is to inform, and no dialogue.
    """

    INFORMATION = "information"
    CONSULTATION = "consultation"
    DIALOGUE = "dialogue"
    INFLUENCE = "influence"
    CO_DECISION = "co_decision"


class PhaseKind(StrEnum):
    INFORM = "inform"
    COLLECT_IDEAS = "collect_ideas"
    DISCUSS = "discuss"
    STATEMENTS = "statements"
    VOTE = "vote"
    DRAFT_RESULT = "draft_result"
    DECISION = "decision"
    FOLLOW_UP = "follow_up"


class Act(StrEnum):
    """What a resident may do in a phase."""

    IDEA = "idea"
    """Hand in an idea."""
    COMMENT = "comment"
    """Write for or against, or reply."""
    HELPFUL = "helpful"
    """Mark what somebody else wrote as helpful."""
    STATEMENT = "statement"
    """Add a statement for others to take a stand on."""
    RATE = "rate"
    """Agree, disagree or pass."""
    VOTE = "vote"
    """Cast a ballot."""
    VOICE = "voice"
    """Say something on the spot, by the short form."""


ALLOWED: Mapping[PhaseKind, frozenset[Act]] = {
    PhaseKind.INFORM: frozenset(),
    PhaseKind.COLLECT_IDEAS: frozenset({Act.IDEA, Act.COMMENT, Act.HELPFUL, Act.VOICE}),
    PhaseKind.DISCUSS: frozenset({Act.COMMENT, Act.HELPFUL, Act.VOICE}),
    PhaseKind.STATEMENTS: frozenset({Act.STATEMENT, Act.RATE}),
    PhaseKind.VOTE: frozenset({Act.VOTE}),
    PhaseKind.DRAFT_RESULT: frozenset({Act.COMMENT, Act.HELPFUL}),
    PhaseKind.DECISION: frozenset(),
    PhaseKind.FOLLOW_UP: frozenset(),
}
"""What may be done in a phase of a kind while it is open. Nothing may be done outside."""


class Section(StrEnum):
    """Where a comment stands. Of a case all of them are talk."""

    TALK = "talk"
    IDEA = "idea"
    STATEMENT = "statement"
    VOICE = "voice"
    """What somebody said on the spot: it is counted and sorted, and part of no thread."""


def thing_of(section: Section) -> str:
    """What it is that somebody wrote there, as letters to her name it: a comment, an idea."""
    return "comment" if section is Section.TALK else section.value


class Stance(StrEnum):
    FOR = "for"
    AGAINST = "against"


ACT_OF: Mapping[Section, Act] = {
    Section.TALK: Act.COMMENT,
    Section.IDEA: Act.IDEA,
    Section.STATEMENT: Act.STATEMENT,
    Section.VOICE: Act.VOICE,
}
"""What it takes to write in a section."""
