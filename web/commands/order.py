"""Comments in the order in which they can be taken over."""

from collections.abc import Sequence

from models.imported import GivenComment

Placed = tuple[int, GivenComment]


def parents_first(rows: Sequence[Placed]) -> list[Placed]:
    """Oldest first, so that a thread reads as it was written, but no reply before its parent.

    Files come in any order and clocks go wrong, so time alone does not put parents first. Where
    replies go round in a circle, it is cut at its oldest.
    """
    by_id = {given.id: (place, given) for place, given in rows}
    ordered: list[Placed] = []
    taken: set[str] = set()
    for place, given in sorted(rows, key=lambda row: (row[1].at, row[0])):
        chain: list[Placed] = []
        above: Placed | None = (place, given)
        while above is not None and above[1].id not in taken:
            taken.add(above[1].id)
            chain.append(above)
            above = by_id.get(above[1].parent or "")
        ordered.extend(reversed(chain))
    return ordered
