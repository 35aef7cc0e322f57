"""Other ways from the same sources, or the same master, to a PDF: measured where they are installed."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.measure import Cost, run
from tests.common import there

if TYPE_CHECKING:
    from collections.abc import Callable

PANDOC = Path(there(there(find_spec("pypandoc")).origin)).parent / "files" / "pandoc"
FROM_SOURCES = ("--citeproc", "--bibliography=references.bib", "--toc", "--metadata=title:Report")
QUIET = "--headless --no-sandbox --disable-gpu --disable-background-networking --no-first-run".split()


@dataclass(frozen=True)
class Peer:
    """A peer: the program it needs, and the command that makes a PDF in the folder it is run in, from it or another."""

    name: str
    program: str
    command: Callable[[str, Path, Path], list[str]]
    in_master: bool = False

    @property
    def path(self) -> str | None:
        """Return where the program is, None where it is not installed; WeasyPrint comes with us."""
        beside = Path(sys.executable).parent / self.program
        return str(beside) if beside.exists() else shutil.which(self.program)

    def cost(self, sources: Path, master: Path) -> Cost:
        """Make the PDF, and return what that cost."""
        place = master if self.in_master else sources
        return run(self.command(self.path or "", place, master / "peer.pdf"), place, {})


def by_pandoc(engine: str, place: Path, target: Path) -> list[str]:
    """Have pandoc read the sources, and make a PDF by an engine."""
    files = [path.name for path in sorted(place.glob("*.md"))]
    return [str(PANDOC), *files, *FROM_SOURCES, f"--pdf-engine={engine}", "-o", str(target)]


def by_chromium(program: str, place: Path, target: Path) -> list[str]:
    """Have Chromium print the master: there are no page numbers in its contents."""
    return [
        program,
        *QUIET,
        f"--user-data-dir={target.parent / 'profile'}",
        f"--print-to-pdf={target}",
        str(place / "master.html"),
    ]


PEERS = (
    Peer("pandoc with WeasyPrint", "weasyprint", by_pandoc),
    Peer("pandoc with Typst", "typst", by_pandoc),
    Peer("pandoc with XeLaTeX", "xelatex", by_pandoc),
    Peer("Chromium, no page numbers in contents", "chromium", by_chromium, in_master=True),
)
