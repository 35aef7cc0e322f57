"""The one home of vl-convert: Vega-Lite charts are drawn in a process of their own, which lives as long as ours.

Vega runs in a JavaScript engine with threads and hundreds of megabytes: none of that should be in a process
that forks, and a chart that hangs must not hang the build. This file is that process's program as well.
"""

from __future__ import annotations

import atexit
import json
import re
import sys
import tempfile
import threading
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

    from report.runtime.confined import Running  # imported late: this file is also run where there is no package

PACKAGE = "vl-convert-python"
SPECIFICATION = re.compile(r"(?<=Invalid specification) \{.*\}(?=\.)")  # all of it, between the words
SECONDS, WAIT = 20.0, 120.0  # for one chart: of CPU where that can be bounded, and on the wall
MEMORY = 1_500_000_000  # bytes
LOCALES = {"ar": "ar-001", "en": "en-US", "es": "es-ES", "pt": "pt-BR", "zh": "zh-CN", "uk": "uk-UA", "ja": "ja-JP", "ko": "ko-KR", "he": "he-IL"}  # fmt: skip


class ChartFault(Exception):
    """A chart that cannot be drawn, in Vega's words."""


def has_charts() -> bool:
    """Tell whether the package that draws charts is installed."""
    return find_spec("vl_convert") is not None


def charts_version() -> str:
    """Return the package's version, empty where it is not installed."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return ""


def draw_chart(spec: dict[str, Any], fonts: tuple[str, ...], lang: str) -> str:
    """Draw a Vega-Lite specification as SVG, with the fonts of some folders and the numbers of a language.

    Nothing is read from elsewhere. Raise `ChartFault` where it cannot be drawn, or not in time.
    """
    return _draughtsman(fonts).draw({"spec": spec, "lang": lang})


@cache
def _draughtsman(fonts: tuple[str, ...]) -> _Draughtsman:
    return _Draughtsman(fonts)


class _Draughtsman:
    """The process that draws, started when it is first asked."""

    def __init__(self, fonts: tuple[str, ...]) -> None:
        self._fonts = fonts
        self._running: Running | None = None
        self._asking = threading.Lock()
        atexit.register(self.close)

    def draw(self, order: dict[str, object]) -> str:
        with self._asking:
            if self._running is None or self._running.process.poll() is not None:
                self.close()
                self._running = _start(self._fonts)
            answer = self._ask(self._running, json.dumps(order))
            if not answer:
                self.close()
        if not answer:
            raise ChartFault(
                f"it takes longer than {SECONDS:.0f} seconds, or more than {MEMORY // 1_000_000} MB of memory"
            )
        told: dict[str, str] = json.loads(answer)
        if "error" in told:
            raise ChartFault(told["error"])
        return told["svg"]

    def close(self) -> None:
        """End the process, if there is one."""
        if self._running is not None:
            self._running.end()
            self._running = None

    def _ask(self, running: Running, order: str) -> bytes:
        """Return the answer, empty where none came in time; the process is ended then."""
        from report.runtime.confined import grant

        process = running.process
        if process.stdin is None or process.stdout is None:
            return b""
        grant(process, SECONDS)
        timer = threading.Timer(WAIT, process.kill)
        timer.start()
        try:
            with suppress(BrokenPipeError):
                process.stdin.write(order.encode() + b"\n")
                process.stdin.flush()
                return process.stdout.readline()
        finally:
            timer.cancel()
        return b""


def _start(fonts: tuple[str, ...]) -> Running:
    from report.runtime.confined import start_confined

    command = (sys.executable, "-I", str(Path(__file__).resolve()), *(str(Path(font).resolve()) for font in fonts))
    return start_confined(command, MEMORY, Path(tempfile.gettempdir()))


def _serve(fonts: list[str]) -> None:
    """Answer orders, a line of JSON each, until there are no more."""
    _unbind()
    import vl_convert

    for folder in fonts:
        vl_convert.register_font_directory(folder)
    for line in sys.stdin:
        order = json.loads(line)
        try:
            locale = _locale(vl_convert, order["lang"])
            svg = vl_convert.vegalite_to_svg(order["spec"], allowed_base_urls=[], format_locale=locale)
            answer = {"svg": svg}
        except Exception as error:  # noqa: BLE001 - the library raises whatever its engine throws
            answer = {"error": _reason(str(error))}
        print(json.dumps(answer), flush=True)


def _unbind() -> None:
    """Lift a bound on address space that a worker has handed down: the engine reserves far more than it ever uses."""
    if sys.platform == "linux":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _locale(vl_convert: ModuleType, lang: str) -> Any:
    """Return how numbers are written in a language, None where Vega does not know it."""
    base = lang.split("-", maxsplit=1)[0]
    for name in (lang, LOCALES.get(base, ""), f"{base}-{base.upper()}"):
        with suppress(ValueError):
            return vl_convert.get_format_locale(name)
    return None


def _reason(message: str) -> str:
    """Take Vega's own words out of the engine's report."""
    lines = [line.strip() for line in message.splitlines() if line.strip() and not line.strip().startswith("at ")]
    words = next((line for line in lines if "Error: " in line), lines[0] if lines else "no reason is given")
    return SPECIFICATION.sub("", words.rpartition("Error: ")[2])


if __name__ == "__main__":
    _serve(sys.argv[1:])
