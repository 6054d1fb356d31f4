"""The same doors on a real socket: what the server makes of a request before we see it (T29)."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from models.database import transaction
from tests import people
from tests.serving import serving


@pytest.fixture
def address(town) -> Iterator[tuple[str, int]]:
    with transaction() as session:
        people.published(session)
    with serving(town.settings) as url:
        parts = urlsplit(url)
        yield parts.hostname, parts.port


def _say(address: tuple[str, int], *lines: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of what comes back until the server hangs up."""
    with socket.create_connection(address, timeout=10) as line:
        line.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode())
        received = b""
        while part := line.recv(65_536):
            received += part
    head, _, body = received.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    headers = dict(row.lower().split(": ", 1) for row in rest)
    return int(first.split(" ")[1]), headers, body


def test_a_host_that_is_not_ours_gets_nothing_by_any_way_of_asking(address):
    ours = f"Host: {address[0]}:{address[1]}"
    for lines in (
        ("GET /about HTTP/1.1", "Host: evil.example"),
        ("GET /about HTTP/1.1", ours, "Host: evil.example"),
        ("GET /about HTTP/1.1", "Host: evil.example", ours),
        ("GET /about HTTP/1.0",),
        ("GET /about HTTP/1.1", f"{ours}/about?x="),
    ):
        status, _, body = _say(address, *lines)
        assert status == 400, lines
        assert b"evil" not in body


def test_an_address_that_names_another_host_leads_nowhere_else(address):
    """The whole address in the first line, as proxies are asked: only its path counts."""
    ours = f"Host: {address[0]}:{address[1]}"
    for target in (
        "http://evil.example/feeds/submissions.atom",
        "http://evil.example/s/2026-00001",
    ):
        status, headers, body = _say(address, f"GET {target} HTTP/1.1", ours)
        assert status in {200, 303}
        assert b"evil" not in body
        assert "evil" not in str(headers)
    _, _, body = _say(address, "GET http://evil.example/feeds/submissions.atom HTTP/1.1", ours)
    assert f"http://{address[0]}:{address[1]}/submissions/".encode() in body


def test_a_head_has_no_body_and_says_how_long_it_would_be(address):
    ours = f"Host: {address[0]}:{address[1]}"
    for path in ("/", "/about", "/live", "/me", "/nothing-here", "/feeds/submissions.json"):
        for _ in range(2):
            status, headers, body = _say(address, f"HEAD {path} HTTP/1.1", ours)
            got, _, full = _say(address, f"GET {path} HTTP/1.1", ours)
            assert (status, body) == (got, b"")
            assert int(headers.get("content-length", 0)) == len(full)


def test_two_requests_in_one_line_are_answered_one_by_one(address):
    """Whoever hides a request in the body of another gets no answer to it (T32)."""
    ours = f"Host: {address[0]}:{address[1]}"
    hidden = "GET /live HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.create_connection(address, timeout=10) as line:
        line.sendall(
            f"POST /language HTTP/1.1\r\n{ours}\r\nContent-Length: {len(hidden)}\r\n"
            f"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n{hidden}".encode()
        )
        received = b""
        while part := line.recv(65_536):
            received += part
    assert received.count(b"HTTP/1.1") == 1
    assert b"live\n" not in received
