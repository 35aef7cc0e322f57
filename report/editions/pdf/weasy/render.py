"""Lay out one part of the master: XHTML and a style sheet go in, PDF bytes and a page map come out."""

from __future__ import annotations

import gc
import logging
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self
from xml.etree import ElementTree as ET

from report.editions.pdf.weasy.start import load
from report.errors import BuildError
from report.model.master import XHTML

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from report.model.pages import PageStart
    from report.styles import Theme


@dataclass(frozen=True, slots=True)
class Part:
    """A rendered stretch of the master: tagged PDF without finish, its pages and what the engine complained of.

    `strayed` are the ids of notes that do not begin on the page they are called on.
    """

    pdf: bytes
    pages: int
    starts: tuple[PageStart, ...]
    page_of: dict[str, int]
    strayed: tuple[str, ...]
    complaints: tuple[str, ...]


def render_part(
    html: bytes, css: str, images: Mapping[str, Path], theme: Theme, progress: Callable[[str], None] | None = None
) -> Part:
    """Render a part. The result depends on nothing but the arguments, the fonts and the libraries.

    Raise `BuildError` where the engine cannot lay the part out, `ToolMissing` where it cannot start.
    """
    weasyprint = load()
    from weasyprint.text.fonts import FontConfiguration

    from report.editions.pdf.weasy.fetcher import BASE, ReportFetcher
    from report.editions.pdf.weasy.page_map import read_pages
    from report.editions.pdf.weasy.tagging import mark_artifacts

    fetcher = ReportFetcher(images, theme)
    fonts = FontConfiguration()
    collecting = gc.isenabled()
    gc.disable()  # a layout makes millions of objects and frees them all at its end
    try:
        with _Listener(progress) as listener, warnings.catch_warnings():
            warnings.simplefilter("error", _bomb_warning())
            sheet = weasyprint.CSS(string=css, base_url=BASE, url_fetcher=fetcher, font_config=fonts)
            document = _document(weasyprint, html, BASE, fetcher).render(stylesheets=[sheet], font_config=fonts)
            starts, page_of, strayed = read_pages(document.pages)
            mark_artifacts(document)
            pdf = document.write_pdf(pdf_tags=True, pdf_version="1.7", uncompressed_pdf=False)
    except (AssertionError, AttributeError, IndexError, RecursionError, TypeError, ValueError) as error:
        help = "take out the construct added last and build again; `--debug` shows where"
        raise BuildError(f"the layout engine failed: {type(error).__name__}: {error}", help) from error
    finally:
        fonts.__del__()  # its temporary files, which nothing else would remove while the collector rests
        if collecting:
            gc.enable()
    refused = tuple(f"Not read: {url}" for url in fetcher.refused)
    return Part(pdf, len(document.pages), starts, page_of, strayed, (*dict.fromkeys(listener.messages), *refused))


class _Listener(logging.Handler):
    """Keeps the engine's warnings and errors, and passes its progress on."""

    def __init__(self, progress: Callable[[str], None] | None) -> None:
        super().__init__(logging.INFO)
        self.messages: list[str] = []
        self._progress = progress
        self._loggers = (logging.getLogger("weasyprint"), logging.getLogger("weasyprint.progress"))

    def emit(self, record: logging.LogRecord) -> None:
        if record.name == "weasyprint.progress":
            if self._progress:
                self._progress(record.getMessage())
        elif record.levelno >= logging.WARNING:
            self.messages.append(record.getMessage())

    def __enter__(self) -> Self:
        engine, steps = self._loggers
        engine.addHandler(self)
        engine.propagate = False
        steps.setLevel(logging.INFO if self._progress else logging.WARNING)
        return self

    def __exit__(self, *exception: object) -> None:
        self._loggers[0].removeHandler(self)


def _bomb_warning() -> type[Warning]:
    from PIL.Image import DecompressionBombWarning

    return DecompressionBombWarning


def _document(weasyprint: Any, html: bytes, base: str, fetcher: object) -> Any:
    """Give the engine our XML tree as it is: its HTML parser would cost time and move blocks out of paragraphs."""
    import cssselect2

    from report.editions.pdf.weasy.hyphenation import prepare_hyphenation

    root = ET.fromstring(html)  # noqa: S314 - written by the compose stage
    prepare_hyphenation(root.get("lang", ""))
    prefix = f"{{{XHTML}}}"
    for element in root.iter():
        element.tag = element.tag.removeprefix(prefix)
    document = weasyprint.HTML.__new__(weasyprint.HTML)
    document.base_url, document.url_fetcher, document.media_type = base, fetcher, "print"
    document.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
    document.etree_element = document.wrapper_element.etree_element
    return document
