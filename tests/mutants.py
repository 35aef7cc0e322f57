"""Break the program line by line, and see whether a test notices: `make mutants`.

Lines are drawn by a seed, over all rooms. In a copy of the tree, one thing on such a line is made another, and the tests
of the room are run that are quick, then those that import the module, those of the room that take long, and all that are
quick. A line whose change no test notices is one that nobody looks at.
"""

from __future__ import annotations

import argparse
import ast
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tests.common import QUICK, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

COUNT, LEAST, SEED = 60, 55, 1
CPU = 900  # seconds that one run of tests may take: a change may make a loop endless
COPIED = ("report", "tests", "styles", "sources", ".ci")
ALL = "not conformance and not attack"
FLIPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt,
}  # fmt: skip
BY_ONE: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one line: `path` from the top of the tree, the offsets of what is replaced, and what it becomes."""

    path: Path
    line: int
    start: int
    end: int
    old: str
    new: str

    @property
    def room(self) -> str:
        return self.path.parts[1].removesuffix(".py")

    def applied(self, source: str) -> str:
        """Change the text of the module."""
        data = source.encode()
        return (data[: self.start] + self.new.encode() + data[self.end :]).decode()


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what a node may become."""
    match node:
        case ast.Compare(ops=[op, *_]):
            for table in (FLIPPED, BY_ONE):
                if type(op) in table:
                    yield changed(node, partial(_compare, table[type(op)]()))
        case ast.BoolOp(op=op):
            yield changed(node, lambda new: setattr(new, "op", ast.Or() if isinstance(op, ast.And) else ast.And()))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.Constant():
            yield from constants(node.value)
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield ast.Return(ast.Constant(None))
        case ast.Call(keywords=[*_, last]) if last.arg and not is_sentence(last.value):
            yield changed(node, lambda new: new.keywords.pop())
        case ast.Call(args=[*_, value]) if not is_sentence(value):
            yield changed(node, lambda new: new.args.pop())


def _compare(op: ast.cmpop, new: Any) -> None:
    new.ops[0] = op


def constants(value: object) -> Iterator[ast.AST]:
    """Yield what a constant may become; a sentence is a message, and stays."""
    match value:
        case bool():
            yield ast.Constant(not value)
        case int() | float():
            yield ast.Constant(value + 1)
        case str() if value and not is_sentence(ast.Constant(value)):
            yield ast.Constant(f"{value}x")


def is_sentence(node: ast.AST) -> bool:
    """Tell whether a text is for people: it may be said in other words."""
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
    )


def changed(node: ast.AST, change: Callable[[Any], object]) -> ast.AST:
    new = deepcopy(node)
    change(new)
    return new


def read_nodes(tree: ast.AST) -> Iterator[Any]:
    """Yield the nodes that say what is done: no docstring, type, message or list of names."""
    for child in ast.iter_child_nodes(tree):
        match child:
            case ast.Raise() | ast.Assert() | ast.JoinedStr() | ast.Import() | ast.ImportFrom():
                continue
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                continue
            case ast.Expr(value=ast.Constant()):  # a docstring
                continue
            case ast.Assign(targets=[ast.Name(id="__all__")]):
                continue
            case ast.AnnAssign(value=value):
                yield from read_nodes(ast.Expr(value)) if value else ()
            case ast.FunctionDef(body=body, args=args):
                yield from read_nodes(ast.Module([*map(ast.Expr, args.defaults), *body], []))
            case ast.ClassDef(body=body):
                yield from read_nodes(ast.Module(body, []))
            case _:
                yield child
                yield from read_nodes(child)


def mutants_of(path: Path) -> list[Mutant]:
    """Return the ways in which a module may be broken."""
    source = (ROOT / path).read_text(encoding="utf-8")
    starts = [0]
    for line in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = []
    for node in read_nodes(ast.parse(source)):
        for new in changes(node):
            start = starts[node.lineno - 1] + node.col_offset
            end = starts[node.end_lineno - 1] + node.end_col_offset
            text = ast.unparse(ast.fix_missing_locations(new))
            old = source.encode()[start:end].decode()
            found.append(Mutant(path, node.lineno, start, end, old, text if isinstance(new, ast.stmt) else f"({text})"))
    return found


def draw(count: int, seed: int) -> list[Mutant]:
    """Draw lines from all rooms in turn, and one change of each."""
    chance = Random(seed)
    rooms: dict[str, list[Mutant]] = {}
    for path in sorted((ROOT / "report").rglob("*.py")):
        for mutant in mutants_of(path.relative_to(ROOT)):
            rooms.setdefault(mutant.room, []).append(mutant)
    del rooms["__init__"], rooms["__main__"]
    drawn: list[Mutant] = []
    while len(drawn) < count:
        for room in sorted(rooms):
            taken = {(mutant.path, mutant.line) for mutant in drawn}
            drawn.append(chance.choice([one for one in rooms[room] if (one.path, one.line) not in taken]))
    return drawn[:count]


def users_of(mutant: Mutant) -> list[str]:
    """Return the files of tests in other rooms that import a module."""
    name = ".".join(mutant.path.with_suffix("").parts).removesuffix(".__init__")
    files = [
        path
        for path in (ROOT / "tests").rglob("test_*.py")
        if f"from {name} import" in path.read_text(encoding="utf-8")
    ]
    return [str(path.relative_to(ROOT)) for path in sorted(files) if path.parts[-2] != mutant.room]


def is_caught(copy: Path, room: str, runs: Sequence[tuple[str, ...]]) -> str:
    """Run tests, step by step, and return the last line of the first run that fails; nothing where none does."""
    for words in (run for run in runs if not run[0].startswith("-")):
        pytest = [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", "--no-header", *words]
        command = ["sh", "-c", f'ulimit -t {CPU}; exec "$0" "$@"', *pytest]
        settings = {**os.environ, "PYTHONPATH": str(copy), "PYTHONHASHSEED": "0"}
        done = subprocess.Popen(
            command, cwd=copy, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,
        )  # fmt: skip
        said, _ = done.communicate()
        with suppress(ProcessLookupError):
            os.killpg(done.pid, signal.SIGKILL)  # whatever it has left
        if done.returncode not in (0, 5):
            failed = [line for line in said.splitlines() if line.startswith(("FAILED", "ERROR"))]
            return failed[0] if failed else f"the tests of {room} ended with status {done.returncode}"
    return ""


def main(arguments: Sequence[str]) -> int:
    """Break lines, say of each whether a test has noticed, and fail where too few were."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--only", type=int, nargs="*", help="the numbers of the lines that are tried, from 1")
    parser.add_argument("--near", action="store_true", help="only by the tests of the room and of those that use it")
    options = parser.parse_args(arguments)
    caught, tried = 0, 0
    with TemporaryDirectory(prefix="mutants-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "tree"
        for name in COPIED:
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"), symlinks=True)
        for path in ROOT.iterdir():
            if path.is_file() and path.name != ".git":
                shutil.copy2(path, copy)
        for number, mutant in enumerate(draw(options.count, options.seed), start=1):
            if options.only and number not in options.only:
                continue
            module = copy / mutant.path
            source = module.read_text(encoding="utf-8")
            module.write_text(mutant.applied(source), encoding="utf-8")
            os.utime(module, (number, number))  # what is compiled is known by its second
            tests = f"tests/{mutant.room}"
            near = ((tests, "-m", QUICK), (*users_of(mutant), "-m", ALL), (tests, "-m", f"slow and {ALL}"))
            runs = near if options.near else (*near, ("tests", "-m", QUICK))
            why = is_caught(copy, mutant.room, runs)
            module.write_text(source, encoding="utf-8")
            os.utime(module, (number + options.count, number + options.count))
            caught, tried = caught + bool(why), tried + 1
            print(
                f"{number:3d} {'caught' if why else 'SURVIVED':8} {mutant.path}:{mutant.line}: {told(mutant)}",
                flush=True,
            )
            print(f"             {why}" if why else "", end="\n" if why else "", flush=True)
    print(f"{caught} of {tried} caught")
    return int(caught < LEAST * tried / COUNT)


def told(mutant: Mutant) -> str:
    old, new = (" ".join(text.split()) for text in (mutant.old, mutant.new))
    return f"{old[:60]} → {new[:60]}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
