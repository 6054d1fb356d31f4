"""A picture of ours with a part of it covered: what stood there is in no byte of what is written.

The squares, numbers of a grid row by row from 1, stand between commas behind the limits.
"""

import sys
from typing import BinaryIO

from PIL import Image

from models.attachment.kinds import SQUARES, Media
from models.attachment.worker.frame import Report, run
from models.attachment.worker.pictures import FORMATS, written

BLACK = {"RGB": (0, 0, 0), "RGBA": (0, 0, 0, 255)}
"""Opaque in both kinds of pixels that are kept."""


def make(source: BinaryIO, media: Media, big: BinaryIO, small: BinaryIO) -> Report:
    """Write both sizes with the squares covered: the small one is made of the covered large one."""
    kept = Image.open(source, formats=[FORMATS[media]])
    kind = "RGBA" if kept.mode == "RGBA" else "RGB"
    image = Image.new(kind, kept.size)
    image.paste(kept.convert(kind))
    for square in sys.argv[7].split(","):
        image.paste(BLACK[kind], box(int(square), *image.size))
    return written(image, big, small)


def box(square: int, width: int, height: int) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a square, in pixels: outwards where they do not come out even,
    so that no line of the picture is left between two.
    """
    row, column = divmod(square - 1, SQUARES)
    return (
        column * width // SQUARES,
        row * height // SQUARES,
        -(-(column + 1) * width // SQUARES),
        -(-(row + 1) * height // SQUARES),
    )


if __name__ == "__main__":
    run(make)
