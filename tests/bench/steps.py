"""Build a report in one process and tell what its steps cost, in CPU seconds, as JSON. Run by the benchmark."""

from __future__ import annotations

import functools
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report.checks.parity import check
from report.editions.epub import chapters
from report.editions.pdf.weasy import page_map, render
from report.pipeline.build import build_editions
from report.read.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable

STEPS = {
    "render": (render, "render_part"),
    "map": (page_map, "read_pages"),
    "marks": (chapters, "insert_page_breaks"),
    "parity": (check, "check_editions"),
}


def main() -> None:
    """Take a slug; what is known of it from earlier builds is not used."""
    spent = dict.fromkeys(STEPS, 0.0)
    for name, (module, function) in STEPS.items():
        setattr(module, function, timed(getattr(module, function), spent, name))
    project = Project(Path.cwd())
    with tempfile.TemporaryDirectory() as out:
        start = time.process_time()
        result = build_editions(project, project.report(sys.argv[1]), ("pdf", "epub", "html"), Path(out))
        spent["build"] = time.process_time() - start
    assert result.written
    assert all(spent.values()), spent
    print(json.dumps(spent))


def timed(function: Callable[..., Any], spent: dict[str, float], name: str) -> Callable[..., Any]:
    """Wrap a function so that what it takes is added up."""

    @functools.wraps(function)
    def wrapper(*arguments: Any, **named: Any) -> Any:
        start = time.process_time()
        try:
            return function(*arguments, **named)
        finally:
            spent[name] += time.process_time() - start

    return wrapper


if __name__ == "__main__":
    main()
