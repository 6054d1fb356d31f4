"""What one moderator never decides alone: a part of the rules of review (spec MQ-7)."""

from pydantic import BaseModel, ConfigDict


class FourEyes(BaseModel):
    """Where a second person has to agree. What the law calls urgent always takes two."""

    model_config = ConfigDict(extra="forbid")

    criticism: bool = True
    """Hiding or refusing a text that speaks of the municipality, where taste could pass for a
    rule."""
    suspension: bool = True
    """That somebody may not write for a time."""
    removal: bool = False
    """Taking a text away for good that everyone could read."""
    second_person: str = ""
    """The e-mail address of somebody who works here outside the desk, and agrees where nobody else
    on the desk can.
    """
