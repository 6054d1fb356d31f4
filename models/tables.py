"""Every table of the town, so that whoever needs the whole schema imports one module."""

from sqlmodel import SQLModel

from models import (
    allowance,
    answer,
    comment,
    decision,
    delivery,
    demo_message,
    event,
    form_key,
    imported,
    job,
    organisation,
    person,
    profile,
    review,
    session,
    silence,
    submission,
    subscription,
    tally,
    text,
    token,
    verdict,
    vote,
)

__all__ = [
    "allowance",
    "answer",
    "comment",
    "decision",
    "delivery",
    "demo_message",
    "event",
    "form_key",
    "imported",
    "job",
    "metadata",
    "organisation",
    "person",
    "profile",
    "review",
    "session",
    "silence",
    "submission",
    "subscription",
    "tally",
    "text",
    "token",
    "verdict",
    "vote",
]

metadata = SQLModel.metadata
