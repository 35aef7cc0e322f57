"""`report import`: documents of other programs become a report."""

from __future__ import annotations

from pathlib import Path

import click

from report.cli.commands.choice import STYLES, NearChoice, listener_for, print_findings
from report.cli.terminal import Terminal


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--slug", default="", help="The report's name in sources/ (default: made from the first file's).")
@click.option("--title", default="", help="The title (default: what the document says).")
@click.option("--lang", default="", help="The language, as a BCP 47 tag (default: what the document says).")
@click.option(
    "--bibliography",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A file of references to copy (default: what the document names).",
)
@click.option("--format", "style", type=NearChoice(STYLES), default="text", help="How findings are written.")
def import_command(files: tuple[Path, ...], *, slug: str, title: str, lang: str, bibliography: tuple[Path, ...], style: str) -> None:  # fmt: skip
    """Turn FILES (.docx .odt .html .rst .org .tex .ipynb .md .txt) into a report in sources/."""
    from report.api.importing import ImportRequest, import_documents

    request = ImportRequest(files, Path.cwd(), slug, title, lang, bibliography)
    done = import_documents(request, listener_for(Terminal(), style))
    if style != "text":
        print_findings(done.findings, style)
        return
    for path in done.files:
        print(f"Wrote     {path}")
