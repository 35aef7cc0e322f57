"""The shape of the package: imports point down, and each library has one home."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from typing import Any

import pytest

from tests.common import ROOT, TESTS

PACKAGE = ROOT / "report"
ROOMS = (  # from the ground up, each on a floor of its own; a module may import from its own room and from those below it
    "model",
    "runtime",
    "fonts",
    "themes",
    "read",
    "resolve",
    "importers",
    "compose",
    "editions",
    "checks",
    "pipeline",
    "archiving",
    "press",
    "redline",
    "api",
    "cli",
    "__main__",
    "dev",
)
ENTRIES = {"main"}  # what a module that is run as a program has
HOMES = {
    "pypandoc": ("report.read.converter",),
    "yaml": ("report.read.yaml_nodes",),
    "jinja2": ("report.compose.templates", "report.compose.sandbox", "report.compose.gauge"),
    "pygments": ("report.compose.highlight",),
    "babel": ("report.model.locales",),
    "weasyprint": ("report.editions.pdf.weasy",),
    "pyphen": ("report.editions.pdf.weasy",),
    "pydyf": ("report.editions.pdf.weasy",),
    "pikepdf": ("report.editions.pdf.bind", "report.press"),  # the binder makes pages, the printer sheets of them
    "msgspec": ("report.runtime.foreign",),
    "ebooklib": ("report.editions.epub.package",),
    "distributed": ("report.runtime.workers.dask",),
    "uharfbuzz": ("report.fonts",),
    "vl_convert": ("report.resolve.charts.engine",),
    "ziamath": ("report.editions.pdf.formulas",),
    "fontTools": ("report.fonts",),
    "click": ("report.cli", "report.dev.reference.commands"),
    "bagit": ("report.archiving.bags",),
    "packaging": ("report.runtime.distribution",),
    "segno": ("report.compose.facts",),
    "tinycss2": ("report.runtime.css",),
    "rich": ("report.cli.terminal",),
    "page": ("report.checks.pdf_profiles",),
    "pypdfium2": ("report.checks.parity", "report.editions.drawn", "report.press.sight"),
}


def modules() -> dict[str, ast.Module]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(parts).removesuffix(".__init__")
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


MODULES = modules()


@cache  # every node of the program is gone through
def imported(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def floor(name: str) -> int:
    return ROOMS.index(name.split(".")[1])


def upward(name: str, tree: ast.Module) -> list[str]:
    own = [target for target in imported(tree) if target in MODULES and target != "report"]
    return [f"{name} imports {target}" for target in sorted(own) if floor(target) > floor(name)]


def strays(name: str, tree: ast.Module) -> list[str]:
    found = []
    for library, homes in HOMES.items():
        used = any(within(target, library) for target in imported(tree))
        if used and not any(within(name, home) for home in homes):
            found.append(f"{name} imports {library}")
    return found


@pytest.mark.parametrize("name", [name for name in MODULES if name != "report"])
def test_imports_point_down(name):
    assert upward(name, MODULES[name]) == []


@pytest.mark.parametrize("name", MODULES)
def test_a_library_is_imported_in_its_home_only(name):
    assert strays(name, MODULES[name]) == []


def test_the_handbook_draws_the_rooms_as_they_stand():
    drawing = (ROOT / "sources/handbook/figures/rooms.svg").read_text(encoding="utf-8")
    drawn = re.findall(r'y="(\d+)">([a-z]+)/</text>', drawing)
    assert [name for _, name in drawn] == [room for room in reversed(ROOMS) if room not in {"__main__", "dev"}]
    assert [int(y) for y, _ in drawn] == sorted(int(y) for y, _ in drawn)


def test_every_room_has_its_floor():
    assert {path.stem for path in PACKAGE.iterdir() if path.suffix in {"", ".py"}} - {
        "__pycache__",
        "__init__",
        "styles",
    } == set(ROOMS)


def public(kind: type[ast.AST]) -> list[str]:
    """Return the names of the package's classes, or of its functions that others may call, as often as they are given."""
    nodes: list[Any] = [node for tree in MODULES.values() for node in tree.body if isinstance(node, kind)]
    return [node.name for node in nodes if kind is ast.ClassDef or not node.name.startswith("_")]


@pytest.mark.parametrize("kind", [ast.ClassDef, ast.FunctionDef])
def test_a_name_stands_for_one_thing(kind):
    names = Counter(public(kind))
    assert [name for name, times in names.items() if times > 1 and name not in ENTRIES] == []


def test_the_tests_are_laid_out_as_the_rooms():
    folders = {path.relative_to(TESTS).parts[0] for path in TESTS.rglob("test_*.py")}
    assert set(ROOMS) - {"__main__"} <= folders  # which the tests of the command line start
    assert folders - set(ROOMS) == {"repository", "strangers", "bench"}  # what belongs to no room, or to all of them


def raw_tree(name: str, tree: ast.Module) -> list[str]:
    """Find where a module looks into pandoc's JSON itself: `["t"]`, `["c"]`, `.get("c")`, or elements written out."""
    found = []
    for node in ast.walk(tree):
        parts: list[ast.expr | None] = []
        if isinstance(node, ast.Subscript):
            parts = [node.slice]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            parts = [*node.args[:1]]
        elif isinstance(node, ast.Dict) and any(
            isinstance(key, ast.Constant) and key.value == "t" for key in node.keys
        ):
            parts = [*node.keys]
        if any(isinstance(part, ast.Constant) and part.value in ("t", "c") for part in parts):
            found.append(f"{name}:{getattr(node, 'lineno', 0)}")
    return found


@pytest.mark.parametrize("name", [name for name in MODULES if not within(name, "report.model.tree")])
def test_pandocs_json_is_looked_into_by_the_views_of_its_tree_only(name):
    assert raw_tree(name, MODULES[name]) == []


def test_a_look_into_pandocs_json_is_found():
    code = 'a = b["c"][0]\nd = b.get("t")\ne = {"t": "Str", "c": ""}\nf = b["x"]\n'
    assert sorted(raw_tree("m", ast.parse(code))) == ["m:1", "m:2", "m:3"]


def parameters(tree: ast.Module) -> list[ast.arg]:
    """Return the parameters of all functions of a module, but for `self` and `cls`."""
    nodes = [node.args for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    found = [[*one.posonlyargs, *one.args, *one.kwonlyargs, one.vararg, one.kwarg] for one in nodes]
    return [one for some in found for one in some if one is not None and one.arg not in {"self", "cls"}]


def test_hardly_a_parameter_is_of_any_type():
    given = [one.annotation for tree in MODULES.values() for one in parameters(tree) if one.annotation]
    loose = [one for one in given if any(isinstance(part, ast.Name) and part.id == "Any" for part in ast.walk(one))]
    assert len(loose) < 0.02 * len(given)


def test_an_import_that_points_up_is_found():
    tree = ast.parse("def late():\n    from report.pipeline.build import build\n")
    assert upward("report.compose.master", tree) == ["report.compose.master imports report.pipeline.build"]


def test_a_library_away_from_home_is_found():
    assert strays("report.compose.master", ast.parse("import pikepdf.models")) == [
        "report.compose.master imports pikepdf"
    ]


def test_every_home_is_lived_in():
    for library, homes in HOMES.items():
        users = [name for name in MODULES if any(within(target, library) for target in imported(MODULES[name]))]
        assert any(within(user, home) for user in users for home in homes), library


def test_no_module_imports_itself_by_a_detour():
    graph = {
        name: {t for t in imported(tree) if t in MODULES and t not in {name, "report"}}
        for name, tree in MODULES.items()
    }
    runtime = {
        name: {target for target in graph[name] if target not in only_for_types(MODULES[name])} for name in graph
    }
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail, name))
        if name not in done:
            for target in runtime[name]:
                visit(target, (*trail, name))
            done.add(name)

    for name in runtime:
        visit(name, ())


def only_for_types(tree: ast.Module) -> set[str]:
    guarded: set[str] = set()
    plain: set[str] = set()
    for node in tree.body:
        is_guard = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        (guarded if is_guard else plain).update(imported(node))
    return guarded - plain
