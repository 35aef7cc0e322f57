"""Resolve a report some times over: what numbers, references and the plan of its passages cost. Run by the benchmark."""

from __future__ import annotations

import sys
from pathlib import Path

from report.project import Project
from report.read.manuscript import read_manuscript
from report.resolve.manuscript import resolve
from report.store import open_store


def main() -> None:
    """Take a slug and a number of times."""
    slug, times = sys.argv[1], int(sys.argv[2])
    project = Project(Path.cwd())
    with open_store() as store:
        manuscript, _ = read_manuscript(project, project.report(slug), store)
        for _ in range(times):
            resolve(manuscript, project, store)


if __name__ == "__main__":
    main()
