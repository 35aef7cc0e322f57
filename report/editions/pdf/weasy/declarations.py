"""WeasyPrint's C declarations, parsed once and kept: it would parse 450 lines of C at every start.

cffi can write declarations that it has parsed as a Python module ("out-of-line", ABI level; cffi's manual,
"Preparing and distributing modules"). The module is kept in the cache folder under a digest of the
declarations and of cffi's version; where anything is not as expected, WeasyPrint parses them itself.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import importlib.util
import io
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from report.cache import cache_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "weasyprint_declarations"


class _Parsed:
    """Stands for `cffi.FFI()`: declarations are known already, everything else is the real object's."""

    def __init__(self, ffi: Any) -> None:
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
    """Remove what is kept: it has done harm."""
    for path in cache_folder().glob(f"{NAME}-*.py"):
        path.unlink(missing_ok=True)


def _kept() -> Any:
    """Load the kept module, writing it first where it is not there; None where that fails."""
    try:
        source = _engine_source()
        digest = hashlib.sha256(f"{version('cffi')}\n{source}".encode()).hexdigest()[:16]
        path = cache_folder() / f"{NAME}-{digest}.py"
        if not path.is_file():
            _write(_declarations(source), path)
        spec = importlib.util.spec_from_file_location(NAME, path)
        if spec is None or spec.loader is None:
            return None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    except (ImportError, LookupError, OSError, SyntaxError, ValueError):
        return None
    return module.ffi


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


def _write(declarations: str, path: Path) -> None:
    import cffi

    builder = cffi.FFI()
    builder.cdef(declarations)
    builder.set_source(NAME, None)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder, contextlib.redirect_stdout(io.StringIO()):
        draft = Path(folder) / path.name
        builder.emit_python_code(str(draft))
        draft.replace(path)
    sys.modules.pop("cffi", None)
