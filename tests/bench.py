"""What a build costs, beside pandoc with WeasyPrint: whole processes, in turn, medians of CPU seconds.

Run by `make bench`. Absolute times are the machine's; only the ratios of one run compare.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from report.project import Project
from report.read.manuscript import read_manuscript

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT / "sources" / "asean-briefing"
ROUNDS = 7


def cpu_seconds(command: list[str], folder: Path) -> float:
    """Run a command to its end and return the CPU seconds of it and all its children."""
    child = os.fork()
    if child == 0:
        os.chdir(folder)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        os.execv(command[0], command)
    _, status, usage = os.wait4(child, 0)
    if status:
        sys.exit(f"failed with status {os.waitstatus_to_exitcode(status)}: {' '.join(command)}")
    return usage.ru_utime + usage.ru_stime


def compare(ours: list[str], theirs: list[str], out: Path) -> tuple[float, float, float]:
    """Return the medians of both, and the median of the ratios of neighbours."""
    pairs = []
    for turn in range(ROUNDS + 1):
        pair = cpu_seconds(ours, ROOT), cpu_seconds(theirs, out)
        if turn:  # the first warms the caches
            pairs.append(pair)
    first, second = zip(*pairs, strict=True)
    return statistics.median(first), statistics.median(second), statistics.median(a / b for a, b in pairs)


def front_matter(folder: Path) -> Path:
    """Write what our first page says, for pandoc to set as well: title, subtitle, authors, date, key points."""
    project = Project(ROOT)
    meta = read_manuscript(project, project.report(ARTICLE.name))[0].metadata
    head = {
        "title": meta.title,
        "subtitle": meta.subtitle,
        "author": list(meta.creators),
        "date": str(meta.date),
        "lang": meta.lang,
    }
    points = "\n\n".join(f"- {point}" for point in meta.key_points)
    path = folder / "front.md"
    path.write_text(f"---\n{json.dumps(head, ensure_ascii=False)}\n---\n\n# Key points\n\n{points}\n", encoding="utf-8")
    return path


def main() -> None:
    """Print the table."""
    pandoc = Path(find_spec("pypandoc").origin).parent / "files" / "pandoc"
    engine = Path(sys.executable).parent / "weasyprint"
    report = [sys.executable, "-m", "report"]
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        build = [*report, "build", "asean-briefing", "--quiet", "--out", str(out)]
        sections = [str(front_matter(out)), *(str(path) for path in sorted(ARTICLE.glob("*.md")))]
        metadata = ["--toc", "--resource-path", str(ARTICLE)]
        citing = ["--citeproc", f"--bibliography={ARTICLE / 'references.bib'}"]
        peer = [
            str(pandoc),
            *sections,
            *metadata,
            *citing,
            f"--pdf-engine={engine}",
            "--to=html5",
            f"--output={out / 'peer.pdf'}",
        ]
        rows = (
            ("PDF + EPUB + web : pandoc with WeasyPrint, PDF alone", build, peer),
            (
                "PDF + EPUB : PDF alone",
                [*build, "--to", "pdf,epub"],
                [*report, "build", "asean-briefing", "-q", "--out", str(out), "--to", "pdf"],
            ),
            ("report --help : python -c pass", [*report, "--help"], [sys.executable, "-c", "pass"]),
        )
        print(f"{'CPU seconds, medians of ' + str(ROUNDS) + ' pairs':58}{'first':>9}{'second':>9}{'ratio':>9}")
        for title, ours, theirs in rows:
            folder = ROOT if "report" in theirs else out
            print("{:58}{:9.2f}{:9.2f}{:9.2f}".format(title, *compare(ours, theirs, folder)), flush=True)


if __name__ == "__main__":
    main()
