"""Reading our own source: which files there are, and what each imports."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("models", "moderation", "notifications", "templates", "web")


@dataclass(frozen=True)
class Import:
    """`names` are what a `from` import takes; a late import stands inside a function."""

    module: str
    names: tuple[str, ...]
    line: int
    late: bool

    @property
    def package(self) -> str:
        return self.module.partition(".")[0]


@cache
def modules() -> dict[str, Path]:
    """Every module of the product by its dotted name."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imports_of(path: Path) -> tuple[Import, ...]:
    return tuple(_imports(ast.parse(path.read_text("utf-8")), late=False))


def _imports(node: ast.AST, *, late: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(alias.name, (), child.lineno, late)
        elif isinstance(child, ast.ImportFrom):
            names = tuple(alias.name for alias in child.names)
            yield Import(child.module or "", names, child.lineno, late)
        else:
            inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _imports(child, late=late or inside)


def targets(imported: Import) -> set[str]:
    """Our modules that an import reads: `from models import event` reads models.event."""
    known = modules()
    submodules = {f"{imported.module}.{name}" for name in imported.names} & known.keys()
    if submodules and len(submodules) == len(imported.names):
        return submodules
    return submodules | ({imported.module} & known.keys())


def none_of(found: list[str]) -> None:
    """Fails with every finding in full, one a line."""
    assert not found, "\n" + "\n".join(found)
