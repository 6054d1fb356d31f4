"""One decision and its followers: how soon all are addressed, how fast a worker tells them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import func, select

from models.database import transaction
from models.delivery import DeliveryState, deliveries
from notifications import addressing
from tests.bench.machine import free_port

PATIENCE_SECONDS = 300.0
LOOK_SECONDS = 0.05
_OPEN = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.TEMPORARY_FAILURE)


def address() -> float:
    """Seconds until every event has its messages, by one worker's hand."""
    began = time.perf_counter()
    while _unaddressed():
        addressing.address("bench")
    return time.perf_counter() - began


def _unaddressed() -> bool:
    with transaction(write=False) as session:
        return addressing.pending(session)


def _left() -> int:
    with transaction(write=False) as session:
        count: int = session.execute(
            select(func.count()).select_from(deliveries).where(deliveries.c.state.in_(_OPEN))
        ).scalar_one()
        return count


def drain(environment: Mapping[str, str]) -> float:
    """Messages a second that one worker hands to a local relay, until none is left."""
    address()
    with _sink() as url, _worker({**environment, "TORGET_SMTP_URL": url}):
        waiting = before = _left()
        deadline = time.monotonic() + PATIENCE_SECONDS
        # From the first message gone: what is measured is the sending, not Python's start.
        while _left() == before and before:
            time.sleep(LOOK_SECONDS)
        began, waiting = time.perf_counter(), _left()
        while _left():
            if time.monotonic() > deadline:
                raise RuntimeError(f"{_left()} messages were not sent")
            time.sleep(LOOK_SECONDS)
        return waiting / max(time.perf_counter() - began, 1e-9)


@contextmanager
def _sink() -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "tests.sinks", "--smtp-port", str(port)]
    with _running([*command, "--sms-port", str(free_port())], {}, wait="listening"):
        yield f"smtp://127.0.0.1:{port}"


@contextmanager
def _worker(environment: Mapping[str, str]) -> Iterator[None]:
    command = [sys.executable, "-m", "web", "worker"]
    with _running(command, {**environment, "TORGET_DELIVERY": "send"}):
        yield


@contextmanager
def _running(
    command: list[str], environment: Mapping[str, str], *, wait: str = ""
) -> Iterator[None]:
    """A process on the core that the server has while pages are measured."""
    with subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        os.sched_setaffinity(process.pid, range(os.cpu_count() or 1))
        try:
            if wait and process.stdout is not None and wait not in process.stdout.readline():
                raise RuntimeError(f"{command} did not start")
            yield
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)
