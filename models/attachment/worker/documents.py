"""A document written anew: what is drawn on its pages, and nothing that acts or tells of anybody.

Scripts, actions, embedded files, forms and notes about authors and programs are left out. What a
filled form shows is drawn on the page, so that it can be read as before. What helps a screen reader
(structure, language) stays.
"""

import re
from typing import Any, BinaryIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    StreamObject,
)

from models.attachment.kinds import Media, Unfit
from models.attachment.worker.frame import Report, run
from models.attachment.worker.jpeg import without_notes

OF_THE_DOCUMENT = frozenset(
    {"/Type", "/Pages", "/Lang", "/StructTreeRoot", "/MarkInfo", "/OCProperties", "/PageLabels"}
)
OF_A_PAGE = frozenset(
    {
        *("/Type", "/Parent", "/Resources", "/Contents", "/Group", "/Rotate", "/UserUnit"),
        *("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/StructParents", "/Tabs"),
        "/Annots",
    }
)
OF_A_LINK = frozenset({"/Type", "/Subtype", "/Rect", "/Border", "/StructParent", "/QuadPoints"})
NOWHERE = frozenset(
    {
        *("/AA", "/OpenAction", "/JS", "/JavaScript", "/AcroForm", "/XFA", "/Launch", "/Names"),
        *("/EmbeddedFiles", "/EF", "/AF", "/RichMediaContent", "/RichMediaSettings"),
        *("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/Info"),
    }
)
DRAWN = frozenset(
    {
        *("/Widget", "/FreeText", "/Stamp", "/Ink", "/Highlight", "/Underline", "/StrikeOut"),
        *("/Squiggly", "/Square", "/Circle", "/Line", "/Polygon", "/PolyLine", "/Caret"),
    }
)
HIDDEN = 0b100010
"""Annotation flags: Hidden and NoView (ISO 32000-1, table 165)."""
ADDRESS = re.compile(r"(https?://|mailto:|tel:)[^\x00-\x20]{1,2000}")


def make(source: BinaryIO, _media: Media, big: BinaryIO, _small: BinaryIO) -> Report:
    """Write the document anew. Raises Unfit `encrypted` for one that is locked."""
    reader = PdfReader(source, strict=False)
    if reader.is_encrypted:
        raise Unfit("encrypted")
    writer = PdfWriter(clone_from=reader)
    if not writer.pages:
        raise Unfit("unreadable")
    writer.pdf_header = "%PDF-1.7"
    writer.metadata = None
    _keep_only(writer.root_object, OF_THE_DOCUMENT)
    for page in writer.pages:
        _flatten(writer, page)
        _keep_only(page, OF_A_PAGE)
    for stored in list(writer._objects):  # noqa: SLF001  # every object, whoever points at it
        _scrub(stored, 0)
    writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
    writer.write(big)
    return {"media": Media.PDF.value, "width": None, "height": None}


def _keep_only(dictionary: DictionaryObject, names: frozenset[str]) -> None:
    for name in [name for name in dictionary if name not in names]:
        del dictionary[name]


def _scrub(thing: Any, depth: int) -> None:
    """Take out whatever acts or tells of anybody, wherever it stands."""
    if depth > 50:
        raise Unfit("unreadable")
    if isinstance(thing, StreamObject) and _is_jpeg(thing):
        thing._data = without_notes(thing._data)  # noqa: SLF001  # as it stands in the file
    if isinstance(thing, DictionaryObject):
        for name in NOWHERE & thing.keys():
            del thing[name]
        if _is_script(thing.get("/A")):
            del thing["/A"]
        for value in list(thing.values()):
            _scrub(value, depth + 1)
    elif isinstance(thing, ArrayObject):
        for value in thing:
            _scrub(value, depth + 1)


def _is_jpeg(stream: StreamObject) -> bool:
    return stream.get("/Filter") in ("/DCTDecode", ["/DCTDecode"])


def _is_script(action: Any) -> bool:
    """Anything that a press would do but open an address."""
    found = action.get_object() if action is not None else None
    return isinstance(found, DictionaryObject) and found.get("/S", "/URI") != "/URI"


def _flatten(writer: PdfWriter, page: Any) -> None:
    """Links to addresses stay; what else lies on the page is drawn on it, or goes."""
    links, drawing = ArrayObject(), []
    for reference in page.get("/Annots", ArrayObject()).get_object():
        note = reference.get_object()
        if not isinstance(note, DictionaryObject):
            continue
        if note.get("/Subtype") == "/Link" and (address := _address(note)):
            _keep_only(note, OF_A_LINK)
            note[NameObject("/A")] = DictionaryObject(
                {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): address}
            )
            links.append(reference)
            continue
        if note.get("/Subtype") in DRAWN and not int(note.get("/F", 0)) & HIDDEN:
            drawing += _drawn(page, note)
        # The structure may still point at it: it is emptied, not only let go.
        note.clear()
    page[NameObject("/Annots")] = links
    if drawing:
        _draw(writer, page, drawing)


def _address(link: DictionaryObject) -> Any:
    action = link.get("/A")
    found = action.get_object() if action is not None else None
    if not isinstance(found, DictionaryObject) or found.get("/S") != "/URI":
        return None
    address = found.get("/URI")
    address = address.get_object() if address is not None else None
    return address if ADDRESS.fullmatch(str(address)) else None


def _drawn(page: Any, note: DictionaryObject) -> list[str]:
    """What draws a note's appearance where the note lies (ISO 32000-1, 12.5.5)."""
    looks = note.get("/AP", DictionaryObject()).get_object().get("/N")
    look = looks.get_object() if looks is not None else None
    if not isinstance(look, StreamObject) and isinstance(look, DictionaryObject):
        state = look.get(str(note.get("/AS", "/Off")))
        looks = state
        look = state.get_object() if state is not None else None
    if not isinstance(look, StreamObject) or "/BBox" not in look or "/Rect" not in note:
        return []
    left, low, right, high = _box(_numbers(look["/BBox"]), look.get("/Matrix"))
    x, y, x2, y2 = _sorted(_numbers(note["/Rect"]))
    if right <= left or high <= low:
        return []
    wide, tall = (x2 - x) / (right - left), (y2 - y) / (high - low)
    name = f"/Drawn{look.indirect_reference.idnum if look.indirect_reference else id(look)}"
    resources = page.setdefault(NameObject("/Resources"), DictionaryObject()).get_object()
    pictures = resources.setdefault(NameObject("/XObject"), DictionaryObject()).get_object()
    look[NameObject("/Type")], look[NameObject("/Subtype")] = (
        NameObject("/XObject"),
        NameObject("/Form"),
    )
    pictures[NameObject(name)] = look.indirect_reference or look
    numbers = (wide, 0, 0, tall, x - left * wide, y - low * tall)
    return [f"q {' '.join(f'{number:.5f}' for number in numbers)} cm {name} Do Q"]


def _numbers(array: Any) -> list[float]:
    return [float(number) for number in array]


def _box(box: list[float], matrix: Any) -> list[float]:
    """The smallest upright box round a box that its matrix has turned."""
    left, low, right, high = _sorted(box)
    a, b, c, d, e, f = (float(n) for n in matrix) if matrix is not None else (1, 0, 0, 1, 0, 0)
    corners = [(left, low), (left, high), (right, low), (right, high)]
    across = [a * x + c * y + e for x, y in corners]
    up = [b * x + d * y + f for x, y in corners]
    return [min(across), min(up), max(across), max(up)]


def _sorted(box: list[float]) -> list[float]:
    left, low, right, high = box
    return [min(left, right), min(low, high), max(left, right), max(low, high)]


def _draw(writer: PdfWriter, page: Any, drawing: list[str]) -> None:
    before, after = DecodedStreamObject(), DecodedStreamObject()
    before.set_data(b"q\n")
    after.set_data(("\nQ\n" + "\n".join(drawing) + "\n").encode("ascii"))
    old = page.get("/Contents")
    found = old.get_object() if old is not None else ArrayObject()
    middle = list(found) if isinstance(found, ArrayObject) else [old]
    page[NameObject("/Contents")] = ArrayObject(
        [writer._add_object(before), *middle, writer._add_object(after)]  # noqa: SLF001
    )


if __name__ == "__main__":
    run(make)
