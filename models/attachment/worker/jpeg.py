"""The photographs inside a document, without what their cameras wrote into them."""

SCAN, COMMENT = 0xDA, 0xFE
END = b"\xff\xd9"
"""Never within pixels: there a 255 is followed by a zero."""
NOTES = frozenset({*range(0xE1, 0xEE), 0xEF, COMMENT})
"""Exif, XMP, IPTC, profiles and comments. The first says the density, the 15th (Adobe's, 0xEE) how
the colours are meant: both are needed to draw the picture.
"""


def without_notes(picture: bytes) -> bytes:
    """The same pixels, the same bytes of them. What is no JPEG goes back as it came."""
    if not picture.startswith(b"\xff\xd8"):
        return picture
    kept, at = [picture[:2]], 2
    while at + 4 <= len(picture) and picture[at] == 0xFF:
        marker = picture[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        end = at + 2 + int.from_bytes(picture[at + 2 : at + 4], "big")
        if marker == SCAN:
            # From here on there are pixels. What some telephones hang behind the end has notes too.
            last = picture.find(END, at)
            return b"".join([*kept, picture[at : last + 2 if last >= 0 else None]])
        if marker not in NOTES:
            kept.append(picture[at:end])
        at = end
    return picture
