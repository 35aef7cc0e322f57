"""A page's boxes and content, whatever form the file has them in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pikepdf import Array

if TYPE_CHECKING:
    from collections.abc import Sequence


def trim_of(page: Any) -> tuple[float, float, float, float]:
    """Return the box that a page is cut to, in pt: left, bottom, right, top."""
    left, bottom, right, top = (float(edge) for edge in page.get("/TrimBox", page.MediaBox))
    return left, bottom, right, top


def contents_of(page: Any) -> bytes:
    """Return a page's whole content."""
    contents = page.Contents
    streams: Sequence[Any] = list(contents) if isinstance(contents, Array) else [contents]
    return b"\n".join(stream.read_bytes() for stream in streams)
