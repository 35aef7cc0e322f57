"""The one home of pandoc: documents to its document type, and that type to HTML with citations set, or to Markdown."""

from __future__ import annotations

import json
import logging
import os
import re
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report.errors import BuildError, ToolMissing
from report.model.findings import Finding, Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import ModuleType

    from report.model.manuscript import Block

MARKDOWN = "markdown-yaml_metadata_block+east_asian_line_breaks"
PLAIN_MARKDOWN = (  # as a person writes it; raw passages and styles have no place in a report
    "markdown-smart-raw_html-raw_tex-raw_attribute-simple_tables-multiline_tables-native_divs-native_spans"
)
BY_HAND = ("--wrap=none", "--reference-location=section")
HTML = "html5"
CHOSEN = "PYPANDOC_PANDOC"  # the variable that names the pandoc to start
ROOM = (
    "+RTS",
    "-A32m",
    "-RTS",
)  # to allocate in before garbage is collected: a quarter less work, and pandoc is soon gone
BOUND = ("+RTS", "-M2g", "-RTS")  # of memory for a document that may have been made to fill it
MARK, SEAM = "-of-report", "report-seam"
PREFIX = re.compile(rf'"(#?)[^"#]*part\d+{MARK}__')
API_VERSION = [1, 23, 1]
WRITER = ("--mathml", "--section-divs", "--wrap=none", "--syntax-highlighting=none", "--shift-heading-level-by=1")
SEAM_IN_HTML = re.compile(rf'<section id="{SEAM}"[^>]*>\s*<h2[^>]*></h2>')
SECTION_TAG = re.compile(r"<section\b|</section>")
NOT_FOUND = re.compile(r"[Cc]itation ([^\s]+) not found")
LINE = re.compile(r" at \S*\s?line (\d+) column \d+")
PLACE = re.compile(rf" at \S.*?part(\d+){MARK} line (\d+) column (\d+)")
BROKEN_REFERENCES = re.compile(r"bibliography file (.+?):\s+\(line (\d+), column \d+\):\s+(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Parsed:
    """One text's blocks, and what pandoc warns of in it, each with its line and column from 1."""

    blocks: tuple[Block, ...]
    warnings: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """Blocks whose citations are set, the list of references, keys that no bibliography has, and other warnings."""

    blocks: tuple[Block, ...]
    references: tuple[Block, ...]
    unknown: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document's blocks and metadata as pandoc gives them, and its warnings, each with its line from 1, 0 where unknown."""

    blocks: tuple[Block, ...]
    meta: Mapping[str, Any]
    warnings: tuple[tuple[int, str], ...]


class _Warnings(logging.Handler):
    """Keeps what pandoc warns of while this thread waits for it; others may have their own at the same time."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.messages.append(record.getMessage())


def read_markdown(texts: Sequence[str]) -> list[Parsed]:
    """Parse texts in pandoc's Markdown into blocks, each for itself, in one run of pandoc.

    Identifiers, notes and link definitions of one text do not meet those of another. Raise `BuildError`
    with pandoc's words where it gives up.
    """
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        paths = []
        seam = Path(folder) / "seam"
        seam.write_text(f"\n```{{={SEAM}}}\n```\n", encoding="utf-8")
        for number, text in enumerate(texts):
            part = Path(folder) / f"part{number}{MARK}"
            part.write_text(text, encoding="utf-8")
            paths += [part, seam]
        out, warnings = _convert(paths, MARKDOWN, "json", ("--file-scope",))
    out = PREFIX.sub(r'"\1', out)  # pandoc sets the file's name before each identifier
    parts: list[list[Block]] = [[]]
    try:
        blocks = json.loads(out)["blocks"]
    except RecursionError as error:
        raise BuildError("the text is nested too deeply", "flatten its lists and quotations") from error
    for block in blocks:
        if block["t"] == "RawBlock" and block["c"][0] == SEAM:
            parts.append([])
        else:
            parts[-1].append(block)
    located = _locate(warnings)
    return [Parsed(tuple(part), tuple(located.get(number, ()))) for number, part in enumerate(parts[: len(texts)])]


def read_document(source: str | bytes, reader: str, options: Sequence[str] = ()) -> Document:
    """Parse a document of any kind that pandoc reads, shut off from disk and network: what it includes is a warning.

    Raise `BuildError` with pandoc's words where it gives up.
    """
    if isinstance(source, bytes):
        with tempfile.TemporaryDirectory(prefix="report-") as folder:
            path = Path(folder) / "document"
            path.write_bytes(source)
            out, warnings = _convert([path], reader, "json", options, BOUND)
    else:
        out, warnings = _convert(source, reader, "json", options, BOUND)
    try:
        parsed = json.loads(out)
    except RecursionError as error:
        raise BuildError("the text is nested too deeply", "flatten its lists and quotations") from error
    lines = [(LINE.search(text), text) for text in warnings]
    told = tuple((int(match[1]) if match else 0, LINE.sub("", text).strip()) for match, text in lines)
    return Document(tuple(parsed["blocks"]), parsed["meta"], told)


def write_markdown(blocks: Sequence[Block]) -> str:
    """Write blocks in our Markdown: headings with #, tables with pipes where they fit, notes at the section's end.

    What stands in raw passages of the format `markdown` is written as it is.
    """
    return _convert(_document(blocks), "json", PLAIN_MARKDOWN, BY_HAND)[0]


def write_docx(blocks: Sequence[Block], meta: Mapping[str, Any], lang: str) -> bytes:
    """Write blocks as a Word document; `meta` is pandoc's. Spans of the classes `insertion` and `deletion` are tracked changes."""
    document = json.loads(_document(blocks, _chinese(lang, "zh-CN", "zh-TW")))
    document["meta"] |= meta
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        path = Path(folder) / "document.docx"
        _convert(json.dumps(document), "json", "docx", (f"--output={path}",))
        return path.read_bytes()


def cite(blocks: Sequence[Block], lang: str, bibliography: Sequence[Path], style: Path | None = None) -> Cited:
    """Set the citations in blocks in the CSL `style`, pandoc's own Chicago author-date where None.

    Raise `BuildError` with findings where the bibliography or the style cannot be read.
    """
    options = ["--citeproc", "--metadata=link-citations:true", *(f"--bibliography={path}" for path in bibliography)]
    options += [f"--csl={style}"] if style else []
    try:
        out, warnings = _convert(_document(blocks, _chinese(lang, "zh-CN", "zh-TW")), "json", "json", options)
    except BuildError as error:
        findings = _blame(error.message, bibliography, style)
        if not findings:
            raise
        raise BuildError("the citations cannot be set", findings=findings) from error
    done = json.loads(out)["blocks"]
    references = done.pop()["c"][1] if done and done[-1]["t"] == "Div" and done[-1]["c"][0][0] == "refs" else []
    unknown = tuple(match[1] for text in warnings for match in NOT_FOUND.finditer(text))
    rest = tuple(text for text in warnings if not NOT_FOUND.search(text))
    return Cited(tuple(done), tuple(references), unknown, rest)


def write_html(passages: Sequence[Sequence[Block]], lang: str) -> tuple[list[str], tuple[str, ...]]:
    """Write passages as HTML, each by itself, in one run of pandoc; return pandoc's warnings as well.

    Sections are nested; heading level 1 becomes `h2`.
    """
    blocks: list[Block] = []
    for passage in passages:
        blocks += [{"t": "Header", "c": [1, [SEAM, [], []], []]}, *passage]
    known = _chinese(lang, "zh-Hans", "zh-Hant")
    html, warnings = _convert(_document(blocks, known), "json", HTML, WRITER)
    return [_without_end(part) for part in SEAM_IN_HTML.split(html)[1:]], tuple(warnings)


def _without_end(html: str) -> str:
    """Drop the end of the section that the seam before a passage has begun."""
    depth = 0
    for match in SECTION_TAG.finditer(html):
        depth += -1 if match[0].startswith("</") else 1
        if depth < 0:
            return html[: match.start()] + html[match.end() :]
    return html


def _chinese(lang: str, simplified: str, traditional: str) -> str:
    """Name Chinese by a tag that is known: pandoc's words are by script, the CSL's by region."""
    language, *rest = lang.lower().split("-")
    if language != "zh":
        return lang
    return traditional if "hans" not in rest and {"hant", "tw", "hk", "mo"} & set(rest) else simplified


def _document(blocks: Sequence[Block], lang: str = "") -> str:
    meta = {"lang": {"t": "MetaString", "c": lang}} if lang else {}
    return json.dumps({"pandoc-api-version": API_VERSION, "meta": meta, "blocks": list(blocks)})


def _locate(warnings: Iterable[str]) -> dict[int, list[tuple[int, int, str]]]:
    """Sort warnings by the number of the text that they are about."""
    located: dict[int, list[tuple[int, int, str]]] = {}
    for warning in warnings:
        match = PLACE.search(warning)
        if (
            match and "Duplicate identifier" not in warning
        ):  # which is found with its line when identifiers are numbered
            text = PLACE.sub(r" at line \2", PLACE.sub("", warning, count=1)).strip().rstrip(".")
            located.setdefault(int(match[1]), []).append((int(match[2]), int(match[3]), text))
    return located


def _blame(message: str, bibliography: Sequence[Path], style: Path | None) -> tuple[Finding, ...]:
    """Say which file of references, or that the style, made pandoc give up; nothing where it was neither."""
    if match := BROKEN_REFERENCES.search(message):
        text = f"the references cannot be read: {' '.join(match[3].split())}"
        return (
            Finding(
                "S221", text, Location(match[1], int(match[2])), "look for a brace or a comma missing above this line"
            ),
        )
    for path in bibliography:
        if str(path) in message:
            text = " ".join(message.partition(str(path))[2].lstrip(": ").split())
            return (Finding("S221", f"the references cannot be read: {text}", Location(str(path)), "mend the file"),)
    if style and "Citeproc" in message:
        text = " ".join(message.partition("Error: ")[2].split()) or message
        return (
            Finding(
                "S221",
                f"the citation style cannot be read: {text}",
                Location(str(style)),
                "mend the file, or take another style",
            ),
        )
    return ()


def pandoc_version() -> str:
    """Return pandoc's version, as "3.9"."""
    return str(_pypandoc().get_pandoc_version())


def _pypandoc() -> ModuleType:
    try:
        import pypandoc
    except ImportError as error:
        raise ToolMissing("pandoc is not installed", "pip install pypandoc_binary") from error
    module: ModuleType = pypandoc
    if _bundled(module).exists():  # one look instead of a search of the whole PATH
        os.environ.setdefault(CHOSEN, str(_bundled(module)))
    return module


def _bundled(pypandoc: ModuleType) -> Path:
    return Path(pypandoc.__file__ or "").parent / "files" / "pandoc"


def _convert(
    source: str | list[Path], reader: str, writer: str, options: Sequence[str], bound: Sequence[str] = ()
) -> tuple[str, list[str]]:
    pypandoc = _pypandoc()
    caught = _Warnings()
    logger = logging.getLogger("pypandoc")
    logger.addHandler(caught)
    logger.propagate = False
    try:
        arguments = [*options, *((*ROOM, *bound) if os.environ.get(CHOSEN) == str(_bundled(pypandoc)) else ())]
        common: dict[str, Any] = {"extra_args": arguments, "verify_format": False, "sandbox": True}
        if isinstance(source, str):
            out = pypandoc.convert_text(source, writer, reader, **common)
        else:
            out = pypandoc.convert_file(source, writer, reader, sort_files=False, **common)
    except RuntimeError as error:
        raise BuildError(f"pandoc gave up: {_reason(str(error))}", "see `report build --debug`") from error
    except OSError as error:
        raise ToolMissing("pandoc cannot be started", "pip install --force-reinstall pypandoc_binary") from error
    finally:
        logger.removeHandler(caught)
    return str(out), caught.messages


def _reason(message: str) -> str:
    return message.partition("during conversion:")[2].strip() or message
