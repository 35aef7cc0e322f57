"""The documents that can be imported, from the table that reads them."""

from __future__ import annotations

from report.dev.reference.markup import as_code, table
from report.read.documents import KINDS


def list_kinds() -> str:
    """List the kinds of documents with their endings."""
    kinds: dict[str, list[str]] = {}
    for ending, kind in KINDS.items():
        kinds.setdefault(kind.name, []).append(as_code(ending))
    rows = ((name, ", ".join(endings)) for name, endings in kinds.items())
    return table(("Document", "Ending"), rows, (1, 1), "What can be imported {#tbl-kinds}")
