"""What the tests share: where things are, the least that a report may be, and what is done where a tool is missing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from report.model.errors import ToolMissing

if TYPE_CHECKING:
    from collections.abc import Callable

    from report.model.findings import Finding

TESTS = Path(__file__).parent
ROOT = TESTS.parent
SAMPLES = TESTS / "samples"
HEAD = "title: A short report\ndate: 2025-07-14\nlang: en\n"
TEXT = "# Introduction\n\nA sentence.\n"


def apply(check: Callable[[Path], tuple[Finding, ...]], path: Path) -> tuple[Finding, ...]:
    """Run a check; where its tool is missing, skip the test, or fail it if `REPORT_REQUIRE_TOOLS` is 1."""
    try:
        return check(path)
    except ToolMissing as missing:
        if os.environ.get("REPORT_REQUIRE_TOOLS") == "1":
            raise
        pytest.skip(f"{missing.message}: {missing.help}")


def takes_long() -> None:
    """Skip a test that takes long, but where all tools are required, as in `make conformance`."""
    if os.environ.get("REPORT_REQUIRE_TOOLS") != "1":
        pytest.skip("it takes long: `make conformance` runs it")
