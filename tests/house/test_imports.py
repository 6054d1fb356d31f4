"""Who may import whom (design: the run-time arrow and the import arrow are the same)."""

import os
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.house.source import ROOT, Import, imports_of, modules, none_of, targets

MAY_IMPORT = {
    "models": set(),
    "templates": set(),
    "moderation": {"models"},
    "notifications": {"models", "templates"},
    "web": {"models", "moderation", "notifications", "templates"},
}
FOR_THE_WEB = {
    f"notifications.{name}" for name in ("audience", "bounces", "inbound", "ledger", "tasks")
}
FOR_COMMANDS = FOR_THE_WEB | {
    f"notifications.{name}" for name in ("proof", "reachable", "reconciling", "staff", "worker")
}
# `letter` sends one example without a delivery, so it takes the pipe itself and its answers, and says
# what a text message costs.
FOR_COMMANDS |= {f"notifications.{name}" for name in ("examples", "letter", "pipes", "rehearsing")}
FOR_COMMANDS |= {"notifications.sms.segments"}
# Slow to load, not needed to answer the first request: these alone may be imported late.
NOT_AT_START = {
    "alembic",
    "authlib",
    "babel",
    "bleach",
    "flufl",
    "huey",
    "joserfc",
    "nh3",
    "phonenumbers",
}
NOT_AT_START |= {"cryptography", "webauthn"}
HEAVY = NOT_AT_START | {"httpx2", "idna", "segno"}
# Extras: a town on SQLite runs without the one, and shows no opinion groups without the other.
OPTIONAL = {"psycopg", "numpy"}
# A command loads only what it does itself. Circles are looked for among late imports too.
COMMANDS = ("web.__main__", "web.commands")


def _every_import() -> list[tuple[str, Import]]:
    return [(name, found) for name, path in modules().items() for found in imports_of(path)]


def test_every_package_imports_only_what_lies_below_it():
    wrong = [
        f"{name}:{found.line} imports {found.module}"
        for name, found in _every_import()
        if found.package in MAY_IMPORT
        and found.package != name.partition(".")[0]
        and found.package not in MAY_IMPORT[name.partition(".")[0]]
    ]
    none_of(wrong)


def test_the_web_knows_three_modules_of_notifications():
    wrong = []
    for name, found in _every_import():
        if name.startswith("web") and found.package == "notifications":
            allowed = FOR_COMMANDS if name.startswith("web.commands") else FOR_THE_WEB
            unknown = (targets(found) or {found.module}) - allowed
            wrong += [f"{name}:{found.line} imports {module}" for module in sorted(unknown)]
    none_of(wrong)


def test_nothing_of_ours_is_imported_inside_a_function():
    wrong = [
        f"{name}:{found.line} imports {found.module} late"
        for name, found in _every_import()
        if found.late and found.package in MAY_IMPORT and not name.startswith(COMMANDS)
    ]
    none_of(wrong)


def test_only_heavy_libraries_are_imported_inside_a_function():
    wrong = [
        f"{name}:{found.line} imports {found.module} late"
        for name, found in _every_import()
        if found.late and found.package not in MAY_IMPORT.keys() | HEAVY | OPTIONAL
    ]
    none_of(wrong)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_no_modules_of_a_package_import_each_other_in_a_circle(package):
    graph = {
        name: {
            target
            for found in imports_of(path)
            for target in targets(found)
            if target.partition(".")[0] == package and target != name
        }
        for name, path in modules().items()
        if name.partition(".")[0] == package
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_the_web_starts_light():
    loaded = _run("import sys, web.app; print(*sys.modules)").split()
    assert {name.partition(".")[0] for name in loaded} & NOT_AT_START == set()


@pytest.mark.parametrize("entry", ["web.app", "web.commands.worker", "web.commands.scheduler"])
def test_a_process_knows_every_table_that_its_tables_point_at(entry):
    """A foreign key to a table nobody imported fails at the first write, and only there."""
    program = (
        f"import {entry}; from sqlmodel import SQLModel;"
        "[key.column for table in SQLModel.metadata.tables.values() for key in table.foreign_keys]"
    )
    _run(program)


def _run(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | {"TORGET_SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0123456789"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
