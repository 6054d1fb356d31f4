"""A logo draws, and does nothing else (spec T36)."""

import struct
import zlib

import pytest

from models.errors import Invalid
from models.logo import read_mark
from models.profile import LARGEST_LOGO

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">'


def drawing(inside: str = '<path d="M0 0h9v9z"/>', head: str = HEAD) -> bytes:
    return f"{head}{inside}</svg>".encode()


def picture(width: int = 30, height: int = 20) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def code(content: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        read_mark(content)
    assert refused.value.field == "logo"
    return refused.value.code


def test_a_drawing_says_how_large_it_wants_to_be():
    mark = read_mark(b'<?xml version="1.0"?>' + drawing())
    assert (mark.media, mark.width, mark.height) == ("image/svg+xml", 40, 20)
    sized = '<svg xmlns="http://www.w3.org/2000/svg" width="12px" height="7.6">'
    assert (read_mark(drawing(head=sized)).width, read_mark(drawing(head=sized)).height) == (12, 8)


def test_a_picture_says_how_large_it_is():
    mark = read_mark(picture(30, 20))
    assert (mark.media, mark.width, mark.height) == ("image/png", 30, 20)


def test_what_it_refers_to_lies_within_it():
    inside = (
        '<defs><linearGradient id="g"><stop offset="0" stop-color="#123456"/></linearGradient>'
        '</defs><use href="#g"/><path fill="url(#g)" d="M0 0h9v9z"/>'
    )
    assert read_mark(drawing(inside)).width == 40


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<path onclick="alert(1)"/>',
        '<path ONLOAD="alert(1)"/>',
        '<path style="fill: red"/>',
        "<style>@import 'x'</style>",
        "<foreignObject/>",
        '<image href="data:image/png;base64,AAAA"/>',
        '<a href="#x"><path/></a>',
        '<set attributeName="href" to="x"/>',
        '<animate attributeName="x"/>',
        '<html xmlns="http://www.w3.org/1999/xhtml"/>',
    ],
)
def test_what_runs_or_changes_is_refused(inside):
    assert code(drawing(inside)) == "script"


@pytest.mark.parametrize(
    "start",
    [
        '<!DOCTYPE svg [<!ENTITY a "b">]>',
        '<!DOCTYPE svg SYSTEM "file:///etc/passwd">',
        '<?xml-stylesheet href="https://evil.example/x.css"?>',
    ],
)
def test_what_declares_is_refused_before_it_is_read(start):
    assert code(start.encode() + drawing()) == "script"


@pytest.mark.parametrize(
    "inside",
    [
        '<use href="https://evil.example/x.svg#a"/>',
        '<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="//evil.example/x"/>',
        '<path fill="url(https://evil.example/x)"/>',
        "<path fill=\"URL( '//evil.example' )\"/>",
        '<use href="javascript:alert(1)"/>',
    ],
)
def test_what_fetches_is_refused(inside):
    assert code(drawing(inside)) == "reference"


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg", b"<html></html>", picture()[:20]])
def test_what_is_no_picture_is_refused(content):
    assert code(content) == "unreadable"


@pytest.mark.parametrize(
    "content",
    [
        picture(0, 5),
        picture(5000, 5),
        drawing(head='<svg xmlns="http://www.w3.org/2000/svg">'),
        drawing(head='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 5000 1">'),
        drawing(head='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1e9 1">'),
    ],
)
def test_what_has_no_sensible_size_is_refused(content):
    assert code(content) == "size"


def test_what_is_too_large_is_refused_before_it_is_read():
    assert code(b"<" * (LARGEST_LOGO + 1)) == "large"
