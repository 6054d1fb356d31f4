"""Where people stand: each person a point in a plane, near those who answered alike.

Principal components of the answers, as polis has it (Small et al. 2021, Recerca 26(2)): what
somebody has not answered is taken as the mean of those who did, so it moves nobody; and a person
is moved outwards by the root of (assertions / own answers), else those who answered little would
all stand in the middle.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.opinion.answers import Answers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

ROWS = 4_096
"""People taken at a time: 300 answers of each as floats are 10 MB."""
UNSEEN = -2


@dataclass(frozen=True)
class Table:
    """The matrix itself. Rows and columns stand in the order of their keys, so that the same
    answers in any order are the same table.
    """

    people: "Whole"
    assertions: "Whole"
    cells: "NDArray[np.int8]"
    """1, 0, -1, and UNSEEN where there is no answer."""

    def answered(self) -> "Whole":
        """How many assertions each person answered."""
        own: Whole = (self.cells != UNSEEN).sum(axis=1)
        return own


def table(answers: Answers) -> Table:
    """The answers as a matrix of one byte a cell."""
    import numpy as np  # an extra, and heavy: only the clock's process ever loads it

    people, rows = np.unique(_column(answers.people), return_inverse=True)
    assertions, columns = np.unique(_column(answers.assertions), return_inverse=True)
    cells = np.full((len(people), len(assertions)), UNSEEN, dtype=np.int8)
    cells[rows, columns] = np.frombuffer(answers.values, dtype=np.int8)
    return Table(people, assertions, cells)


def _column(values: object) -> "Whole":
    import numpy as np

    return np.frombuffer(values, dtype=np.int64)  # type: ignore[call-overload, no-any-return]


def positions(cells: "NDArray[np.int8]", *, outwards: bool = True) -> "Floats":
    """Two coordinates a row of the table."""
    import numpy as np

    seen = (cells != UNSEEN).sum(axis=0)
    totals = np.where(cells == UNSEEN, 0, cells).sum(axis=0, dtype=np.int64)
    means = totals / np.maximum(seen, 1)
    width = cells.shape[1]
    spread = np.zeros((width, width))
    for _, part in _centred(cells, means):
        spread += part.T @ part
    axes = _axes(spread)
    found = np.zeros((len(cells), 2))
    for start, part in _centred(cells, means):
        own = np.maximum((cells[start : start + ROWS] != UNSEEN).sum(axis=1), 1)
        further = np.sqrt(width / own)[:, None] if outwards else 1.0
        found[start : start + ROWS] = (part @ axes) * further
    # The last bits depend on the machine; what nobody can see decides nothing.
    return np.round(found, 9)


def _centred(cells: "NDArray[np.int8]", means: "Floats") -> "Iterator[tuple[int, Floats]]":
    """The table in parts, less its means: an absent answer is the mean, hence 0."""
    import numpy as np

    for start in range(0, len(cells), ROWS):
        part = cells[start : start + ROWS]
        yield start, np.where(part == UNSEEN, 0.0, part - means)


def _axes(spread: "Floats") -> "Floats":
    """The two directions of most spread; of each, the assertion that weighs most counts upwards."""
    import numpy as np

    _, vectors = np.linalg.eigh(spread)
    axes = np.zeros((len(spread), 2))
    for place in range(min(2, len(spread))):
        axis = vectors[:, -1 - place]
        heaviest = int(np.argmax(np.round(np.abs(axis), 9)))
        axes[:, place] = axis if axis[heaviest] >= 0 else -axis
    return axes
