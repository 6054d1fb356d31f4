"""The whole suite, on SQLite and on PostgreSQL at once: `python -m tests.suite [pytest arguments]`.

Tests wait for browsers, servers and lists that last a second: side by side, one run works while the
other waits. What the second said is shown after the first, and the figures of both at the end.
"""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

DATABASES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}

CORES = os.cpu_count() or 2
NOT_KEPT = "PYTHONDONTWRITEBYTECODE"
PROCESSES = {"sqlite": CORES + 2, "postgres": CORES + 1}
"""More than there are cores: whichever run ends last has all of them to itself."""


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


def run(database: str, arguments: list[str], said: Path | None = None) -> Figures:
    """One run; what pytest says goes to the file `said`, or is shown at once."""
    with tempfile.TemporaryDirectory(prefix="torget-suite-") as folder, ExitStack() as stack:
        report = Path(folder) / "report.xml"
        output = stack.enter_context(said.open("w")) if said is not None else None
        began = time.monotonic()
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "--quiet", f"--junit-xml={report}"),
                *("-n", str(PROCESSES[database]), "--dist", "worksteal"),
                *arguments,
            ],
            env=_environment() | {"TORGET_TEST_DATABASE": database},
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
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


def _environment() -> dict[str, str]:
    """Ours, and whatever is read may be kept as bytecode: every process and every server that a
    test starts would otherwise read all of the product anew.
    """
    return {name: value for name, value in os.environ.items() if name != NOT_KEPT}


def _read_all() -> None:
    """Read every test once, in halves side by side, so that seven processes need not each do it."""
    folders = sorted(str(path) for path in Path(__file__).parent.iterdir() if path.is_dir())
    halves = [folders[number::CORES] for number in range(CORES)]
    reading = [
        subprocess.Popen(
            [sys.executable, "-m", "pytest", "--collect-only", "--quiet", *half],
            env=_environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for half in halves
        if half
    ]
    for one in reading:
        one.wait()


def main(arguments: list[str]) -> int:
    with (
        tempfile.TemporaryDirectory(prefix="torget-suite-") as folder,
        ThreadPoolExecutor(1) as beside,
    ):
        _read_all()
        second = Path(folder) / "said"
        other = beside.submit(run, "postgres", arguments, second)
        print("The suite on SQLite", flush=True)
        figures = {"sqlite": run("sqlite", arguments), "postgres": other.result()}
        print(f"\nThe suite on PostgreSQL\n{second.read_text()}\n", flush=True)
    for database, counted in figures.items():
        verdict = "" if counted.code == 0 else f", pytest ended with {counted.code}"
        print(f"{DATABASES[database]:<11} {counted} in {counted.seconds:.0f} s{verdict}")
    passed = sum(counted.passed for counted in figures.values())
    failed = sum(counted.failed for counted in figures.values())
    print(f"{passed} passed, {failed} failed")
    return int(any(counted.code for counted in figures.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
