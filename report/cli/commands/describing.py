"""`report schema`: the keys of `report.yaml`, as editors read them."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("schema")
@click.option("--defaults", is_flag=True, help="The schema of sources/defaults.yaml, in which nothing is required.")
@click.option("--write", is_flag=True, help="Write it into sources/, where editors find it, instead of printing it.")
def schema_command(*, defaults: bool, write: bool) -> None:
    """Print the JSON Schema of report.yaml."""
    from report.importers.new_report import schema_text, write_schema

    if write:
        print(f"Wrote     {write_schema(Path.cwd(), defaults=defaults)}")
    else:
        print(schema_text(Path.cwd(), defaults=defaults), end="")
