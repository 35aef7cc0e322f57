"""Plain text: what its lines mean is inferred, and what was guessed is told."""

from __future__ import annotations

from report.importers.plain_text.reading import PlainText, parse_plain_text

__all__ = ["PlainText", "parse_plain_text"]
