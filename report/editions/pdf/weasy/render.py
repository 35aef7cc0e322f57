"""Lay out one part of the master: XHTML, a style sheet and pictures go in; PDF pages and what is known of them come out."""

from __future__ import annotations

import gc
import logging
import sys
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self
from xml.etree import ElementTree as ET

from report.editions.pdf.weasy.start import load_engine
from report.fonts import configuration_for
from report.model.errors import BuildError
from report.model.master import XHTML
from report.model.parts import EngineEvent, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from types import ModuleType

    from weasyprint.document import Document

    from report.editions.pdf.weasy.rendering import Rendering
    from report.model.parts import PartSource

FAILURES = (AssertionError, AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError)


def render_part(
    source: PartSource, files: Iterable[tuple[str, bytes]] = (), progress: Callable[[int], None] | None = None
) -> Part:
    """Render a part. The result depends on nothing but the source, what its files hold, the fonts and the libraries.

    `progress` hears the number of each page that is laid out.

    Raise `BuildError` where the engine cannot lay the part out, `ToolMissing` where it cannot start.
    """
    weasyprint = load_engine()
    from report.editions.pdf.weasy.files import BASE, ReportFetcher, sheet_and_fonts
    from report.editions.pdf.weasy.rendering import rendering
    from report.editions.pdf.weasy.replacement import replaced

    files = tuple(files)
    fetcher = ReportFetcher(files)
    collecting = gc.isenabled()
    gc.disable()  # a layout makes millions of objects and frees them all at its end
    try:
        with rendering(source) as state, replaced(), _Listener(progress) as listener, warnings.catch_warnings():
            warnings.simplefilter("error", _bomb_warning())
            html, undrawn = _document(weasyprint, source, BASE, fetcher)
            listener.events += undrawn
            with sheet_and_fonts(source.css, _configuration(source, files), fetcher, listener.events) as (sheet, fonts):
                document = html.render(stylesheets=[sheet], font_config=fonts)
                part = _told(document, state)
        refused = (EngineEvent("P103", url) for url in fetcher.refused)
        return replace(part, events=tuple(dict.fromkeys((*listener.events, *state.events, *refused))))
    except FAILURES as error:
        help = "take out the construct added last and build again; `--debug` shows where"
        raise BuildError(f"the layout engine failed: {type(error).__name__}: {error}", help) from error
    finally:
        if collecting:
            gc.enable()


def _configuration(source: PartSource, files: Iterable[tuple[str, bytes]]) -> Path:
    """Name the configuration with the fonts for all text that the part may show, in drawings as well."""
    heads = "".join(text for _, text in source.opening.strings)
    drawings = (data.decode("utf-8", "ignore") for name, data in files if name.endswith(".svg") and not data.isascii())
    return configuration_for("".join((source.html.decode(), source.css, heads, *drawings)), source.css)


def _told(document: Document, state: Rendering) -> Part:
    from report.editions.pdf.weasy import output
    from report.editions.pdf.weasy.formulas import face_facts
    from report.editions.pdf.weasy.inspection import inspect
    from report.editions.pdf.weasy.page_map import read_pages
    from report.editions.pdf.weasy.page_numbers import note_anchored
    from report.editions.pdf.weasy.tagging import mark_artifacts

    starts, page_of, strayed = read_pages(document.pages)
    mark_artifacts(document)
    note_anchored(document.pages)
    wide = {event.about.identifier for event in state.events if event.code == "P108" and event.about}
    identified: list[tuple[str, int]] = []
    pdf = document.write_pdf(
        pdf_tags=True, pdf_version="1.7", finisher=lambda _, pdf: identified.extend(output.finish_part(pdf))
    )
    return Part(
        pdf=pdf,
        pages=len(document.pages),
        spare=state.source.opening.spare,
        starts=starts,
        page_of=page_of,
        strayed=strayed,
        events=(),
        numbers=tuple(state.numbers),
        bookmarks=output.read_bookmarks(document),
        anchors=tuple(state.anchors),
        faces=(*output.read_faces(document), *face_facts(state.mathematical)),
        identified=tuple(sorted(identified)),
        borrowed=tuple(sorted(state.borrowed.items())),
        strings=tuple(sorted(state.left.items())),
        faults=inspect(document.pages, _marking(document), wide),
    )


def _marking(document: Document) -> str:
    """Return the handling mark, as the master has it."""
    for page in document.pages[:1]:
        for box in page._page_box.children:
            if box.element is not None and box.element.tag == "html":
                body = box.element.find("body")
                return str(body.get("data-marking", "")) if body is not None else ""
    return ""


class _Listener(logging.Handler):
    """Keeps what the engine warns of, and passes its progress on."""

    def __init__(self, progress: Callable[[int], None] | None) -> None:
        super().__init__(logging.INFO)
        self.events: list[EngineEvent] = []
        self._progress = progress
        self._loggers = (logging.getLogger("weasyprint"), logging.getLogger("weasyprint.progress"))

    def emit(self, record: logging.LogRecord) -> None:
        caught = sys.exc_info()[1]
        if isinstance(caught, KeyboardInterrupt | SystemExit):  # the engine takes them for a drawing's fault
            raise caught
        if record.name == "weasyprint.progress":
            if self._progress and isinstance(record.args, tuple) and "Page" in str(record.msg):
                self._progress(int(str(record.args[0])))
        elif record.levelno >= logging.WARNING:
            from report.editions.pdf.weasy.events import read_event

            event = read_event(record)
            self.events += [event] if event else []

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


def _document(weasyprint: ModuleType, source: PartSource, base: str, fetcher: object) -> tuple[Any, list[EngineEvent]]:
    """Give the engine our XML tree as it is: its HTML parser would cost time and move blocks out of paragraphs.

    Return it with what is to be said of its formulas.
    """
    import cssselect2

    from report.editions.pdf.weasy.formulas import set_formulas
    from report.editions.pdf.weasy.lines import prepare_hyphenation

    root = ET.fromstring(source.html)  # noqa: S314 - written by the compose stage
    prepare_hyphenation(source.lang)
    prefix = f"{{{XHTML}}}"
    for element in root.iter():
        element.tag = element.tag.removeprefix(prefix)
    events = set_formulas(root)
    document = weasyprint.HTML.__new__(weasyprint.HTML)
    document.base_url, document.url_fetcher, document.media_type = base, fetcher, "print"
    document.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
    document.etree_element = document.wrapper_element.etree_element
    return document, events
