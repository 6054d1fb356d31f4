"""A copy of a case as one file: a page, its photos and documents, and a list of what is in it.

Made from what the copy shows and from nothing else, so that what is covered is nowhere in it.
"""

import json
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import templates
from models.attachment import files
from models.attachment.kinds import Media
from models.calendar import local
from models.errors import NotFound
from models.register.covering import plain

STYLE = Path(__file__).with_name("static") / "site.css"
INDEX, PAGE, PAGE_STYLE = "index.json", "index.html", "page.css"
ENDINGS = {Media.JPEG: ".jpg", Media.PNG: ".png", Media.WEBP: ".webp", Media.PDF: ".pdf"}


def make(copy: Mapping[str, Any], language: str) -> BinaryIO:
    """The finished file, open from its beginning; gone when it is closed. Raises Busy."""
    made = files.incoming()
    try:
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            _write(archive, copy, language)
    except BaseException:
        made.close()
        raise
    made.seek(0)
    return made


def _write(archive: zipfile.ZipFile, copy: Mapping[str, Any], language: str) -> None:
    listed: list[dict[str, Any]] = []
    for number, one in enumerate(copy["course"], 1):
        told: dict[str, Any] = {
            "at": local(one["at"]).isoformat(timespec="seconds"),
            "what": one["told"],
            "by": one["role"],
            "texts": [],
            "files": [],
        }
        for part in one["parts"]:
            place = f"texts/{number:03d}-{part['key']}.txt"
            archive.writestr(place, plain(part["pieces"]))
            told["texts"].append(place)
        for sheet in one["sheets"]:
            place = _place(sheet)
            if not sheet["provision"] and _file(archive, sheet["name"], place):
                told["files"].append(place)
        listed.append(told)
    about = {part["key"]: plain(part["pieces"]) for part in copy["about"]}
    covered = [{"provision": why, "places": count} for why, count in copy["covers"]]
    index = {
        "reference": copy["reference"],
        "register_number": copy["number"] or None,
        "volume": copy["volume"],
        "about": about,
        "events": listed,
        "covered": covered,
    }
    archive.writestr(INDEX, json.dumps(index, ensure_ascii=False, indent=1))
    page = {**copy, "style": PAGE_STYLE, "places": _place}
    archive.writestr(PAGE, templates.render("casework/dossier_file.html", language, **page))
    archive.write(STYLE, PAGE_STYLE)


def _place(sheet: Mapping[str, Any]) -> str:
    return f"files/{sheet['key']}{ENDINGS[Media(sheet['media'])]}"


def _file(archive: zipfile.ZipFile, name: str, place: str) -> bool:
    try:
        kept = files.opened(name, small=False)
    except NotFound:
        # Disposed of by a rule between two looks: the list leaves it out.
        return False
    with kept, archive.open(place, "w") as out:
        shutil.copyfileobj(kept, out)
    return True
