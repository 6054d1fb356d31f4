"""What stands on every page of a dialogue: its question, who publishes it, when it changed."""

from typing import Any

from sqlalchemy import Row

from models.dialogue import finding
from models.states import PUBLIC
from web.visit import Visit


def found(visit: Visit) -> Row[Any]:
    """The dialogue of this address, for whoever may read it. Raises NotFound."""
    return finding.by_slug(visit.session, visit.params["slug"], visit.viewer)


def head(visit: Visit, row: Row[Any]) -> dict[str, Any]:
    """What dialogues/_head.html and dialogues/_foot.html ask for, as `dialogue`."""
    return {
        "slug": row.slug,
        "reference": row.reference,
        "question": row.question,
        "publisher": named_unit(visit, row),
        "updated_at": row.updated_at,
        "is_public": row.publication in PUBLIC,
    }


def named_unit(visit: Visit, row: Row[Any]) -> str:
    """The unit whose dialogue it is, in the reader's language."""
    name: str = row.unit_sv if visit.language == "sv" else row.unit_en
    return name
