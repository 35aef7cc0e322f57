"""Verify an archive, and say nothing. Run by the benchmark."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from report.archiving.auditing import Plan, run_audits
from report.archiving.root import open_root


def main() -> None:
    """Take the folder of an archive; end with status 1 where anything is wrong with it."""
    plan = Plan(datetime.now(UTC))
    sys.exit(any(audit.findings for audit in run_audits(open_root(Path(sys.argv[1])), plan)))


if __name__ == "__main__":
    main()
