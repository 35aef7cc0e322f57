"""The job ticket: what a print shop has to know, as JSON for its software and as a PDF for its people."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
from PIL import Image, ImageDraw

from report.model.findings import finding_as_json
from report.press.geometry import trim_of
from report.press.inks import profile_name
from report.press.marks import MM
from report.press.preflight import CHECKS, leaves_of
from report.press.sight import draw_pages
from report.runtime.digests import sha256_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from report.model.findings import Finding
    from report.model.metadata import Metadata
    from report.press.press import PressOptions

STITCHED, GLUED, LOOSE = "saddle", "perfect", "none"
BINDINGS = {STITCHED: "saddle-stitched", GLUED: "perfect-bound", LOOSE: "not bound, single sheets"}
THICKEST = 64  # pages that can be stitched through the fold
TEMPLATE = Path(__file__).with_name("template")
SLUG = "ticket"
HEIGHT, COLUMNS, ROWS, GAP = 300, 5, 3, 12  # px, of a page's picture; pages on a sheet of pictures; px between them
DESK = "#c9d0d5"
WIDTHS = f"|:{'-' * 20}|:{'-' * 60}|"


@dataclass(frozen=True, slots=True)
class Printed:
    """What goes to the shop: the files by name, the press file first, what preflight found, and how they were made."""

    files: Mapping[str, bytes]
    findings: Sequence[Finding]
    order: PressOptions
    job: PrintJob


def state_job(meta: Metadata, printed: Printed) -> dict[str, Any]:
    """Put together what the ticket says. Lengths are in mm, inks in per cent."""
    data, order, job = next(iter(printed.files.values())), printed.order, printed.job
    with pikepdf.open(BytesIO(data)) as pdf:
        left, bottom, right, top = trim_of(pdf.pages[0].obj)
        coloured = [leaf.number for leaf in leaves_of(pdf) if any(_is_coloured(mark) for mark in leaf.marks)]
        pages = len(pdf.pages)
    return {
        "report": meta.slug,
        "title": meta.title,
        "version": meta.version,
        "date": meta.date.isoformat(),
        "identifier": meta.identifier,
        "marking": meta.marking,
        "copies": job.copies or None,
        "trim": [round((right - left) / MM, 1), round((top - bottom) / MM, 1)],
        "bleed": order.bleed,
        "pages": pages,
        "pages_in_colour": coloured,
        "paper": {"name": job.paper.name, "grammage": job.paper.grammage, "bulk": job.paper.bulk},
        "printing_condition": profile_name(order.profile) if order.profile else None,
        "ink_limit": round(order.limit * 100),
        "binding": job.bound_as(pages),
        "spine": job.spine(pages),
        "finishing": job.finishing,
        "contact": job.contact or _contact(meta),
        "override": order.override,
        "preflight": {"checks": len(CHECKS), "findings": [finding_as_json(one) for one in printed.findings]},
        "files": {name: {"bytes": len(data), "sha256": sha256_of(data)} for name, data in printed.files.items()},
    }


def _is_coloured(mark: Any) -> bool:
    if mark.kind in {"picture", "shade"} or not mark.colour:
        return bool(mark.space != "DeviceGray")
    return bool(mark.space == "DeviceCMYK" and any(mark.colour[:3]))


def _contact(meta: Metadata) -> str:
    return "; ".join(f"{author.name}, {author.email}" for author in meta.authors if author.email) or meta.publisher


def write_ticket(facts: Mapping[str, Any], meta: Metadata, data: bytes) -> dict[str, bytes]:
    """Write the ticket by name of file. `data` is the press file, whose pages are shown."""
    text = json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
    return {"ticket.json": text.encode(), "ticket.pdf": _set_pages(facts, meta, data)}


def _set_pages(facts: Mapping[str, Any], meta: Metadata, data: bytes) -> bytes:
    from report.pipeline.generated_report import write_generated_report

    sheets = list(_draw(data))
    words = _words(facts, meta, [sheet[:3] for sheet in sheets])
    return write_generated_report(
        TEMPLATE, SLUG, words, ("pdf",), {f"figures/{name}": drawn for name, _, _, drawn in sheets}
    )["pdf"]


def _draw(data: bytes) -> Iterator[tuple[str, int, int, bytes]]:
    """Draw sheets of small pages; yield each one's name, its first and last page from 1, and its PNG."""
    pages = list(draw_pages(data, HEIGHT))
    for first in range(0, len(pages), COLUMNS * ROWS):
        some = pages[first : first + COLUMNS * ROWS]
        width = max(page.width for page in some)
        rows = -(-len(some) // COLUMNS)
        sheet = Image.new("RGB", (COLUMNS * (width + GAP) - GAP, rows * (HEIGHT + GAP) - GAP), "white")
        for number, page in enumerate(some):
            row, column = divmod(number, COLUMNS)
            ImageDraw.Draw(page).rectangle((0, 0, page.width - 1, page.height - 1), outline=DESK)
            sheet.paste(page, (column * (width + GAP), row * (HEIGHT + GAP)))
        drawn = BytesIO()
        sheet.quantize(128).save(drawn, "PNG", optimize=True)
        yield f"pages-{first + 1}.png", first + 1, first + len(some), drawn.getvalue()


def _words(facts: Mapping[str, Any], meta: Metadata, pictures: Sequence[tuple[str, int, int]]) -> dict[str, str]:
    from report.pipeline.generated_report import as_text, digest_as_code

    found = facts["preflight"]["findings"]
    said = "\n".join(f"- {one['code']}: {as_text(one['message'])}" for one in found) or "Nothing was found."
    return {
        "title": json.dumps(meta.title, ensure_ascii=False),  # a JSON string is a YAML string
        "date": meta.date.isoformat(),
        "version": meta.version.replace('"', "'"),
        "publisher": json.dumps(meta.publisher, ensure_ascii=False),
        "identifier": json.dumps(f"urn:report:ticket:{meta.slug}"),
        "marking": json.dumps(meta.marking, ensure_ascii=False),
        "job": "\n".join(_rows(facts)),
        "files": "\n".join(
            f"- **{as_text(name)}**, {one['bytes']:,} bytes, SHA\\-256: {digest_as_code(one['sha256'])}"
            for name, one in facts["files"].items()
        ),
        "preflight": f"The press file went through {facts['preflight']['checks']} checks. No validator for PDF/X has looked at it.\n\n{said}",
        "pages": "\n\n".join(
            f'![Pages {first} to {last} of the press file.](figures/{name}){{alt="Small pictures of the pages {first} to {last}"}}'
            for name, first, last in pictures
        ),
    }


def _rows(facts: Mapping[str, Any]) -> Iterator[str]:
    from report.pipeline.generated_report import as_text

    paper, coloured = facts["paper"], facts["pages_in_colour"]
    weight = f"{paper['grammage']} g/m², bulk {paper['bulk']:g} cm³/g"
    inks = f"four inks on {len(coloured)} of {facts['pages']} pages, the others in black" if coloured else "black alone"
    rows = {
        "Copies": f"{facts['copies'] or 'as agreed'}",
        "Trim size": f"{facts['trim'][0]:g} × {facts['trim'][1]:g} mm, with {facts['bleed']:g} mm of bleed",
        "Pages": f"{facts['pages']}, single pages in their order, blank ones included",
        "Paper": f"{paper['name']}, {weight}" if paper["name"] else weight,
        "Colours": f"{inks}; {facts['printing_condition'] or 'no profile was given'}; at most {facts['ink_limit']}% of ink",
        "Binding": BINDINGS[facts["binding"]],
        "Spine": f"{facts['spine']:g} mm" if facts["spine"] else "none",
        "Finishing": facts["finishing"] or "none",
        "Handling": facts["marking"],
        "Override": facts["override"],
        "Contact": facts["contact"],
    }
    yield "| | |"
    yield WIDTHS
    yield from (f"| {name} | {as_text(value)} |" for name, value in rows.items() if value)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: its weight in g/m² and its bulk in cm³/g, 1.0 for a coated one, 1.2 to 2.0 for uncoated ones."""

    grammage: int = 100
    bulk: float = 1.2
    name: str = ""

    @property
    def thickness(self) -> float:
        """Of one leaf, in mm."""
        return self.grammage * self.bulk / 1000

    def __str__(self) -> str:
        return f"{self.name + ', ' if self.name else ''}{self.grammage} g/m², bulk {self.bulk:g}"


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What is ordered. An empty `binding` is chosen by the number of pages."""

    copies: int = 0
    paper: Paper = Paper()
    binding: str = ""
    finishing: str = ""
    contact: str = ""

    def bound_as(self, pages: int) -> str:
        """Return how so many pages are bound."""
        return self.binding or (STITCHED if pages <= THICKEST else GLUED)

    def spine(self, pages: int) -> float:
        """Return how wide the spine is in mm, to a tenth; a booklet and loose sheets have none."""
        if self.bound_as(pages) != GLUED:
            return 0.0
        return round(math.ceil(pages / 2) * self.paper.thickness, 1)
