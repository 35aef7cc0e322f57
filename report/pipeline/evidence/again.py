"""A second build, from nothing that is kept: whether it gives the same bytes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from report.model.findings import Finding, Location
from report.pipeline.build import build_editions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from report.read.project import Project, Source

CODE = "C108"
HELP = "build it anew with `report build`; where it differs again, report it with the source"


def check_again(project: Project, source: Source, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Build a report again in a folder of its own, and compare with `files`, the first build's by name."""
    formats = tuple(Path(name).suffix[1:] for name in files)
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        build_editions(project, source, formats, Path(folder))
        made = {name: Path(folder) / source.slug / name for name in files}
        return tuple(
            Finding(CODE, _difference(data, made[name]), Location(name), HELP)
            for name, data in files.items()
            if not made[name].is_file() or made[name].read_bytes() != data
        )


def _difference(data: bytes, path: Path) -> str:
    if not path.is_file():
        return "a second build does not give the file at all"
    other = path.read_bytes()
    first = next((index for index, pair in enumerate(zip(data, other, strict=False)) if pair[0] != pair[1]), None)
    at = min(len(data), len(other)) if first is None else first
    return f"a second build gives other bytes, from byte {at:,} on ({len(data):,} and {len(other):,} bytes)"
