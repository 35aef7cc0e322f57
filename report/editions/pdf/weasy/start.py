"""Import WeasyPrint with our fonts and nothing else, and without the searches that slow its start."""

from __future__ import annotations

import contextlib
import ctypes.util
import importlib.util
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from report.errors import ToolMissing
from report.fonts import fonts_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType


def load() -> ModuleType:
    """Import WeasyPrint, patched. Raise `ToolMissing` where a native library is absent.

    Fontconfig reads our configuration, so no font of the system can slip into a page.
    """
    if "weasyprint" not in sys.modules:
        os.environ["FONTCONFIG_FILE"] = str(fonts_folder() / "fonts.conf")
    try:
        with _no_library_search():
            import weasyprint
    except OSError as error:
        help = "run `make` once more, or see `report info` for the line to type"
        raise ToolMissing(f"WeasyPrint cannot load a native library: {error}", help) from error
    from report.editions.pdf.weasy.tagging import install

    install()
    return weasyprint


@contextlib.contextmanager
def _no_library_search() -> Iterator[None]:
    """Answer None to cffi's question where a library is: on Linux it would start gcc and ldconfig for each guess.

    WeasyPrint tries the right sonames in turn anyway.
    """
    if not sys.platform.startswith("linux"):
        yield
        return
    search = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search


def srgb_profile() -> bytes:
    """Read the sRGB profile that comes with WeasyPrint (ICC, sRGB2014)."""
    spec = importlib.util.find_spec("weasyprint")
    if spec is None or spec.origin is None:
        raise ToolMissing("WeasyPrint is not installed", "pip install 'weasyprint==70.*'")
    return (Path(spec.origin).parent / "pdf" / "sRGB2014.icc").read_bytes()
