"""Everything we know of a person as one file: a zip with data for programs and a page for people.

Written piece by piece into a file without a name, so that ten thousand letters take no more memory
than two hundred, and nothing is left on the disk (spec T06). Both read without a network.
"""

import json
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import IO, Any, BinaryIO

from sqlmodel import Session

import templates
from models import own_record
from models.attachment import files
from models.attachment.kinds import Media
from models.calendar import local, now
from models.database import transaction
from models.errors import NotFound
from models.own_part import CHUNK, Fields, Part, Whose

STYLE = Path(__file__).with_name("static") / "site.css"
DATA, PAGE = "data.json", "index.html"
PAGE_STYLE, FOLDER = "page.css", "files"

_ENDINGS = {Media.JPEG: ".jpg", Media.PNG: ".png", Media.WEBP: ".webp", Media.PDF: ".pdf"}
_WORDS = frozenset({"words", "first_words", "waiting_words", "question", "reasons"})
"""Fields that hold whole texts."""
_MILLIONTHS = ("latitude", "longitude")


def make(person_id: int, site_name: str, language: str) -> BinaryIO:
    """The finished file, open from its beginning; gone when it is closed. Raises Busy."""
    made = files.incoming()
    try:
        with (
            transaction(write=False) as session,
            zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            _Writing(session, archive, person_id).write(site_name, language)
    except BaseException:
        made.close()
        raise
    made.seek(0)
    return made


class _Writing:
    """One archive on its way, in one reading transaction: all of it is of the same moment."""

    def __init__(self, session: Session, archive: zipfile.ZipFile, person_id: int) -> None:
        self._session = session
        self._archive = archive
        self._whose: Whose = own_record.of(session, person_id)
        self._files: list[str] = []
        """Where each photo and document lies in the archive."""

    def write(self, site_name: str, language: str) -> None:
        with self._archive.open(DATA, "w") as out:
            self._data(out)
        with self._archive.open(PAGE, "w") as out:
            self._page(out, site_name, language)
        self._archive.write(STYLE, PAGE_STYLE)
        for place in self._files:
            self._file(place)

    def _data(self, out: IO[bytes]) -> None:
        out.write(f'{{"made_at": {json.dumps(_said("made_at", now()))}'.encode())
        for part in own_record.PARTS:
            out.write(f',\n"{part.name}": ['.encode())
            for number, fields in enumerate(self._rows(part)):
                self._files += [file["file"] for file in fields.get("files", [])]
                line = json.dumps(_plain(fields), ensure_ascii=False)
                out.write(f"{',' if number else ''}\n{line}".encode())
            out.write(b"]")
        out.write(b"}\n")

    def _page(self, out: IO[bytes], site_name: str, language: str) -> None:
        said = {"site_name": site_name, "made_at": now(), "style": PAGE_STYLE, "data": DATA}
        out.write(templates.render("own/_record_head.html", language, **said).encode())
        for part in own_record.PARTS:
            rows = self._rows(part)
            first = True
            while some := [_shown(fields) for fields in islice(rows, CHUNK)]:
                said = {"part": part.name, "rows": some, "first": first}
                out.write(templates.render("own/_record_rows.html", language, **said).encode())
                first = False
        out.write(templates.render("own/_record_foot.html", language).encode())

    def _rows(self, part: Part) -> Iterator[Fields]:
        for fields in part.read(self._session, self._whose):
            for one in fields.get("files", []):
                one["file"] = f"{FOLDER}/{one['file']}{_ENDINGS[one['media']]}"
            yield fields

    def _file(self, place: str) -> None:
        try:
            kept = files.opened(Path(place).stem, small=False)
        except NotFound:
            # Disposed of by a rule between two looks, or never finished: it stands in the list.
            return
        with kept, self._archive.open(place, "w") as out:
            shutil.copyfileobj(kept, out)


def _is_moment(name: str) -> bool:
    return name == "at" or name.endswith(("_at", "_since", "_until"))


def _said(name: str, value: Any) -> Any:
    """A value as data says it: an instant with its zone, a position in degrees, a code."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        if _is_moment(name):
            return local(value).isoformat()
        if name in _MILLIONTHS:
            return value / 1_000_000
    return value


def _plain(fields: Fields) -> dict[str, Any]:
    return {
        name: [_plain(one) for one in value] if isinstance(value, list) else _said(name, value)
        for name, value in fields.items()
    }


def _shown(fields: Fields) -> dict[str, Any]:
    """A row for people: what it is called, short facts, whole texts, and what lies below; nothing
    that is empty.
    """
    facts, texts, below = [], [], []
    title = fields.get("title") or ""
    for name, value in fields.items():
        if value is None or value in ("", []):
            continue
        if name == "title":
            continue
        if isinstance(value, list):
            below.append((name, [_shown(one) for one in value]))
        elif name in _WORDS:
            texts.append((name, value))
        elif _is_moment(name) or isinstance(value, date):
            facts.append((name, "day", value))
        elif isinstance(value, bool):
            facts.append((name, "flag", value))
        else:
            facts.append((name, "code" if isinstance(value, Enum) else "", _said(name, value)))
    return {"title": title, "facts": facts, "texts": texts, "below": below}
