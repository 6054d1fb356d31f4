"""Groups of points: k-means without chance, and the silhouette that says how many there are.

k-means: Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information Theory 28(2),
1982. Silhouette: Rousseeuw, Journal of Computational and Applied Mathematics 20, 1987. As in polis,
people are first gathered into at most a hundred base clusters, and those into groups, so that a
large town costs no more to group than a small one.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

SIDE = 10
"""Base clusters begin as ten strips of equally many people, each cut into ten."""
ROUNDS = 100
STARTS = 8
"""From so many fixed beginnings groups are looked for; the tightest are kept."""


def base(points: "Floats") -> "Whole":
    """Which base cluster each point belongs to, numbered from 0 without gaps."""
    import numpy as np

    places, where = np.unique(points, axis=0, return_inverse=True)
    if len(places) <= SIDE * SIDE:
        return where.reshape(-1)
    begun = np.array(
        [
            points[part].mean(axis=0)
            for strip in np.array_split(np.lexsort((points[:, 1], points[:, 0])), SIDE)
            for part in np.array_split(strip[np.argsort(points[strip, 1], kind="stable")], SIDE)
        ]
    )
    found, _, _ = _lloyd(points, np.ones(len(points)), begun)
    return np.unique(found, return_inverse=True)[1].reshape(-1)


def centres(points: "Floats", found: "Whole") -> "tuple[Floats, Floats]":
    """The mean of each cluster's points, and how many they are."""
    import numpy as np

    weights = np.bincount(found).astype(np.float64)
    means = np.column_stack([np.bincount(found, points[:, axis]) / weights for axis in (0, 1)])
    return means, weights


def groups(points: "Floats", weights: "Floats", k: int) -> "Whole | None":
    """The tightest k groups of weighted points; None where there are not that many places."""
    import numpy as np

    if len(np.unique(points, axis=0)) < k:
        return None
    best: tuple[float, NDArray[np.int64]] | None = None
    for start in range(min(STARTS, len(points))):
        begun = _apart(points, weights, k, start)
        found, _, cost = _lloyd(points, weights, begun)
        if len(np.unique(found)) == k and (best is None or cost < best[0] - 1e-9):
            best = cost, found
    return best[1] if best else None


def silhouette(points: "Floats", weights: "Floats", found: "Whole") -> float:
    """How much nearer the points are to their own group than to the next, from -1 to 1, each point
    counted as many times as it has people.
    """
    import numpy as np

    apart = np.sqrt(_squares(points, points))
    sums = np.column_stack(
        [(apart * (weights * (found == group))).sum(axis=1) for group in range(found.max() + 1)]
    )
    sizes = np.bincount(found, weights)
    own = found[:, None] == np.arange(len(sizes))
    inside = (sums / np.maximum(sizes - 1, 1))[own]
    nearest = np.where(own, np.inf, sums / sizes).min(axis=1)
    larger = np.maximum(inside, nearest)
    value = np.where(
        (sizes[found] > 1) & (larger > 0), (nearest - inside) / np.maximum(larger, 1e-12), 0.0
    )
    return round(float((value * weights).sum() / weights.sum()), 9)


def _lloyd(points: "Floats", weights: "Floats", means: "Floats") -> "tuple[Whole, Floats, float]":
    """Nearest mean, new means, until nobody moves. A mean that nobody is near stays where it is."""
    import numpy as np

    found = np.full(len(points), -1, dtype=np.int64)
    for _ in range(ROUNDS):
        squares = _squares(points, means)
        moved = np.argmin(squares, axis=1)
        if (moved == found).all():
            break
        found = moved
        size = np.bincount(found, weights, len(means))
        sums = np.column_stack(
            [np.bincount(found, weights * points[:, axis], len(means)) for axis in (0, 1)]
        )
        means = np.where(size[:, None] > 0, sums / np.maximum(size, 1)[:, None], means)
    cost = float((weights * _squares(points, means)[np.arange(len(points)), found]).sum())
    return found, means, cost


def _apart(points: "Floats", weights: "Floats", k: int, start: int) -> "Floats":
    """K beginnings: one of the heaviest points, then again and again the one whose weight times
    squared distance to those chosen is largest (k-means++ of Arthur and Vassilvitskii 2007 with
    the likeliest in place of a drawn one).
    """
    import numpy as np

    chosen = [int(np.argsort(-weights, kind="stable")[start])]
    while len(chosen) < k:
        gain = weights * _squares(points, points[chosen]).min(axis=1)
        chosen.append(int(np.argmax(gain)))
    return points[chosen]


def _squares(points: "Floats", others: "Floats") -> "Floats":
    across = points[:, 0][:, None] - others[:, 0][None, :]
    along = points[:, 1][:, None] - others[:, 1][None, :]
    squares: Floats = across * across + along * along
    return squares
