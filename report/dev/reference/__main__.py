"""`python -m report.dev.reference`: write the handbook's generated pages."""

from __future__ import annotations

from pathlib import Path

from report.dev.reference.pages import HANDBOOK, write_reference
from report.read.project import find_project


def main() -> None:
    """Write the pages of the handbook in the current project."""
    root = find_project(Path.cwd()).root
    for path in write_reference(root, root / HANDBOOK):
        print(f"Wrote     {path.relative_to(root)}")


if __name__ == "__main__":
    main()
