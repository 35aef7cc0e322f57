"""Set the project up: a virtual environment with the locked packages, and the native libraries.

Run as `python3 -m report.dev.bootstrap [--dev]` by make, before anything is installed: only the standard
library is imported. Exit status 4 where something is missing that only the user can install.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from report.runtime import native

OLDEST = (3, 11)
LOCKS = {False: ("requirements.lock",), True: ("requirements.lock", "requirements-dev.lock")}
VENV = Path(".venv")
STAMP = "set-up.sha256"
FORMER = "report"  # what the distribution was called before it was `report-press`


class Missing(Exception):
    """Something that only the user can install is missing."""


def main() -> int:
    """Set up what is not set up yet; do nothing, and say nothing, where all is."""
    parser = argparse.ArgumentParser(prog="python3 -m report.dev.bootstrap")
    parser.add_argument("--dev", action="store_true", help="also what tests and lint need")
    dev = parser.parse_args().dev
    state = _state(dev=dev)
    stamp = VENV / (f"dev-{STAMP}" if dev else STAMP)
    if stamp.is_file() and stamp.read_text() == state and not native.missing():
        return 0
    try:
        _check_python()
        _check_native()
    except Missing as error:
        print(f"error: {error}\n\nType, on\n{native.advice()}\n\nand run make again.", file=sys.stderr)
        return 4
    _make_environment(dev=dev)
    stamp.write_text(state)
    if dev:
        (VENV / STAMP).write_text(_state(dev=False))
    return 0


def _state(*, dev: bool) -> str:
    parts = [sys.version, *(Path(name).read_text(encoding="utf-8") for name in (*LOCKS[dev], "pyproject.toml"))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _check_python() -> None:
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:3])
        raise Missing(f"Python 3.11 or newer is needed, this is {found}; name another with `make PYTHON=python3.12`")
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        _apt("python3-venv")
        if subprocess.run(
            [sys.executable, "-c", "import ensurepip, venv"], check=False, capture_output=True
        ).returncode:
            raise Missing("Python's venv module is missing")


def _check_native() -> None:
    if not native.missing():
        return
    _apt(*native.DEBIAN_PACKAGES)
    if lacking := native.missing():
        raise Missing(f"these native libraries are missing: {', '.join(lacking)}")


def _apt(*packages: str) -> None:
    """Install Debian packages where we may: as root, on Debian or Ubuntu."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    _say(f"Installing {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    for command in ([*quiet, "update"], [*quiet, "install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)


def _make_environment(*, dev: bool) -> None:
    python = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.is_file():
        _say(f"Making {VENV}/")
        _run(sys.executable, "-m", "venv", str(VENV))
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--no-deps"]
    for lock in LOCKS[dev]:
        _say(f"Installing the packages of {lock}")
        _run(*pip, "--require-hashes", "--only-binary=:all:", "-r", lock)
    _forget(python, FORMER)
    _run(*pip, "--no-build-isolation", "--editable", ".")
    _run(str(python), "-m", "compileall", "-q", "report")
    _say("Cutting the fonts")
    _run(str(python), "-c", "from report.fonts import fonts_folder; fonts_folder()")


def _forget(python: Path, name: str) -> None:
    """Remove the distribution of a name, if it is there: two that have the same files would each remove the other's."""
    quietly = [str(python), "-m", "pip", "--disable-pip-version-check", "-qq", "uninstall", "--yes", name]
    subprocess.run(quietly, check=False)


def _run(*command: str) -> None:
    done = subprocess.run(command, check=False)
    if done.returncode:
        print(f"error: this failed with status {done.returncode}: {' '.join(command)}", file=sys.stderr)
        sys.exit(3)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
