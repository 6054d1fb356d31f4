"""The whole suite on SQLite, then on PostgreSQL: `python -m tests.suite [pytest arguments]`.

Each run says its own figures; both stand together at the end.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

DATABASES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}

PROCESSES = {"sqlite": (os.cpu_count() or 2) + 1, "postgres": 2 * (os.cpu_count() or 2)}
"""More than there are cores: tests wait for browsers, for lists that last a second, for a server."""


@dataclass(frozen=True)
class Figures:
    """What one run counted. `code` is pytest's own verdict, also when nothing could be counted."""

    code: int
    seconds: float
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def run(database: str, arguments: list[str]) -> Figures:
    with tempfile.TemporaryDirectory(prefix="torget-suite-") as folder:
        report = Path(folder) / "report.xml"
        began = time.monotonic()
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "--quiet", f"--junit-xml={report}"),
                *("-n", str(PROCESSES[database]), "--dist", "worksteal"),
                *arguments,
            ],
            env=os.environ | {"TORGET_TEST_DATABASE": database},
            check=False,
        )
        seconds = time.monotonic() - began
        if not report.exists():
            return Figures(done.returncode or 1, seconds)
        counted = ET.parse(report).getroot().find("testsuite").attrib
    failed = int(counted["failures"]) + int(counted["errors"])
    skipped = int(counted["skipped"])
    passed = int(counted["tests"]) - failed - skipped
    return Figures(done.returncode, seconds, passed, failed, skipped)


def main(arguments: list[str]) -> int:
    figures = {}
    for database, name in DATABASES.items():
        print(f"\nThe suite on {name}", flush=True)
        figures[name] = run(database, arguments)
    print()
    for name, counted in figures.items():
        verdict = "" if counted.code == 0 else f", pytest ended with {counted.code}"
        print(f"{name:<11} {counted} in {counted.seconds:.0f} s{verdict}")
    passed = sum(counted.passed for counted in figures.values())
    failed = sum(counted.failed for counted in figures.values())
    print(f"{passed} passed, {failed} failed")
    return int(any(counted.code for counted in figures.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
