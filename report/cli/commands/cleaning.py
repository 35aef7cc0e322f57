"""`report clean`: what was built or kept goes."""

from __future__ import annotations

from pathlib import Path

import click

from report.read.project import find_project


@click.command("clean")
@click.option("--cache", is_flag=True, help="What is kept between builds, instead of what was built.")
@click.option("--out", type=click.Path(path_type=Path), help="The folder that was built into (default: build/).")
def clean_command(*, cache: bool, out: Path | None) -> None:
    """Remove what was built, or with --cache what is kept between builds."""
    from report.pipeline.clean import remove_kept, remove_outputs

    if cache:
        print(f"Removed   {remove_kept()}")
        return
    project = find_project(Path.cwd())
    for path in remove_outputs(project, project.output(out, project.reports())):
        print(f"Removed   {path}")
