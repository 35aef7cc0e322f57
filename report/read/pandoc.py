"""What pandoc does for us: documents to its document type, and that type to HTML with citations set, or to Markdown."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from report.model.errors import BuildError
from report.model.findings import Finding, Location
from report.model.tree.attributes import Attributes
from report.model.tree.blocks import Div, Header
from report.model.tree.inlines import Raw
from report.model.tree.meta import meta_text
from report.model.tree.views import is_kind
from report.read.converter import Conversion, ConversionRequest, PandocWarning, TooMuch, convert
from report.read.fences import MARGIN
from report.read.lines import end_of_quoted, find_monotony
from report.runtime.digests import sha256_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from report.model.tree.views import Block
    from report.read.csl import Style

MARKDOWN = "markdown-yaml_metadata_block+east_asian_line_breaks"
PLAIN_MARKDOWN = (  # as a person writes it; raw passages and styles have no place in a report
    "markdown-smart-raw_html-raw_tex-raw_attribute-simple_tables-multiline_tables-native_divs-native_spans"
)
CHUNK = "_chunk"  # what pandoc adds to a text's name within a list, a quotation or a note
UNSET = "the citations cannot be set"
BY_HAND = ("--wrap=none", "--reference-location=section")
HTML = "html5"
MARK, SEAM, STYLE = "-of-report", "report-seam", "style.csl"
PREFIX = re.compile(rf'"(#?)part\d+{MARK}__')
API_VERSION = [1, 23, 1]
NO_META: Mapping[str, Block] = {}
WRITER = ("--mathml", "--section-divs", "--wrap=none", "--syntax-highlighting=none", "--shift-heading-level-by=1")
SECTION_TAG = re.compile(r"<section\b|</section>")
AT_HEAD = re.compile(rf"^({MARGIN})@([\w-]+)(?=[.)](?:\s|$))", re.MULTILINE)
NOT_FOUND = re.compile(r"[Cc]itation ([^\s]+) not found")  # a sentence is all that its log has of that
FOUND_BY_US = frozenset(["DuplicateIdentifier"])  # when identifiers are numbered, with the place of each
BROKEN_REFERENCES = re.compile(r"bibliography file (.+?):\s+\(line (\d+), column \d+\):\s+(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Parsed:
    """One text's blocks, and what pandoc warns of in it, without lines in lists, quotations and notes."""

    blocks: tuple[Block, ...]
    warnings: tuple[PandocWarning, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """Blocks whose citations are set, the list of references, keys that no bibliography has, and other warnings."""

    blocks: tuple[Block, ...]
    references: tuple[Block, ...]
    unknown: tuple[str, ...]
    warnings: tuple[PandocWarning, ...]


@dataclass(frozen=True, slots=True)
class PandocDocument:
    """A document's blocks and metadata as pandoc gives them, and its warnings."""

    blocks: tuple[Block, ...]
    meta: Mapping[str, Block]
    warnings: tuple[PandocWarning, ...]


def read_markdown(texts: Sequence[str]) -> list[Parsed]:
    """Parse texts in pandoc's Markdown into blocks, each for itself, in one run of pandoc.

    Identifiers, notes and link definitions of one text do not meet those of another. Raise `BuildError`
    with pandoc's words where it gives up.
    """
    given = {f"part{number}{MARK}": _cited(text).encode("utf-8", "replace") for number, text in enumerate(texts)}
    seam = _seam(*given.values())
    files = given | {SEAM: f"\n```{{={seam}}}\n```\n".encode()}
    inputs = tuple(name for part in given for name in (part, SEAM))
    answer = _converted(ConversionRequest(MARKDOWN, "json", ("--file-scope",), files=files, inputs=inputs), texts)
    out = PREFIX.sub(r'"\1', answer.out.decode())  # pandoc sets the file's name before each identifier
    parts: list[list[Block]] = [[]]
    for block in _parsed(out)["blocks"]:
        if is_kind(block, "RawBlock") and Raw(block).format == seam:
            parts.append([])
        else:
            parts[-1].append(block)
    told = _by_source(answer.warnings)
    return [Parsed(tuple(part), tuple(told.get(name, ()))) for name, part in zip(given, parts, strict=False)]


def _cited(text: str) -> str:
    """Put the key of a reference that begins a paragraph in braces: `@tbl-x.` is no item of a list of examples, `(@x)` is."""
    if "@" not in text:
        return text
    return AT_HEAD.sub(lambda match: match[0] if end_of_quoted(text, match.end()) else f"{match[1]}@{{{match[2]}}}", text)


def read_document(source: str | bytes, reader: str, options: Sequence[str] = ()) -> PandocDocument:
    """Parse a document of any kind that pandoc reads, shut off from disk and network: what it includes is a warning.

    Raise `BuildError` with pandoc's words where it gives up.
    """
    given = source.encode("utf-8", "replace") if isinstance(source, str) else source
    answer = _converted(
        ConversionRequest(reader, "json", tuple(options), given), [source] if isinstance(source, str) else []
    )
    parsed = _parsed(answer.out.decode())
    return PandocDocument(tuple(parsed["blocks"]), parsed["meta"], answer.warnings)


def write_markdown(blocks: Sequence[Block]) -> str:
    """Write blocks in our Markdown: headings with #, tables with pipes where they fit, notes at the section's end.

    What stands in raw passages of the format `markdown` is written as it is.
    """
    return convert(ConversionRequest("json", PLAIN_MARKDOWN, BY_HAND, _document(blocks))).out.decode()


def write_docx(blocks: Sequence[Block], meta: Mapping[str, Block], lang: str) -> bytes:
    """Write blocks as a Word document; `meta` is pandoc's. Spans of the classes `insertion` and `deletion` are tracked changes."""
    given = _document(blocks, _chinese(lang, "zh-CN", "zh-TW"), meta)
    return convert(ConversionRequest("json", "docx", ("--output=-",), given)).out


def cite(blocks: Sequence[Block], lang: str, bibliography: Mapping[Path, bytes], style: Style | None = None) -> Cited:
    """Set the citations in blocks in a style, pandoc's own Chicago author-date where None.

    Raise `BuildError` with findings where the bibliography or the style cannot be read.
    """
    given = _document(blocks, _chinese(lang, "zh-CN", "zh-TW"))
    try:
        answer = convert(_citing(given, bibliography, style))
    except TooMuch as error:
        raise BuildError(UNSET, findings=(_blame_one(error, given, bibliography, style),)) from error
    except BuildError as error:
        findings = _blame(_named(error.message, bibliography), bibliography, style)
        if not findings:
            raise
        raise BuildError(UNSET, findings=findings) from error
    warnings = [replace(warning, words=_named(warning.words, bibliography)) for warning in answer.warnings]
    done = _parsed(answer.out.decode())["blocks"]
    last = Div.of(done[-1]) if done else None
    references = Div(done.pop()).blocks if last and last.attributes.identifier == "refs" else []
    unknown = tuple(match[1] for warning in warnings for match in NOT_FOUND.finditer(warning.words))
    rest = tuple(warning for warning in warnings if not NOT_FOUND.search(warning.words))
    return Cited(tuple(done), tuple(references), unknown, rest)


def _citing(given: bytes, bibliography: Mapping[Path, bytes], style: Style | None) -> ConversionRequest:
    """Ask for citations, with the files under names of ours: pandoc tells their kinds by the endings."""
    files = dict(zip(_names(bibliography), bibliography.values(), strict=True))
    options = ["--citeproc", "--metadata=link-citations:true", *(f"--bibliography={name}" for name in files)]
    if style:
        options, files = [*options, f"--csl={STYLE}"], files | {STYLE: style.csl}
    return ConversionRequest("json", "json", tuple(options), given, files)


def _names(bibliography: Iterable[Path]) -> list[str]:
    return [f"references-{number}-of-report{path.suffix}" for number, path in enumerate(bibliography)]


def _named(message: str, bibliography: Mapping[Path, bytes]) -> str:
    """Call the files of references in a message what their authors call them."""
    for name, path in zip(_names(bibliography), bibliography, strict=True):
        message = message.replace(name, str(path))
    return message


def write_html(passages: Sequence[Sequence[Block]], lang: str) -> tuple[list[str], tuple[PandocWarning, ...]]:
    """Write passages as HTML, each by itself, in one run of pandoc; return pandoc's warnings as well.

    Sections are nested; heading level 1 becomes `h2`.
    """
    written = [json.dumps(list(passage)).encode() for passage in passages]
    seam = _seam(*written)
    head = json.dumps([Header.make(1, [], Attributes.make(seam))]).encode()
    given = _joined([part for passage in written for part in (head, passage)], _chinese(lang, "zh-Hans", "zh-Hant"))
    answer = convert(ConversionRequest("json", HTML, WRITER, given))
    parts = re.split(rf'<section id="{seam}"[^>]*>\s*<h2[^>]*></h2>', answer.out.decode())
    return [_without_end(part) for part in parts[1:]], answer.warnings


def _seam(*parts: bytes) -> str:
    """Name the seam between parts after what they hold, so that none can hold the name."""
    return f"{SEAM}-{sha256_of(SEAM.encode().join(parts))}"


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


def _document(blocks: Sequence[Block], lang: str = "", meta: Mapping[str, Block] = NO_META) -> bytes:
    return _joined([json.dumps(list(blocks)).encode()], lang, meta)


def _joined(written: Iterable[bytes], lang: str = "", meta: Mapping[str, Block] = NO_META) -> bytes:
    """Write a document of lists of blocks that are written already."""
    spoken = {"lang": meta_text(lang)} if lang else {}
    head = json.dumps({"pandoc-api-version": API_VERSION, "meta": spoken | {**meta}})[:-1].encode()
    blocks = b", ".join(inner for part in written if (inner := part[1:-1]))
    return b'%b, "blocks": [%b]}' % (head, blocks)


def _parsed(out: str) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads(out)
    except RecursionError as error:
        raise BuildError("the text is nested too deeply", "flatten its lists and quotations") from error
    return document


def _converted(request: ConversionRequest, texts: Sequence[str]) -> Conversion:
    """Convert; where one text alone is too much, say where and what that may come from."""
    try:
        return convert(request)
    except TooMuch as error:
        cause = find_monotony(texts[0]) if len(texts) == 1 else None
        if cause is None:
            raise
        line, words = cause
        raise TooMuch(f"{error.message}: {words}", error.help, line) from error


def _by_source(warnings: Iterable[PandocWarning]) -> dict[str, list[PandocWarning]]:
    """Sort warnings by the text that they are about. In lists, quotations and notes pandoc counts lines each for itself."""
    found: dict[str, list[PandocWarning]] = {}
    for warning in warnings:
        name, within, _ = warning.source.partition(CHUNK)
        if warning.kind not in FOUND_BY_US:
            found.setdefault(name, []).append(replace(warning, line=0, column=0) if within else warning)
    return found


def _blame_one(error: TooMuch, given: bytes, bibliography: Mapping[Path, bytes], style: Style | None) -> Finding:
    """Say which file of references alone is too much; where none is, it is the style that makes it so."""
    for path, data in bibliography.items():
        try:
            convert(_citing(given, {path: data}, None))
        except TooMuch as again:
            return Finding("S221", f"the references cannot be read: {again.message}", Location(str(path)), again.help)
        except BuildError:
            continue
    place = style.path if style else next(iter(bibliography))
    return Finding("S221", f"{UNSET}: {error.message}", Location(str(place)), error.help)


def _blame(message: str, bibliography: Iterable[Path], style: Style | None) -> tuple[Finding, ...]:
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
            text = (
                " ".join(message.partition(str(path))[2].lstrip(": ").split())
                or "its ending names no kind that is known"
            )
            return (Finding("S221", f"the references cannot be read: {text}", Location(str(path)), "mend the file"),)
    if style and "Citeproc" in message:
        text = " ".join(message.partition("Error: ")[2].split()) or message
        return (
            Finding(
                "S221",
                f"the citation style cannot be read: {text}",
                Location(str(style.path)),
                "mend the file, or take another style",
            ),
        )
    return ()
