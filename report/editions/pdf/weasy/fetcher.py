"""What the layout engine may read: the files that its part was given, under a fixed base address."""

from __future__ import annotations

import mimetypes
import urllib.parse
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

BASE = "report:///"
for schemes in (urllib.parse.uses_relative, urllib.parse.uses_netloc):
    if "report" not in schemes:
        schemes.append("report")


class ReportFetcher(URLFetcher):  # type: ignore[misc] # WeasyPrint is untyped
    """Serve a part's files by name; refuse everything else.

    The fixed base keeps the folder's name out of the PDF. `refused` lists what was asked for in vain.
    """

    def __init__(self, files: Iterable[tuple[str, bytes]]) -> None:
        super().__init__(allowed_protocols=("report", "data"), allow_redirects=False)
        self._files = dict(files)
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Answer one request; raise `ValueError` where it is refused."""
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        name = unquote(parts.path).lstrip("/")
        data = None
        if parts.scheme == "report" and not parts.netloc:
            data = self._files.get(name)
        if data is None:
            self.refused.append(url)
            raise ValueError(f"not a file of the report or its theme: {url[:80]}")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, data, {"Content-Type": kind})
