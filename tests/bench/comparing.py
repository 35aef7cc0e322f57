"""Compare two reports and mark what has changed: what a redline costs beside its build, in CPU seconds, as JSON. Run by the benchmark."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from report.read.manuscript import read_manuscript
from report.read.project import Project
from report.redline.former import OldVersion
from report.redline.manuscript import changes_of, compare_manuscripts, marked_manuscript


def main() -> None:
    """Take the slugs of the older and the newer report; reading them is not counted, for a build reads as well."""
    project = Project(Path.cwd())
    old, new = (read_manuscript(project, project.report(slug))[0] for slug in sys.argv[1:3])
    start = time.process_time()
    done = compare_manuscripts(old, new, (project, project))
    changes = changes_of(done, old, new, "")
    marked_manuscript(done, new, OldVersion(old, project), changes)
    print(json.dumps(time.process_time() - start))


if __name__ == "__main__":
    main()
