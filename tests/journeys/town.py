"""A town as an operator runs it: `python -m web serve`, with real sinks for mail and SMS."""

import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from models.settings.fields import PROFILE, ROOT
from tests.bench.machine import free_port
from tests.mail_sink import MailSink
from tests.sms_gateway import SmsGateway

PATIENCE_SECONDS = 60.0
THRESHOLD = 3
"""Supporters a proposal needs here: the way is the same as with fifty."""


@dataclass(frozen=True)
class RunningTown:
    """Where it answers, what its commands are run with, and where its messages end."""

    url: str
    environment: dict[str, str]
    mail: MailSink
    sms: SmsGateway

    def command(self, *words: str) -> str:
        """Run `python -m web ...` in this town and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "web", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"{' '.join(words)}: {done.stdout}{done.stderr}")
        return done.stdout


@contextmanager
def running(folder: Path, database_url: str = "") -> Iterator[RunningTown]:
    """Serve a fresh town under `folder`; it is ended as Ctrl-C ends it."""
    profile = folder / "profile.toml"
    words = (ROOT / PROFILE).read_text(encoding="utf-8")
    profile.write_text(words.replace("threshold = 50", f"threshold = {THRESHOLD}"), "utf-8")
    port = free_port()
    with MailSink() as mail, SmsGateway(receipts=("sent", "delivered")) as sms:
        environment = {
            **{name: value for name, value in os.environ.items() if "TORGET" not in name},
            "TORGET_PORT": str(port),
            "TORGET_DATA": str(folder / "data"),
            "TORGET_DATABASE_URL": database_url or f"sqlite:///{folder / 'torget.sqlite3'}",
            "TORGET_SECRET_KEY": secrets.token_urlsafe(48),
            "TORGET_MUNICIPALITY": str(profile),
            "TORGET_TRUSTED_PROXIES": "127.0.0.1/32",
            "TORGET_DELIVERY": "send",
            "TORGET_SMS_QUIET": "0-0",
            "TORGET_GATHER_SECONDS": "0",
            "TORGET_UNDO_SECONDS": "0",
            # A browser's part; tests/browser/test_second_factor.py walks that way.
            "TORGET_SECOND_FACTOR": "off",
            "TORGET_SMTP_URL": mail.url,
            "TORGET_MAIL_FROM": "torget@exempelby.example",
            "TORGET_SMS_URL": sms.url,
        }
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "web", "serve"], env=environment, stdout=log, stderr=log
            )
            try:
                _wait(f"http://127.0.0.1:{port}/ready", process)
                yield RunningTown(f"http://127.0.0.1:{port}", environment, mail, sms)
            finally:
                process.send_signal(signal.SIGINT)
                process.wait(PATIENCE_SECONDS)


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise AssertionError("the town did not start")
