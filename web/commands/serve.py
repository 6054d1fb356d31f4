"""`serve`: web, worker and scheduler, each a process of its own; ends cleanly on Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

import click

from models.database import dispose
from models.settings import settings
from web.commands.migrate import prepare
from web.commands.opening import open_town

GRACE_SECONDS = 30
WEB = (
    sys.executable, "-m", "uvicorn", "web.app:app",
    "--no-access-log", "--no-server-header", "--log-level", "warning",
    "--timeout-graceful-shutdown", "30", "--no-proxy-headers", "--lifespan", "on",
)  # fmt: skip


class Stopped(Exception):
    """Somebody asked us to end."""


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise Stopped


def _lean() -> dict[str, str]:
    """Our environment, with few arenas for the C library: its threads keep what they once used."""
    return {"MALLOC_ARENA_MAX": "2", **os.environ}


@click.command()
@click.option("--only-web", is_flag=True, help="The web alone, for a town of several processes.")
def serve(only_web: bool) -> None:
    """Serve the site with its worker and scheduler; with demo data when in demo mode and empty."""
    config = settings()
    web = (*WEB, "--host", config.host, "--port", str(config.port))
    if only_web:
        # Said in one line here; the web itself would say it in a page of its own words.
        open_town()
        dispose()
        os.execve(web[0], web, _lean())  # noqa: S606  # ours, written above
    prepare()
    if config.demo:
        from web.commands.demo import fill

        fill()
    dispose()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, _stop)
    commands = (
        web,
        (sys.executable, "-m", "web", "worker"),
        (sys.executable, "-m", "web", "scheduler"),
    )
    # A process group of their own: Ctrl-C reaches us alone, and we end them in order.
    running = [
        subprocess.Popen(command, start_new_session=True, env=_lean())  # noqa: S603  # ours
        for command in commands
    ]
    click.echo(f"{config.base_url}")
    code = 0
    try:
        while all(process.poll() is None for process in running):
            time.sleep(0.2)
        code = 1
        click.echo("One of the processes ended by itself; stopping the others.", err=True)
    except Stopped:
        pass
    finally:
        _end(running)
    sys.exit(code)


def _end(running: "list[subprocess.Popen[bytes]]") -> None:
    """The web first, so that nothing new comes in; SIGINT, which the worker finishes its job on."""
    for process in running:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGINT)
    deadline = time.monotonic() + GRACE_SECONDS
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
