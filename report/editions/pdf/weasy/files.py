"""What the layout engine may read: the files that its part was given, under a fixed base address."""

from __future__ import annotations

import contextlib
import mimetypes
import os
import urllib.parse
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from report.model.parts import EngineEvent

_kept: dict[tuple[str, str], tuple[Any, Any, tuple[EngineEvent, ...]]] = {}
BASE = "report:///"
for schemes in (urllib.parse.uses_relative, urllib.parse.uses_netloc):
    if "report" not in schemes:
        schemes.append("report")


class Refused(ValueError):
    """A file was asked for that a part may not read."""


class ReportFetcher(URLFetcher):  # type: ignore[misc] # WeasyPrint is untyped
    """Serve a part's files by name; refuse everything else.

    The fixed base keeps the folder's name out of the PDF. `refused` lists what was asked for in vain.
    """

    def __init__(self, files: Iterable[tuple[str, bytes]]) -> None:
        super().__init__(allowed_protocols=("report", "data"), allow_redirects=False)
        self._files = dict(files)
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Answer one request; raise `Refused` where it may not be read."""
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        name = unquote(parts.path).lstrip("/")
        data = None
        if parts.scheme == "report" and not parts.netloc:
            data = self._files.get(name)
        if data is None:
            self.refused.append(url)
            raise Refused(f"not a file of the report or its theme: {url[:80]}")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, data, {"Content-Type": kind})


@contextlib.contextmanager
def sheet_and_fonts(
    css: str, configuration: Path, fetcher: object, events: list[EngineEvent]
) -> Iterator[tuple[Any, Any]]:
    """Parse a sheet, or take it as it was parsed before, with what was told of it then.

    Fontconfig finds the fonts that the `configuration` names.

    A sheet that brings fonts of its own is parsed each time: WeasyPrint keeps these in files that must go.
    """
    key = css, str(configuration)
    if key in _kept:
        sheet, fonts, told = _kept[key]
        events += told
        yield sheet, fonts
        return
    os.environ["FONTCONFIG_FILE"] = str(configuration)  # read each time
    fonts = FontConfiguration()
    before = len(events)
    sheet = weasyprint.CSS(string=css, base_url=BASE, url_fetcher=fetcher, font_config=fonts)
    if "@font-face" in css:
        try:
            yield sheet, fonts
        finally:
            fonts.__del__()
        return
    _kept.clear()
    _kept[key] = sheet, fonts, tuple(events[before:])
    yield sheet, fonts
