"""Settings of the moderators' desk."""

from pydantic import BaseModel, Field


class Review(BaseModel):
    """A part of the settings."""

    undo_seconds: int = Field(
        120,
        ge=0,
        le=600,
        description="How long a moderator may take back what she just decided; the letter about it"
        " waits as long.",
    )
