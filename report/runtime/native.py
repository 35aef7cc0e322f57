"""The native libraries that WeasyPrint needs: which are there, and how to get those that are not.

Nothing but the standard library is imported, so that it can run before anything is installed.
"""

from __future__ import annotations

import ctypes
import shutil
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Library:
    """A shared library by what it is called on Linux, macOS and Windows."""

    name: str
    files: tuple[str, str, str]

    def load(self) -> ctypes.CDLL | None:
        """Load the library, or return None where it is absent."""
        place = {"darwin": 1, "win32": 2}.get(sys.platform, 0)
        names = [self.files[place]]
        if sys.platform == "darwin":
            names += [f"{folder}/{self.files[1]}" for folder in ("/opt/homebrew/lib", "/usr/local/lib")]
        for name in names:
            try:
                return ctypes.CDLL(name)
            except OSError:
                continue
        return None


LIBRARIES = (
    Library("gobject", ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll")),
    Library("pango", ("libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0-0.dll")),
    Library("pangoft2", ("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib", "libpangoft2-1.0-0.dll")),
    Library("harfbuzz", ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll")),
    Library("harfbuzz-subset", ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll")),
    Library("fontconfig", ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll")),
)
DEBIAN_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz0b", "libharfbuzz-subset0", "libfontconfig1")
INSTALL = {
    "Debian or Ubuntu": f"apt-get install python3-venv {' '.join(DEBIAN_PACKAGES)}",
    "Fedora": "dnf install pango harfbuzz fontconfig",
    "macOS": "brew install pango",
    "Windows": "pacman -S mingw-w64-ucrt-x86_64-pango   (in an MSYS2 UCRT64 shell)",
}


def missing() -> tuple[str, ...]:
    """Name the libraries that are not there."""
    return tuple(library.name for library in LIBRARIES if library.load() is None)


def library_versions() -> dict[str, str]:
    """Return the version of each library that tells it; empty where it does not, "missing" where it is absent."""
    return {library.name: _version(library) for library in LIBRARIES}


def advice() -> str:
    """Write the line to type on each system."""
    width = max(len(system) for system in INSTALL)
    return "\n".join(f"    {system:{width}}  {line}" for system, line in INSTALL.items())


def line_here() -> str:
    """Write the line to type on this system."""
    system = {"darwin": "macOS", "win32": "Windows"}.get(sys.platform)
    managers = {"apt-get": "Debian or Ubuntu", "dnf": "Fedora"}
    system = system or next((name for manager, name in managers.items() if shutil.which(manager)), None)
    return INSTALL[system] if system else "install Pango, HarfBuzz and fontconfig with the system's package manager"


def _version(library: Library) -> str:
    loaded = library.load()
    if loaded is None:
        return "missing"
    function = {"pango": "pango_version_string", "harfbuzz": "hb_version_string"}.get(library.name)
    if function:
        call = getattr(loaded, function)
        call.restype = ctypes.c_char_p
        return str(call().decode())
    if library.name == "fontconfig":
        number = int(loaded.FcGetVersion())
        return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    return ""
