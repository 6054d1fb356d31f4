"""Names that the profile gives in two languages."""

from typing import Any


def named(row: Any, language: str) -> str:
    """The name of a unit or a subject in the reader's language."""
    name: str = row.name_sv if language == "sv" else row.name_en
    return name
