"""A photo of 12 million pixels, sent as a browser sends it: how long, and how much memory where."""

import http.client
import threading
import time
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import NamedTuple

from PIL import Image

from tests import pictures
from tests.bench import machine

WIDTH, HEIGHT = 4000, 3000
RUNS = 5
BOUNDARY = "a-boundary-of-the-bench"


class Sent(NamedTuple):
    """`seconds` from the first byte to the page, in MB the most that the decoding process had, and
    what the web process had more afterwards.
    """

    seconds: float
    outside: float
    inside: float


def send(server: machine.Running) -> Sent:
    """The median of a few photos; the memory of the worst."""
    body = _form(_photo())
    _post(server.port, body)
    before = server.memory()
    seconds, peaks = [], []
    for _ in range(RUNS):
        began = time.perf_counter()
        sender = threading.Thread(target=_post, args=(server.port, body))
        sender.start()
        while sender.is_alive():
            peaks.append(_of_children(server.pid))
            sender.join(0.005)
        seconds.append(time.perf_counter() - began)
    return Sent(median(seconds), max(peaks), server.memory() - before)


def _photo() -> bytes:
    """Noise made large and soft: about as much for an encoder to do as leaves and gravel."""
    grain = Image.effect_noise((WIDTH // 8, HEIGHT // 8), 60).convert("RGB")
    return pictures.saved(grain.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC), quality=90)


def _form(photo: bytes) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (("step", "2"), ("go", "next"), ("kind", "complaint"), ("place", "Bron"))
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n'
    return "".join([*parts, head]).encode() + photo + f"\r\n--{BOUNDARY}--\r\n".encode()


def _post(port: int, body: bytes) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(
        "POST",
        "/submissions/new",
        body,
        {
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
            "Origin": f"http://127.0.0.1:{port}",
            "Sec-Fetch-Site": "same-origin",
        },
    )
    answer = connection.getresponse()
    page = answer.read()
    if answer.status != 200 or b'name="photo_name"' not in page:
        raise RuntimeError(f"the photo was answered with {answer.status}")


def _of_children(pid: int) -> float:
    """The most resident memory that any child of a process has had, in MB."""
    peak = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):
            for child in (task / "children").read_text().split():
                lines = Path(f"/proc/{child}/status").read_text().splitlines()
                found = [line for line in lines if line.startswith("VmHWM")]
                peak = max([peak, *(int(line.split()[1]) for line in found)])
    return peak / 1024
