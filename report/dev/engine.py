"""Which of the functions that we replace another version of the layout engine has changed: `python -m report.dev.engine WHEEL`.

Give it wheels of WeasyPrint or pydyf, or folders that hold the packages. What has changed is to be read beside ours before
the pin is moved.
"""

from __future__ import annotations

import ast
import inspect
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from report.editions.pdf.weasy.start import load_engine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

USAGE = "usage: python -m report.dev.engine WHEEL-OR-FOLDER …"


@dataclass(frozen=True, slots=True)
class ReplacedFunction:
    """A function of the engine that one of ours stands in for: its group, its module, its name in it, and its source now."""

    group: str
    module: str
    name: str
    source: str


def replaced_functions() -> tuple[ReplacedFunction, ...]:
    """List what we replace, group by group."""
    load_engine()
    from report.editions.pdf.weasy import replacement

    groups = {"cure": replacement.CURES, "part": replacement.PARTS, "speed": replacement.SPEED}
    found = []
    for group, rows in groups.items():
        for owner, name, _ in rows:
            held = inspect.getattr_static(owner, name)
            function = inspect.unwrap(held.fget if isinstance(held, property) and held.fget else getattr(owner, name))
            module, path = function.__module__, function.__qualname__
            source = inspect.getsource(sys.modules[module])
            found.append(ReplacedFunction(group, module, path, find_definition(source, path) or ""))
    return tuple(dict.fromkeys(found))


def find_definition(source: str, path: str) -> str | None:
    """Return the definition of a function or class in a module's source, "Class.method", without comments; None if it has none."""
    node: ast.AST = ast.parse(source)
    for name in path.split("."):
        found = [one for one in ast.iter_child_nodes(node) if name in _names(one)]
        if not found:
            return None
        node = found[-1]
    return ast.unparse(node)


def _names(node: ast.AST) -> list[str]:
    """Return the names that a statement gives."""
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return [getattr(node, "name", "")]


def compare_engine(paths: Sequence[Path]) -> Iterator[tuple[str, ReplacedFunction]]:
    """Yield each function that packages have, or should have: "same", "changed" or "gone"."""
    for function in replaced_functions():
        package = function.module.partition(".")[0]
        holders = [path for path in paths if _read(path, f"{package}/__init__.py") is not None]
        for path in holders:
            file = function.module.replace(".", "/")
            source = _read(path, f"{file}.py") or _read(path, f"{file}/__init__.py")
            now = find_definition(source, function.name) if source else None
            yield "gone" if now is None else "same" if now == function.source else "changed", function


def _read(path: Path, name: str) -> str | None:
    """Read a file of a wheel, or of a folder; None where it is not there."""
    if path.is_dir():
        file = path / name
        return file.read_text("utf-8") if file.is_file() else None
    with zipfile.ZipFile(path) as wheel:
        return wheel.read(name).decode() if name in wheel.namelist() else None


def main(words: Sequence[str]) -> int:
    """Print what has changed; return 1 where something has."""
    paths = [Path(word) for word in words]
    missing = [path for path in paths if not (path.is_dir() or zipfile.is_zipfile(path))]
    if not paths or missing:
        print(f"{missing[0]} is neither a wheel nor a folder" if missing else USAGE, file=sys.stderr)
        return 2
    found = list(compare_engine(paths))
    if not found:
        print(f"neither weasyprint nor pydyf is in {', '.join(map(str, paths))}", file=sys.stderr)
        return 2
    for state, function in found:
        if state != "same":
            print(f"{state:8} {function.group:6} {function.module}.{function.name}")
    same = sum(state == "same" for state, _ in found)
    print(f"{same} of {len(found)} replaced functions are as they were")
    return 0 if same == len(found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
