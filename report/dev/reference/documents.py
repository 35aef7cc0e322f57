"""The documents that can be imported, from the table that reads them."""

from __future__ import annotations

from report.dev.reference.markup import as_code, table
from report.read.documents import READERS


def list_kinds() -> str:
    """List the kinds of documents with their endings."""
    rows = ((row.name, ", ".join(map(as_code, row.suffixes))) for row in READERS.own.values())
    return table(("Document", "Ending"), rows, (1, 1), "What can be imported {#tbl-kinds}")
