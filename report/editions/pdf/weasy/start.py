"""Import WeasyPrint with our fonts and nothing else, and without the work that slows its start.

Three things of its import are put off or done ahead (upstream declined lazy imports, Kozea/WeasyPrint#2073):

- fontTools serves variable, bitmap and WOFF fonts alone: stand-ins take its place and load it when one
  is used;
- cffi asks where libraries are by starting gcc and ldconfig for each name it does not find;
- the C declarations are parsed once (`declarations`).

`REPORT_PLAIN_START=1` leaves WeasyPrint's import as it is.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import importlib
import importlib.util
import os
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from report.editions.pdf.weasy.declarations import forget, parsed_ahead
from report.fonts import fonts_folder
from report.model.errors import ToolMissing

if TYPE_CHECKING:
    from collections.abc import Iterator

PUT_OFF = ("fontTools", "fontTools.subset", "fontTools.ttLib", "fontTools.varLib", "fontTools.varLib.instancer")


def load_engine() -> ModuleType:
    """Import WeasyPrint. Raise `ToolMissing` where a native library is absent.

    Fontconfig reads our configuration, so no font of the system can slip into a page.
    """
    if "weasyprint" not in sys.modules:
        os.environ["FONTCONFIG_FILE"] = str(fonts_folder() / "fonts.conf")
        if not os.environ.get("REPORT_PLAIN_START"):
            _import_quickly()
    try:
        import weasyprint
    except OSError as error:
        help = "`report doctor` tells the line to type"
        raise ToolMissing(f"WeasyPrint cannot load a native library: {error}", help) from error
    module: ModuleType = weasyprint
    return module


def _import_quickly() -> None:
    """Import WeasyPrint with all shortcuts; whatever goes wrong, leave nothing of it, for an import as it comes."""
    known = set(sys.modules)
    try:
        with contextlib.ExitStack() as stack:
            for shortcut in (_no_library_search, _put_off, parsed_ahead):
                stack.enter_context(shortcut())
            importlib.import_module("weasyprint")
    except Exception:  # noqa: BLE001 - the plain import will say what is wrong, if it still is
        for name in set(sys.modules) - known:
            del sys.modules[name]
        with contextlib.suppress(OSError):
            forget()


class _Later:
    """Stands for a name of a module that is put off; the first use loads the module and the name."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def _real(self) -> Any:
        module = importlib.import_module(self._module)
        return getattr(module, self._name, None) or importlib.import_module(f"{self._module}.{self._name}")

    def __call__(self, *arguments: object, **options: object) -> Any:
        return self._real()(*arguments, **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real(), name)


class _PutOff(ModuleType):
    """A module whose every name is a `_Later`."""

    __path__: list[str] = []  # noqa: RUF012 - what makes a module a package

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Later(self.__name__, name)


@contextlib.contextmanager
def _put_off() -> Iterator[None]:
    absent = [name for name in PUT_OFF if name not in sys.modules]
    if len(absent) < len(PUT_OFF):
        yield
        return
    sys.modules.update({name: _PutOff(name) for name in absent})
    try:
        yield
    finally:
        for name in absent:
            sys.modules.pop(name, None)


@contextlib.contextmanager
def _no_library_search() -> Iterator[None]:
    """Answer None to the question where a library is; WeasyPrint tries the right sonames in turn anyway."""
    if not sys.platform.startswith("linux"):
        yield
        return
    search = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None  # noqa: ARG005
    try:
        yield
    finally:
        ctypes.util.find_library = search
