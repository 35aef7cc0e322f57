"""Fill an archive with reports and versions of a size, and verify it where that is asked. Run by the benchmark."""

from __future__ import annotations

import hashlib
import sys
from datetime import UTC, datetime
from pathlib import Path

from report.archiving.auditing import Plan, run_audits
from report.archiving.commit import Note, commit
from report.archiving.root import make_root

FILES = 3  # that each version has


def main() -> None:
    """Take a folder, the numbers of reports and of versions, the bytes of a file, and perhaps "verify"."""
    root = make_root(Path(sys.argv[1]))
    reports, versions, size = map(int, sys.argv[2:5])
    for report in range(reports):
        for version in range(versions):
            files = {f"{number}.bin": content(f"{report} {version} {number}", size) for number in range(FILES - 1)}
            files |= {"same.bin": content(str(report), size)}
            commit(root, f"urn:report:r{report}", files, Note("x", "bench", "2026-11-01T12:00:00Z", "acct:a@b"))
    if sys.argv[5:] == ["verify"]:
        assert not [finding for audit in run_audits(root, Plan(datetime.now(UTC))) for finding in audit.findings]


def content(seed: str, size: int) -> bytes:
    return hashlib.shake_128(seed.encode()).digest(size)


if __name__ == "__main__":
    main()
