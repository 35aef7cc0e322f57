"""Resolve a report over and over: what numbers, references and the plan of its passages cost. Run by the benchmark."""

from __future__ import annotations

import sys
from pathlib import Path

from report.read.manuscript import read_manuscript
from report.read.project import Project
from report.resolve.manuscript import resolve
from report.runtime.store import open_store


def main() -> None:
    """Take a slug, and how many bytes of text to go through in all."""
    slug, amount = sys.argv[1], int(sys.argv[2])
    project = Project(Path.cwd())
    with open_store() as store:
        manuscript, _ = read_manuscript(project, project.report(slug), store)
        size = sum(len(section.text) for section in manuscript.sections)
        for _ in range(amount // size):
            resolve(manuscript, project, store)


if __name__ == "__main__":
    main()
