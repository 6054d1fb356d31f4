"""Pictures and documents as strangers send them: honest ones, and every trick we know."""

import hashlib
import io
import struct
import zlib

from PIL import Image, PngImagePlugin
from PIL.ExifTags import GPS, IFD, Base
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from models.attachment import files
from models.attachment.kinds import Media
from models.attachment.workshop import Stored

MARK = "Zq7Planted"
"""Stands in every note of a planted file, and may stand in nothing that is kept."""


def saved(image: Image.Image, format: str = "JPEG", **options) -> bytes:
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def photo(width: int = 320, height: int = 240, format: str = "JPEG", **options) -> bytes:
    """A small landscape: sky over earth, so that upright can be told from turned."""
    return saved(landscape(width, height), format, **options)


def landscape(width: int = 320, height: int = 240) -> Image.Image:
    image = Image.new("RGB", (width, height), (60, 120, 220))
    image.paste((110, 70, 30), (0, height // 2, width, height))
    # A red mark in the upper left corner: mirrored is not upright either.
    image.paste((220, 20, 20), (0, 0, width // 4, height // 4))
    return image


def turned(orientation: int) -> bytes:
    """The same landscape as a camera held otherwise stores it: `orientation` says how to turn it."""
    back = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    image = landscape() if back is None else landscape().transpose(back)
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    return saved(image, exif=exif)


def notes() -> Image.Exif:
    """Exif with a mark in every kind of note: who, what with, where, and a small picture."""
    exif = Image.Exif()
    for tag in (Base.Make, Base.Model, Base.Software, Base.Artist, Base.Copyright):
        exif[tag] = MARK
    exif[Base.ImageDescription] = MARK
    exif.get_ifd(IFD.Exif)[Base.UserComment] = MARK.encode()
    exif.get_ifd(IFD.Exif)[Base.BodySerialNumber] = MARK
    exif.get_ifd(IFD.GPSInfo).update(
        {GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: (57.0, 42.0, 1.5), GPS.GPSAreaInformation: MARK}
    )
    return exif


def xmp() -> bytes:
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>{MARK}</rdf></x:xmpmeta>'.encode()


def planted_jpeg() -> bytes:
    """Exif, XMP, IPTC, a comment, a second picture with its own notes behind the end."""
    made = photo(exif=notes(), comment=MARK.encode(), xmp=xmp())
    iptc = (
        b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", 15) + b"\x1c\x02\x50\x00\x0a"
    )
    return _segment(made, 0xED, iptc + MARK.encode()) + photo(64, 48, exif=notes())


def _segment(jpeg: bytes, marker: int, content: bytes) -> bytes:
    return (
        jpeg[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content + jpeg[2:]
    )


def planted_png() -> bytes:
    """tEXt, zTXt, iTXt, eXIf, tIME, and a chunk of its own."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", MARK)
    info.add_text("Comment", MARK, zip=True)
    info.add_itxt("XML:com.adobe.xmp", xmp().decode())
    info.add(b"teXt", MARK.encode())
    return photo(format="PNG", pnginfo=info, exif=notes())


def planted_webp() -> bytes:
    return photo(format="WEBP", exif=notes(), xmp=xmp())


def chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def png_of(width: int, height: int, *, depth: int = 1, colour: int = 0) -> bytes:
    """A PNG that says how large it is, without ever having been that large in memory."""
    lines = zlib.compress(b"\0" * ((width * depth + 7) // 8 + 1) * height, 9)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")
    )


def png_with_text_of(size: int, kind: bytes) -> bytes:
    """A small picture with a text that unpacks to `size` bytes."""
    packed = zlib.compress(b"A" * size, 9)
    content = b"Comment\0\0" + packed if kind == b"zTXt" else b"Comment\0\1\0\0\0" + packed
    small = png_of(8, 8)
    at = small.index(b"IDAT") - 4
    return small[:at] + chunk(kind, content) + small[at:]


def jpeg_of(width: int, height: int) -> bytes:
    """A small JPEG whose header says another size."""
    small = bytearray(photo(16, 16))
    at = small.index(b"\xff\xc0") + 5
    small[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(small)


def moving(format: str, frames: int) -> bytes:
    images = [Image.new("RGB", (16, 16), (n % 256, 0, 0)) for n in range(frames)]
    return saved(images[0], format, save_all=True, append_images=images[1:], duration=10)


def cmyk_with_a_broken_profile() -> bytes:
    return saved(
        Image.new("CMYK", (64, 64), (0, 200, 200, 0)), icc_profile=b"\0\0\2\x0cnonsense" * 40
    )


def document(words: str = "Blankett") -> PdfWriter:
    """One page that says something, and a note of everything that a document can carry."""
    writer = PdfWriter()
    page = writer.add_blank_page(300, 200)
    content = StreamObject()
    content.set_data(f"BT /F1 12 Tf 20 150 Td ({words}) Tj ET".encode())
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    page[NameObject("/Contents")] = writer._add_object(content)
    return writer


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def plain_pdf(words: str = "Blankett") -> bytes:
    return written(document(words))


def planted_pdf() -> bytes:
    """Scripts at opening and in a button, an embedded file, metadata twice, a filled field, a link."""
    writer = document()
    writer.add_metadata({"/Author": MARK, "/Title": MARK})
    writer.add_attachment(f"{MARK}.exe", MARK.encode())
    root, page = writer.root_object, writer.pages[0]
    about = StreamObject()
    about.set_data(xmp())
    root[NameObject("/Metadata")] = writer._add_object(about)
    script = _dictionary(S="/JavaScript", JS=MARK)
    root["/Names"][NameObject("/JavaScript")] = DictionaryObject(
        {NameObject("/Names"): ArrayObject([TextStringObject(MARK), script])}
    )
    root[NameObject("/OpenAction")] = script
    page[NameObject("/AA")] = _dictionary(O=_dictionary(S="/Launch", F=MARK))
    look = StreamObject()
    look.set_data(b"0 0 1 rg 0 0 100 20 re f")
    look.update(_dictionary(Type="/XObject", Subtype="/Form", BBox=_box(0, 0, 100, 20)))
    field = _dictionary(
        Type="/Annot", Subtype="/Widget", FT="/Tx", T=MARK, Rect=_box(20, 20, 120, 40), A=script
    )
    field[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(look)})
    note = _dictionary(
        Type="/Annot", Subtype="/Text", Contents=MARK, T=MARK, Rect=_box(0, 0, 20, 20)
    )
    good = _link("https://example.org/", 60)
    bad = _link(f"javascript:{MARK}", 90)
    added = [writer._add_object(one) for one in (field, note, good, bad)]
    page[NameObject("/Annots")] = ArrayObject(added)
    root[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/Fields"): ArrayObject([added[0]])}
    )
    part = _dictionary(Type="/StructElem", S="/Annot")
    part[NameObject("/K")] = _dictionary(Type="/OBJR", Obj=added[1])
    root[NameObject("/StructTreeRoot")] = _dictionary(Type="/StructTreeRoot", K=part)
    picture = StreamObject()
    picture._data = planted_jpeg()
    picture.update(
        _dictionary(Type="/XObject", Subtype="/Image", Filter="/DCTDecode", ColorSpace="/DeviceRGB")
    )
    for name, number in (("Width", 320), ("Height", 240), ("BitsPerComponent", 8)):
        picture[NameObject(f"/{name}")] = NumberObject(number)
    page["/Resources"][NameObject("/XObject")] = DictionaryObject(
        {NameObject("/Im0"): writer._add_object(picture)}
    )
    return written(writer)


def locked_pdf() -> bytes:
    writer = document()
    writer.encrypt("", "owner", algorithm="RC4-40")
    return written(writer)


def _link(address: str, at: int) -> DictionaryObject:
    link = _dictionary(Type="/Annot", Subtype="/Link", Rect=_box(0, at, 50, at + 20))
    link[NameObject("/A")] = DictionaryObject(
        {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject(address)}
    )
    return link


def _box(*sides: int) -> ArrayObject:
    return ArrayObject([FloatObject(side) for side in sides])


def _dictionary(**entries) -> DictionaryObject:
    made = DictionaryObject()
    for name, value in entries.items():
        if isinstance(value, str):
            kind = NameObject if value.startswith("/") else TextStringObject
            made[NameObject(f"/{name}")] = kind(value)
        else:
            made[NameObject(f"/{name}")] = value
    return made


def laid(words: str) -> Stored:
    """A document of one page that lies in the folder, without having been read by anybody."""
    content = plain_pdf(words)
    with files.drafts() as (big, _small):
        big.write(content)
        big.flush()
        name = files.fresh_name()
        files.keep(name, big, None)
    return Stored(name, Media.PDF, len(content), hashlib.sha256(content).hexdigest())
