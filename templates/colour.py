"""The municipality's own colour, made readable (WCAG 2.2, 1.4.3: contrast of at least 4.5)."""

import colorsys
import re
from functools import lru_cache

READABLE = 4.5
OWN = "#0B5A5E"
"""The colour our own drawings are kept in, until a town's takes its place."""
WHITE = "#FFFFFF"
DARK_PAGE = "#14181B"
ON_BRAND_DARK = "#0E1416"
BRAND = re.compile(r"(--brand:\s*)#[0-9A-Fa-f]{6}")
HEX = re.compile(r"#[0-9A-Fa-f]{6}")


def _channels(colour: str) -> tuple[float, float, float]:
    if not HEX.fullmatch(colour):
        raise ValueError(f"not a colour of the form #RRGGBB: {colour!r}")
    red, green, blue = bytes.fromhex(colour[1:])
    return red / 255, green / 255, blue / 255


def luminance(colour: str) -> float:
    """Relative luminance, 0 for black to 1 for white, as WCAG 2.2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _moved(colour: str, step: float, grounds: tuple[str, ...]) -> str:
    """The same hue and saturation, lighter or darker, until it is readable on every ground."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    made = colour.upper()
    while min(contrast(made, ground) for ground in grounds) < READABLE:
        lightness = min(1.0, max(0.0, lightness + step))
        parts = colorsys.hls_to_rgb(hue, lightness, saturation)
        made = "#" + "".join(f"{round(part * 255):02X}" for part in parts)
    return made


@lru_cache(maxsize=16)
def readable(colour: str) -> tuple[str, str]:
    """The colour for the light and for the dark page, changed in lightness alone.

    Raises ValueError when `colour` is not written #RRGGBB.
    """
    light = _moved(colour, -0.005, (WHITE,))
    dark = _moved(colour, 0.005, (DARK_PAGE, ON_BRAND_DARK))
    return light, dark


def stylesheet(css: str, colour: str) -> str:
    """site.css with the profile's colour: the first `--brand` is the light one, the others dark."""
    light, dark = readable(colour)
    css = BRAND.sub(rf"\g<1>{dark}", css)
    return BRAND.sub(rf"\g<1>{light}", css, count=1)


def drawing(svg: str, colour: str) -> str:
    """One of our own drawings with the profile's colour in the place of ours."""
    return svg.replace(OWN, readable(colour)[0])
