"""A style sheet parsed once for all parts that a process lays out, with the fonts of the house found once."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from report.editions.pdf.weasy.fetcher import BASE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_kept: dict[tuple[str, str], tuple[Any, Any, tuple[str, ...]]] = {}


@contextlib.contextmanager
def sheet_and_fonts(css: str, configuration: Path, fetcher: object, complaints: list[str]) -> Iterator[tuple[Any, Any]]:
    """Parse a sheet, or take it as it was parsed before, with what was complained of then.

    Fontconfig finds the fonts that the `configuration` names.

    A sheet that brings fonts of its own is parsed each time: WeasyPrint keeps these in files that must go.
    """
    key = css, str(configuration)
    if key in _kept:
        sheet, fonts, said = _kept[key]
        complaints += said
        yield sheet, fonts
        return
    os.environ["FONTCONFIG_FILE"] = str(configuration)  # read each time
    fonts = FontConfiguration()
    before = len(complaints)
    sheet = weasyprint.CSS(string=css, base_url=BASE, url_fetcher=fetcher, font_config=fonts)
    if "@font-face" in css:
        try:
            yield sheet, fonts
        finally:
            fonts.__del__()
        return
    _kept.clear()
    _kept[key] = sheet, fonts, tuple(complaints[before:])
    yield sheet, fonts
