"""The formats that editions are made in."""

from __future__ import annotations

from dataclasses import dataclass

from report.model.registry import Registry


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its `name`, which is the ending of its files as well, its media type, and the functions that deal with it.

    `make` names, as "module:function", what makes a `pipeline.build.Edition` of a `pipeline.build.BuildJob`. `read_back`
    names what makes a `checks.parity.reading.Reading` of its bytes: with it, an edition is held against the others.
    One that is `archived` is in every version that is kept.
    """

    name: str
    media_type: str
    make: str
    read_back: str = ""
    archived: bool = False


FORMATS = Registry(
    "report.formats",
    Format,
    (
        Format("pdf", "application/pdf", "report.pipeline.build:make_pdf", "report.checks.parity.pdf:read_pdf", archived=True),
        Format("epub", "application/epub+zip", "report.pipeline.build:make_epub", "report.checks.parity.markup:read_epub", archived=True),
        Format("html", "text/html", "report.pipeline.build:make_html", "report.checks.parity.markup:read_web", archived=True),
    ),
)  # fmt: skip
