"""WeasyPrint's C declarations, parsed once and kept: it would parse 450 lines of C at every start.

cffi can write declarations that it has parsed as a Python module ("out-of-line", ABI level; cffi's manual,
"Preparing and distributing modules"). The module's code is kept in the user's store under a digest of the
declarations and of cffi's and Python's versions; where anything is not as expected, WeasyPrint parses them itself.
"""

from __future__ import annotations

import ast
import contextlib
import importlib.util
import io
import marshal
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from report.runtime.store import user_store, values_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cffi import FFI

NAME = "weasyprint_declarations"
KIND = "declarations"


class _Parsed:
    """Stands for `cffi.FFI()`: declarations are known already, everything else is the real object's."""

    def __init__(self, ffi: FFI) -> None:
        self._ffi = ffi

    def cdef(self, source: str) -> None:
        """Take no notice: what is declared here has been parsed."""

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._ffi, name)
        setattr(self, name, value)
        return value


@contextlib.contextmanager
def parsed_ahead() -> Iterator[None]:
    """Serve the kept declarations to `import cffi` while WeasyPrint is imported."""
    ffi = None if "cffi" in sys.modules else _kept()
    if ffi is None:
        yield
        return
    stand_in = ModuleType("cffi")
    stand_in.FFI = lambda: _Parsed(ffi)  # type: ignore[attr-defined]
    sys.modules["cffi"] = stand_in
    try:
        yield
    finally:
        del sys.modules["cffi"]


def forget() -> None:
    """Put nothing in the place of what is kept: it has done harm."""
    user_store().put(KIND, _key(_engine_source()), None)


def _kept() -> Any:
    """Load the kept module, making it first where it is not there; None where that fails."""
    try:
        source = _engine_source()
        store, key = user_store(), _key(source)
        code = store.get(KIND, key)
        if code is None:
            code = marshal.dumps(compile(_write(_declarations(source)), NAME, "exec"))
            store.put(KIND, key, code)
        module = ModuleType(NAME)
        exec(marshal.loads(code), module.__dict__)  # noqa: S102, S302 - ours: the store has checked its digest
    except (ImportError, LookupError, OSError, SyntaxError, TypeError, ValueError):
        return None
    return module.ffi


def _key(source: str) -> str:
    return values_digest(version("cffi"), importlib.util.MAGIC_NUMBER, source)


def _engine_source() -> str:
    """Read WeasyPrint's module of declarations, without importing it."""
    spec = importlib.util.find_spec("weasyprint")
    if spec is None or spec.origin is None:
        raise LookupError("weasyprint")
    return (Path(spec.origin).parent / "text" / "ffi.py").read_text(encoding="utf-8")


def _declarations(source: str) -> str:
    """Find what the module declares: the constant arguments of its calls of `cdef`."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.args]
    parts = [
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "cdef" and isinstance(call.args[0], ast.Constant)
    ]
    if not parts:
        raise LookupError("declarations")
    return "\n".join(parts)


def _write(declarations: str) -> str:
    """Let cffi write the module of declarations; return its text."""
    import cffi

    builder = cffi.FFI()
    builder.cdef(declarations)
    builder.set_source(NAME, None)
    with tempfile.TemporaryDirectory(prefix="report-") as folder, contextlib.redirect_stdout(io.StringIO()):
        draft = Path(folder) / f"{NAME}.py"
        builder.emit_python_code(str(draft))
        text = draft.read_text(encoding="utf-8")
    sys.modules.pop("cffi", None)
    return text
