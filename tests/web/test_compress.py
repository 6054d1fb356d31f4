"""Bodies go out in an encoding that the browser takes, and never in one that it refuses."""

import gzip

import brotli
import pytest

from web import compress

PAGE = b"En cykelv\xc3\xa4g l\xc3\xa4ngs \xc3\xa5n. " * 100


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("", None),
        ("identity", None),
        ("gzip, deflate, br, zstd", b"br"),
        ("gzip", b"gzip"),
        ("br;q=0, gzip", b"gzip"),
        ("br; q=0.000, gzip;q=0.5", b"gzip"),
        ("br;q=0.1", b"br"),
        ("br;Q=0, gzip;q=0", None),
        ("gzip;q=0", None),
        ("x-br;q=0, vnd.br-like;q=0.2", None),
    ],
)
def test_a_browser_gets_the_best_encoding_that_it_takes(accepted, sent):
    unpack = {None: bytes, b"br": brotli.decompress, b"gzip": gzip.decompress}[sent]
    for body, encoding in (
        compress.body(PAGE).best(accepted.encode()),
        compress.once(PAGE, accepted.encode()),
    ):
        assert encoding == sent
        assert unpack(body) == PAGE


def test_what_is_small_goes_out_as_it_is():
    assert compress.once(b"ok", b"br") == (b"ok", None)
    assert compress.body(b"ok").best(b"br") == (b"ok", None)
