"""What the tests share: where things are, the least that a report may be, and what is done where a tool is missing."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

from report.model.errors import ToolMissing

if TYPE_CHECKING:
    from collections.abc import Callable


Value = TypeVar("Value")
TESTS = Path(__file__).parent
ROOT = TESTS.parent
SAMPLES = TESTS / "samples"
QUICK = "not slow and not conformance and not attack"  # what is run where nothing is named
QUICK_SAMPLES = ("apparatus", "arabic", "french", "minimal", "torture")
FORMATS = ("pdf", "epub", "html")
HEAD = "title: A short report\ndate: 2025-07-14\nlang: en\n"
PATIENCE = 600  # seconds after which a test ends what hangs: nothing that works comes near, however busy the machine is
TEXT = "# Introduction\n\nA sentence.\n"


def samples(*names: str) -> list[object]:
    """Return samples as what a test is tried with, all unless some are named; only a few of them are quick to build."""
    chosen = names or sorted(folder.name for folder in SAMPLES.iterdir() if folder.name != "findings")
    return [pytest.param(name, marks=() if name in QUICK_SAMPLES else pytest.mark.slow) for name in chosen]


def apply(check: Callable[[Path], Value], path: Path) -> Value:
    """Run a check; where its tool is missing, skip the test, or fail it if `REPORT_REQUIRE_TOOLS` is 1."""
    try:
        return check(path)
    except ToolMissing as missing:
        if os.environ.get("REPORT_REQUIRE_TOOLS") == "1":
            raise
        pytest.skip(f"{missing.message}: {missing.help}")


def there(value: Value | None) -> Value:
    """Return what must not be missing."""
    assert value is not None
    return value


def calls_of(function: Callable[[], object]) -> int:
    """Count the calls of Python functions that a call makes: what it costs, whatever else the machine does."""
    calls = 0

    def count(_frame: object, event: str, _: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        function()
    finally:
        sys.setprofile(None)
    return calls


def takes_long() -> None:
    """Skip a test that takes long, but where all tools are required, as in `make conformance`."""
    if os.environ.get("REPORT_REQUIRE_TOOLS") != "1":
        pytest.skip("it takes long: `make conformance` runs it")
