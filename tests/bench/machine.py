"""Processes under measurement: started on one core, timed by what the kernel says they used."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
ROUNDS = 2_000_000
PATIENCE_SECONDS = 30.0


@dataclass(frozen=True)
class Running:
    """A server process, its port, and the seconds from start to its first answer."""

    pid: int
    port: int
    first_answer: float

    def cpu(self) -> float:
        """Processor seconds used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> float:
        """Resident memory, in MB."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def server(
    application: str, environment: Mapping[str, str], *, port: int = 0, core: int = 0
) -> Iterator[Running]:
    """uvicorn as `serve` starts it, pinned to a core; killed politely afterwards."""
    port = port or free_port()
    command = [
        sys.executable, "-m", "uvicorn", application, "--port", str(port), "--no-access-log",
        "--no-server-header", "--log-level", "warning",
    ]  # fmt: skip
    began = time.perf_counter()
    with subprocess.Popen(
        command,
        # As web/commands/serve.py starts it.
        env={"MALLOC_ARENA_MAX": "2", **os.environ, **environment},
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),  # noqa: PLW1509  # no threads yet
    ) as process:
        try:
            _first_answer(port)
            yield Running(process.pid, port, time.perf_counter() - began)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE_SECONDS)


def _first_answer(port: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                connection.sendall(f"GET / HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
                if connection.recv(12).startswith(b"HTTP/1.1 200"):
                    return
        except OSError:
            pass
        time.sleep(0.01)
    raise RuntimeError("the server did not answer")


def aside() -> None:
    """Keep this process to the last processor: the server under measurement has the first."""
    os.sched_setaffinity(0, {(os.cpu_count() or 1) - 1})


def calibration() -> float:
    """Milliseconds of a fixed loop: the machine's speed drifts, so it stands beside every row."""
    began = time.perf_counter()
    total = 0
    for number in range(ROUNDS):
        total += number & 7
    return (time.perf_counter() - began) * 1000
