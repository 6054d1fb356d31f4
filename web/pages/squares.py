"""Square codes within a page: for a telephone's camera."""

from typing import Any


def square(words: str) -> dict[str, Any]:
    """The square code of an address, as the outline of one drawing in modules: `size`, `path`."""
    # Not loaded at start: only a few pages have one.
    import segno

    rows = list(segno.make_qr(words, error="m").matrix_iter(border=4))
    path = "".join(
        f"M{across} {down}h1v1h-1z"
        for down, row in enumerate(rows)
        for across, dark in enumerate(row)
        if dark
    )
    return {"size": len(rows), "path": path}
