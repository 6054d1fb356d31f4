"""What strangers send is read in a process of its own and made anew (T24, T36, F32)."""

import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from models.attachment import files, workshop
from models.attachment.kinds import Media, Unfit
from models.attachment.workshop import Stored, take_in
from models.errors import Busy
from tests import pictures
from tests.house.source import ROOT

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def _own_folder(town):
    """Every file of a test lies in its own town."""


def taken(sent: bytes) -> Stored:
    with files.incoming() as upload:
        upload.write(sent)
        upload.flush()
        return take_in(upload)


def kept(stored: Stored, *, small: bool = False) -> bytes:
    with files.opened(stored.name, small=small) as file:
        return file.read()


def both(stored: Stored) -> list[bytes]:
    return [kept(stored), kept(stored, small=True)]


def refused(sent: bytes) -> str:
    with pytest.raises(Unfit) as error:
        taken(sent)
    return error.value.code


def lying(town) -> list[str]:
    return [path.name for path in (town.data / "files").rglob("*") if path.is_file()]


def test_a_photo_is_kept_in_two_sizes(town):
    stored = taken(pictures.photo(4000, 3000))
    assert (stored.media, stored.width, stored.height) == (Media.JPEG, 2400, 1800)
    large, small = (Image.open(io.BytesIO(one)) for one in both(stored))
    assert (large.size, small.size) == ((2400, 1800), (800, 600))
    assert stored.size == len(kept(stored))
    assert sorted(lying(town)) == [stored.name, f"{stored.name}.small"]


def test_a_small_photo_is_not_made_larger():
    stored = taken(pictures.photo(90, 60))
    assert [Image.open(io.BytesIO(one)).size for one in both(stored)] == [(90, 60), (90, 60)]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_however_the_camera_was_held_the_photo_stands_upright(orientation):
    for one in both(taken(pictures.turned(orientation))):
        image = Image.open(io.BytesIO(one)).convert("RGB")
        assert image.size == (320, 240)
        red, blue, brown = (image.getpixel(at) for at in ((20, 20), (300, 20), (160, 220)))
        assert red[0] > 180 > red[2], "the upper left corner"
        assert blue[2] > 180 > blue[0], "the sky"
        assert brown[0] > brown[2], "the earth"


@pytest.mark.parametrize("planted", ["jpeg", "png", "webp"])
def test_nothing_but_pixels_is_kept(planted):
    sent = getattr(pictures, f"planted_{planted}")()
    assert pictures.MARK.encode() in sent
    for one in both(taken(sent)):
        image = Image.open(io.BytesIO(one))
        assert dict(image.getexif()) == {}
        assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & image.info.keys()
        for trace in (pictures.MARK.encode(), b"Exif", b"adobe", b"Photoshop", b"GPS", b"tEXt"):
            assert trace not in one


def test_what_is_transparent_stays_so_and_what_is_not_becomes_a_photo():
    clear = Image.new("RGBA", (64, 64), (200, 0, 0, 0))
    stored = taken(pictures.saved(clear, "PNG"))
    assert stored.media is Media.WEBP
    assert Image.open(io.BytesIO(kept(stored))).getextrema()[3] == (0, 0)
    clear.putalpha(255)
    assert taken(pictures.saved(clear, "PNG")).media is Media.JPEG


@pytest.mark.parametrize(
    ("mode", "format"),
    [("1", "PNG"), ("L", "JPEG"), ("LA", "PNG"), ("P", "PNG"), ("I;16", "PNG"), ("CMYK", "JPEG")],
)
def test_every_kind_of_pixel_is_read(mode, format):
    picture = Image.new(mode, (40, 30))
    assert (taken(pictures.saved(picture, format)).width) == 40


def test_colours_are_those_the_sender_saw_and_a_broken_profile_is_none():
    stored = taken(pictures.cmyk_with_a_broken_profile())
    red, green, blue = Image.open(io.BytesIO(kept(stored))).convert("RGB").getpixel((30, 30))
    assert red > 180 > green + blue - 60


BOMBS = {
    "30,000 by 30,000 of one bit": (lambda: pictures.png_of(30_000, 30_000), "too_many_pixels"),
    "a header that says 65,500": (lambda: pictures.jpeg_of(65_500, 65_500), "too_many_pixels"),
    "a zTXt of 200 MB": (lambda: pictures.png_with_text_of(200_000_000, b"zTXt"), "unreadable"),
    "an iTXt of 200 MB": (lambda: pictures.png_with_text_of(200_000_000, b"iTXt"), "unreadable"),
    "cut off": (lambda: pictures.photo(800, 600)[:4000], "unreadable"),
    "a PNG cut off": (lambda: pictures.photo(400, 300, "PNG")[:300], "unreadable"),
    "nothing": (lambda: b"", "unreadable"),
    "three bytes": (lambda: b"\xff\xd8\xff", "unreadable"),
    "a GIF of many pictures": (lambda: pictures.moving("GIF", 200), "unreadable"),
    "a TIFF": (lambda: pictures.photo(format="TIFF"), "unreadable"),
    "a BMP": (lambda: pictures.photo(format="BMP"), "unreadable"),
    "a Photoshop file": (lambda: b"8BPS\0\1" + b"\0" * 400, "unreadable"),
    "a FITS file": (lambda: b"SIMPLE  =                    T" + b" " * 3000, "unreadable"),
    "PostScript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n(a) run\n", "unreadable"),
    "SVG": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='a()'/>", "unreadable"),
    "HTML": (lambda: b"<!doctype html><script>a()</script>", "unreadable"),
    "HTML with a GIF's beginning": (lambda: b"GIF89a/*<script>*/=1;", "unreadable"),
    "a PNG behind HTML": (lambda: b"<p>" + pictures.photo(format="PNG"), "unreadable"),
    "a document behind a script": (lambda: b"a();" + pictures.plain_pdf(), "unreadable"),
    "a telephone's HEIC": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
    "a document that is locked": (pictures.locked_pdf, "encrypted"),
    "a document cut off": (lambda: pictures.plain_pdf()[:200], "unreadable"),
    "a document without a page": (lambda: b"%PDF-1.7\n%%EOF", "unreadable"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_cannot_be_read_is_refused_and_leaves_nothing(town, name):
    make, code = BOMBS[name]
    assert refused(make()) == code
    assert lying(town) == []


@pytest.mark.parametrize("format", ["WEBP", "PNG"])
def test_of_what_moves_the_first_picture_is_kept(format):
    stored = taken(pictures.moving(format, 300))
    assert getattr(Image.open(io.BytesIO(kept(stored))), "n_frames", 1) == 1


def test_what_hangs_behind_a_picture_is_gone():
    both_at_once = pictures.photo() + b"PK\x03\x04<script>alert(1)</script>" + pictures.plain_pdf()
    for one in both(taken(both_at_once)):
        assert b"script" not in one
        assert b"%PDF" not in one


def test_a_picture_that_needs_more_memory_than_there_is_kills_its_own_process_only(
    town, monkeypatch
):
    monkeypatch.setattr(workshop, "MEMORY", 140 * 1024 * 1024)
    assert refused(pictures.png_of(6_900, 6_900, depth=8, colour=6)) == "too_many_pixels"
    assert taken(pictures.photo()).width == 320, "the next one is read"
    assert len(lying(town)) == 2


def test_a_process_that_does_not_end_is_ended(town, monkeypatch, tmp_path):
    """With whatever it has started itself."""
    hanging, began = tmp_path / "hanging", tmp_path / "began"
    hanging.write_text(f"#!/bin/sh\nsleep 60 &\necho $$ $! > {began}\nwait\n")
    hanging.chmod(0o700)
    monkeypatch.setattr(workshop.sys, "executable", str(hanging))
    monkeypatch.setattr(workshop, "WALL_SECONDS", 1.0)
    start = time.monotonic()
    assert refused(pictures.photo()) == "unreadable"
    assert time.monotonic() - start < 45, "nobody waited for it"
    assert [number for number in began.read_text().split() if _is_running(number)] == []
    assert lying(town) == []


def _is_running(number: str) -> bool:
    """False for what is gone, or dead and only waits for somebody to take notice."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return False
        if state == "Z":
            return False
        time.sleep(0.01)
    return True


def test_the_process_knows_no_secret_of_ours(monkeypatch):
    """It is given an open file and two places to write, and not one word of the environment."""
    monkeypatch.setenv("TORGET_SECRET_KEY", "secret-" * 6)
    given = {}
    real = subprocess.Popen

    def watched(*args, **options):
        given.update(options)
        return real(*args, **options)

    monkeypatch.setattr(subprocess, "Popen", watched)
    taken(pictures.photo())
    assert given["env"] == {}
    assert given["start_new_session"]


def test_neither_the_web_nor_the_worker_loads_a_decoder():
    """What reads pictures and documents is loaded in their own process alone; it, nothing else."""
    ours = "import sys, web.app, web.commands.worker, web.commands.scheduler; print(*sys.modules)"
    theirs = "import sys, models.attachment.worker.pictures as p; print(*sys.modules)"
    loaded, alone = (
        {name.partition(".")[0] for name in _run(program).split()} for program in (ours, theirs)
    )
    assert not loaded & {"PIL", "pypdf"}
    assert "PIL" in alone
    assert not alone & {"sqlalchemy", "sqlmodel", "pydantic", "starlette", "web"}


def _run(program: str) -> str:
    key = {"TORGET_SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0123456789"}
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | key,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_a_document_keeps_what_is_drawn_and_nothing_that_acts_or_tells():
    sent = pictures.planted_pdf()
    stored = taken(sent)
    made = kept(stored)
    assert (stored.media, stored.width) == (Media.PDF, None)
    for trace in (
        pictures.MARK.encode(),
        *(b"/JavaScript", b"/OpenAction", b"/AA", b"/JS", b"/Launch", b"/EmbeddedFile"),
        *(b"/AcroForm", b"/Widget", b"/Metadata", b"/Author", b"Exif", b"/Info"),
    ):
        assert trace in sent, f"{trace!r} was not even planted"
        assert trace not in made, trace
    page = PdfReader(io.BytesIO(made)).pages[0]
    assert "Blankett" in page.extract_text()
    assert b"/StructTreeRoot" in made, "what a screen reader goes by stays"
    assert [one.get_object()["/A"]["/URI"] for one in page["/Annots"]] == ["https://example.org/"]
    drawn = page.get_contents().get_data().decode()
    assert "1.00000 0.00000 0.00000 1.00000 20.00000 20.00000 cm /Drawn" in drawn, "the field"


def test_a_photo_in_a_document_keeps_its_pixels():
    reader = PdfReader(io.BytesIO(kept(taken(pictures.planted_pdf()))))
    picture = reader.pages[0].images[0].image
    assert picture.size == (320, 240)
    assert dict(picture.getexif()) == {}


def test_a_full_disk_asks_to_come_again_and_leaves_nothing(town, monkeypatch):
    """The process says so of its own writing, too: it is no fault of the picture."""
    monkeypatch.setattr(workshop, "MOST_WRITTEN", 1000)
    assert refused(pictures.photo(2000, 1500)) == "unreadable", "a limit of ours is not the disk's"

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    monkeypatch.setattr(workshop, "MOST_WRITTEN", 1_000_000)
    with pytest.raises(Busy):
        taken(pictures.photo())
    assert lying(town) == []


@pytest.mark.parametrize("kind", ["pictures", "documents"])
def test_the_process_tells_a_full_disk_from_a_bad_file(town, kind):
    sent = pictures.photo(800, 600) if kind == "pictures" else pictures.plain_pdf()
    media = "image/jpeg" if kind == "pictures" else "application/pdf"
    with files.incoming() as upload, Path("/dev/full").open("wb") as full:
        upload.write(sent)
        upload.flush()
        limits = ("640000000", "10", "20000000")
        numbers = (str(full.fileno()), str(os.dup(full.fileno())))
        done = subprocess.run(
            [sys.executable, "-m", f"models.attachment.worker.{kind}", media, *numbers, *limits],
            stdin=upload,
            pass_fds=tuple(map(int, numbers)),
            capture_output=True,
            cwd=ROOT,
            check=False,
        )
        os.close(int(numbers[1]))
    assert json.loads(done.stdout) == {"full": True}
