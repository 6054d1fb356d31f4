"""A municipality's own mark: an SVG or PNG that cannot run, fetch or tell anything."""

import re
import struct
from xml.etree import ElementTree as ET

from pydantic import BaseModel

from models.errors import Invalid
from models.profile import LARGEST_LOGO

PNG = b"\x89PNG\r\n\x1a\n"
MOST_PIXELS = 1024
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
PAINT = {"linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask"}
DRAWING = SHAPES | PAINT | {"svg", "g", "defs", "symbol", "use", "title", "desc"}
"""Elements that draw. What is not here cannot stand in a logo: script, style, text, image."""
_HREF = re.compile(r"(\{http://www\.w3\.org/1999/xlink\})?href")
_REFERS = re.compile(r"url\(\s*['\"]?(?!#)", re.IGNORECASE)
_NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?:px)?")


class Mark(BaseModel):
    """One logo, checked: its bytes, what they are, and how wide and high they want to be."""

    media: str
    width: int
    height: int
    content: bytes


def read_mark(content: bytes) -> Mark:
    """The mark in a file's bytes.

    Raises Invalid("logo", code): large, unreadable, script, reference, size.
    """
    if len(content) > LARGEST_LOGO:
        raise Invalid("logo", "large", most=LARGEST_LOGO)
    if content.startswith(PNG):
        return _png(content)
    return _svg(content)


def _png(content: bytes) -> Mark:
    if content[12:16] != b"IHDR" or len(content) < 33:
        raise Invalid("logo", "unreadable")
    width, height = struct.unpack(">II", content[16:24])
    if not 0 < width <= MOST_PIXELS or not 0 < height <= MOST_PIXELS:
        raise Invalid("logo", "size", most=MOST_PIXELS)
    return Mark(media="image/png", width=width, height=height, content=content)


def _svg(content: bytes) -> Mark:
    # Without declarations there are no entities, and so no bombs and no files from elsewhere.
    if re.search(rb"<!\s*(?:DOCTYPE|ENTITY|\[)|<\?(?!xml\s)", content, re.IGNORECASE):
        raise Invalid("logo", "script")
    try:
        root = ET.fromstring(content)  # noqa: S314  # nothing is declared, see above
    except ET.ParseError:
        raise Invalid("logo", "unreadable") from None
    if root.tag != f"{SVG}svg":
        raise Invalid("logo", "unreadable")
    for element in root.iter():
        if str(element.tag).removeprefix(SVG) not in DRAWING:
            raise Invalid("logo", "script")
        for name, value in element.attrib.items():
            if name.lower().startswith("on") or name == "style":
                raise Invalid("logo", "script")
            if _REFERS.search(value) or (_HREF.fullmatch(name) and not value.startswith("#")):
                raise Invalid("logo", "reference")
    width, height = _extent(root)
    return Mark(media="image/svg+xml", width=width, height=height, content=content)


def _extent(root: ET.Element) -> tuple[int, int]:
    """How large the drawing wants to be, from its view box, else from its own size."""
    box = root.get("viewBox", "").replace(",", " ").split()
    found = box[2:] if len(box) == 4 else [root.get("width", ""), root.get("height", "")]
    sizes = [_NUMBER.fullmatch(one) for one in found]
    if not all(sizes):
        raise Invalid("logo", "size", most=MOST_PIXELS)
    width, height = (round(float(one[1])) for one in sizes if one)
    if not 0 < width <= MOST_PIXELS or not 0 < height <= MOST_PIXELS:
        raise Invalid("logo", "size", most=MOST_PIXELS)
    return width, height
