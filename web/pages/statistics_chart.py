"""A drawing of months: two bars for each, on a scale of round numbers. Places and lengths alone."""

from collections.abc import Sequence
from typing import Any

WIDTH, HEIGHT = 340, 180
LEFT, BOTTOM, TOP = 36, 22, 8
STEPS = 4
_ROUND = (1, 2, 5, 10)


def of(months: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Where everything stands, in units of the drawing; None where there is nothing to draw."""
    counts = [month[name].value or 0 for month in months for name in ("received", "ended")]
    if len(months) < 2 or not any(counts):
        return None
    step = _step(max(counts))
    most = step * -(-max(counts) // step)
    high = HEIGHT - BOTTOM - TOP
    each = (WIDTH - LEFT) / len(months)
    bar = round(each * 0.36, 1)

    def at(count: int) -> float:
        return round(TOP + high - count * high / most, 1)

    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "base": HEIGHT - BOTTOM,
        "bar": bar,
        "lines": [{"y": at(count), "count": count} for count in range(0, most + 1, step)],
        "few": any(month[name].few for month in months for name in ("received", "ended")),
        "months": [
            {
                "month": month["month"],
                "middle": round(LEFT + each * (number + 0.5), 1),
                "bars": [
                    {
                        "x": round(LEFT + each * (number + 0.5) + shift * bar, 1),
                        "y": at(month[name].value or 0),
                        "height": round(HEIGHT - BOTTOM - at(month[name].value or 0), 1),
                        "name": name,
                        "few": month[name].few,
                    }
                    for name, shift in (("received", -1.05), ("ended", 0.05))
                ],
            }
            for number, month in enumerate(months)
        ],
    }


def _step(most: int) -> int:
    """The smallest round number of which STEPS reach as high."""
    size = 1
    while True:
        for one in _ROUND:
            if one * size * STEPS >= most:
                return one * size
        size *= 10
