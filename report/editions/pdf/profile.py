"""The colour profile of the output intent."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from report.model.errors import ToolMissing
from report.runtime.distribution import install_line


def srgb_profile() -> bytes:
    """Read the sRGB profile that comes with WeasyPrint (ICC, sRGB2014)."""
    spec = importlib.util.find_spec("weasyprint")
    if spec is None or spec.origin is None:
        raise ToolMissing("WeasyPrint is not installed", install_line("weasyprint"))
    return (Path(spec.origin).parent / "pdf" / "sRGB2014.icc").read_bytes()
