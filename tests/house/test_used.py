"""What the product offers itself, the product uses: no verb and no constant is there for tests."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from tests.house.source import modules, none_of

# Every exception says who uses it, or which issue will.
ALLOWED = {
    "models.calendar.advance": "tests move the clock",
    "web.app.app": "what the server serves",
}
COMMANDS = "web.commands."
QUOTED = re.compile(r"[A-Z]\w*( \| \w+)*")
"""An annotation in quotes."""


def _defined(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _used(name: str, tree: ast.Module) -> Iterator[str]:
    """Full names that a module reads: its own, imported ones, and attributes of modules."""
    known = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                known[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                yield f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Constant) and QUOTED.fullmatch(str(node.value)):
            yield from (f"{name}.{word}" for word in re.findall(r"\w+", str(node.value)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield f"{name}.{node.id}"
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{known.get(node.value.id, node.value.id)}.{node.attr}"


def unused(trees: dict[str, ast.Module]) -> set[str]:
    """Public names of modules that no module reads."""
    used = {found for name, tree in trees.items() for found in _used(name, tree)}
    return {
        f"{name}.{defined}"
        for name, tree in trees.items()
        for defined in _defined(tree)
        if not defined.startswith("_") and f"{name}.{defined}" not in used
    }


def _product() -> dict[str, ast.Module]:
    return {
        name: ast.parse(path.read_text("utf-8"))
        for name, path in modules().items()
        if "migrations.versions" not in name
    }


@cache
def _unused() -> set[str]:
    return unused(_product())


def test_everything_public_is_used_by_the_product():
    none_of(
        sorted(
            name
            for name in _unused() - ALLOWED.keys()
            # A command is loaded by its name, which is its module's.
            if not (name.startswith(COMMANDS) and name.split(".")[-1] == name.split(".")[-2])
        )
    )


def test_no_exception_is_left_of_what_is_used_or_gone():
    none_of(sorted(ALLOWED.keys() - _unused()))


def test_what_nobody_uses_is_found():
    trees = {
        "models.a": ast.parse("def used(): ...\ndef unused(): ...\nONE = 1\nTWO: int = 2\n"),
        "models.b": ast.parse("from models import a\nfrom models.a import ONE\na.used()\n"),
    }
    assert unused(trees) == {"models.a.unused", "models.a.TWO"}
