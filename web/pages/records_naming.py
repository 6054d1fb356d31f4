"""Names of boards, as the register shows and looks for them."""

from models import board
from web.pages.naming import named
from web.visit import Visit


def boards_of(visit: Visit) -> dict[str, str]:
    """The boards of the profile in force, by slug."""
    return {row.slug: named(row, visit.language) for row in board.in_use(visit.session)}


def board_names(visit: Visit) -> dict[int, str]:
    """The same by id."""
    return {row.id: named(row, visit.language) for row in board.in_use(visit.session)}
