"""What one follows, as pages show it."""

from typing import Any

from models.subscription import Topic

LISTS = {Topic.DECISIONS: "/decisions"}
CHOSEN = {Topic.CATEGORY: "subject", Topic.UNIT: "unit"}
"""The choices of the list of cases, by what is followed."""


def told(row: Any, language: str) -> dict[str, Any]:
    """One wish. A case that is not public has only its number for a name, and no page."""
    topic = Topic(row.topic)
    name = row.name_sv if language == "sv" else row.name_en
    return {
        "id": row.id,
        "topic": topic.value,
        "extent": row.extent.value,
        "frequency": row.frequency.value,
        "language": row.language,
        "kind": row.kind.value if row.kind else "",
        "title": name or row.title or row.reference or "",
        "url": _page(topic, row),
    }


def _page(topic: Topic, row: Any) -> str:
    if topic is Topic.SUBMISSION and row.dialogue is not None:
        return f"/dialogues/{row.dialogue}" if row.title else ""
    if topic is Topic.SUBMISSION:
        return f"/submissions/{row.reference}" if row.title else ""
    if topic in CHOSEN:
        return f"/submissions?{CHOSEN[topic]}={row.slug}"
    return LISTS[topic]
