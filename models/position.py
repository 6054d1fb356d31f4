"""Where somebody stands, as her own device says it: degrees of WGS 84, stored in millionths."""

MILLION = 1_000_000


def micro(degrees: str, *, most: int) -> int | None:
    """Degrees as text in millionths; None for what is no number between -`most` and `most`."""
    try:
        value = float(degrees)
    except ValueError:
        return None
    return round(value * MILLION) if -most <= value <= most else None


def within(bounds: tuple[float, float, float, float] | None, latitude: int, longitude: int) -> bool:
    """Whether a position lies in the municipality: south, west, north and east end, in degrees.

    Everywhere is within a municipality that has not said where it ends.
    """
    if bounds is None:
        return True
    south, west, north, east = (round(end * MILLION) for end in bounds)
    return south <= latitude <= north and west <= longitude <= east


def shown(latitude: int, longitude: int) -> str:
    """As maps and phones read it: 59.123456,18.123456 (a geo: address without its scheme)."""
    return f"{latitude / MILLION:.6f},{longitude / MILLION:.6f}"
