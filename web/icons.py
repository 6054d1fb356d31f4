"""Our icons in the town's colour: PNGs of sixteen steps, of which only the palette is rewritten."""

import struct
import zlib

PALETTE = b"PLTE"


def painted(png: bytes, ground: str, mark: str) -> bytes:
    """The picture with its darkest step in `ground`, its lightest in `mark`, both #RRGGBB.

    Raises ValueError for a picture without a palette.
    """
    start = png.find(PALETTE)
    if start < 0:
        raise ValueError("no palette")
    length: int = struct.unpack(">I", png[start - 4 : start])[0]
    chunk = PALETTE + _steps(ground, mark, length // 3)
    check = struct.pack(">I", zlib.crc32(chunk))
    return png[:start] + chunk + check + png[start + 4 + length + 4 :]


def _steps(ground: str, mark: str, count: int) -> bytes:
    low, high = bytes.fromhex(ground[1:]), bytes.fromhex(mark[1:])
    return bytes(
        round(one + (other - one) * step / (count - 1))
        for step in range(count)
        for one, other in zip(low, high, strict=True)
    )
