"""Citations: all of a report are set in one go, without the text around them, and put back into their sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from report.model.findings import Finding, Location
from report.model.neighbours import told_reference
from report.model.suggestions import Suggestions
from report.model.tree import attributes, outermost, paragraph, rewrite
from report.model.tree.inlines import Cite, Image, Link, Raw, Str, TextRun
from report.model.tree.views import is_kind, kind_of
from report.read.csl import read_style
from report.read.environment import environment_key
from report.read.lines import Places, position
from report.read.pandoc import cite
from report.read.register import CROSSING, is_citation
from report.resolve.lints.references import read_keys
from report.resolve.references import APART
from report.resolve.safety import INLINE_TAGS, TAG, as_address
from report.runtime.store import Store, values_digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from report.model.manuscript import Manuscript, Section
    from report.model.tree.views import Block
    from report.read.converter import PandocWarning
    from report.read.csl import Style

KIND = "citations"
STOPS = ".,;:!?"


@dataclass(frozen=True, slots=True)
class Citations:
    """A report's citations as they are set, section by section, and the list of references.

    `noted` where the style sets them as notes; `notes` counts these by section. `unknown` are keys that no
    bibliography has, `warnings` what else pandoc says, `refused` what references brought that no text may.
    """

    sections: tuple[tuple[Block, ...], ...]
    notes: tuple[int, ...]
    references: tuple[Block, ...] = ()
    noted: bool = False
    unknown: tuple[str, ...] = ()
    warnings: tuple[PandocWarning, ...] = ()
    refused: tuple[str, ...] = ()


def set_citations(manuscript: Manuscript, sections: Sequence[Section], store: Store) -> Citations:
    """Set the citations of sections, each in one paragraph: what is said of a work depends on all that is cited."""
    cites = [section.register.cites for section in sections]
    if not any(cites) or not manuscript.bibliography:
        return Citations(tuple(() for _ in sections), tuple(0 for _ in sections))
    style = manuscript.style
    bibliography = {path: path.read_bytes() for path in manuscript.bibliography}
    files = [*bibliography.values(), *([style.read_bytes()] if style else [])]
    key = values_digest(environment_key(), cites, manuscript.metadata.lang, *files)
    found: Citations | None = store.get(KIND, key)
    if found is None:
        found = _set(cites, manuscript.metadata.lang, bibliography, read_style(style) if style else None)
        store.put(KIND, key, found)
    return found


def _set(
    cites: Sequence[Sequence[Block]], lang: str, bibliography: Mapping[Path, bytes], style: Style | None
) -> Citations:
    cited = cite([paragraph(inlines) for inlines in cites], lang, bibliography, style)
    refused: list[str] = []
    blocks, references = (
        rewrite(part, lambda element: _harmless(element, refused)) for part in (cited.blocks, cited.references)
    )
    done = [tuple(_cites(block)) for block in blocks[: len(cites)]]
    notes = tuple(sum(_is_note(element) for element in section) for section in done)
    noted = style is not None and style.noted
    found = cited.unknown, cited.warnings, tuple(dict.fromkeys(refused))
    return Citations(tuple(done), notes, tuple(references), noted, *found)


def _harmless(element: Block, refused: list[str]) -> list[Block] | None:
    """Take out what a reference may bring into the page without a look at it: raw HTML, pictures, styles of its own."""
    if (raw := Raw.of(element)) and raw.format == "html":
        tag = TAG.fullmatch(raw.text)
        if tag and tag[1].lower() in INLINE_TAGS and kind_of(element) == "RawInline":
            return None
        refused.append(raw.text)
        return []
    if link := Link.of(element):
        link.target = as_address(link.target)
    if image := Image.of(element):
        refused.append(image.source)
        return list(image.inlines)
    attr = attributes(element)
    if attr and any(key.lower() == "style" for key, _ in attr.pairs):
        refused += [value for key, value in attr.pairs if key.lower() == "style"]
        attr.pairs = [pair for pair in attr.pairs if pair[0].lower() != "style"]
    return None


def _cites(block: Block) -> Iterator[Block]:
    return outermost(block, lambda element: kind_of(element) == "Cite")


def _is_note(element: Block) -> bool:
    """Tell whether a citation is set as a note, which may stand behind an author's name that the sentence says."""
    inlines = Cite(element).inlines
    return bool(inlines) and kind_of(inlines[-1]) == "Note"


def _names_author(element: Block) -> bool:
    return len(Cite(element).inlines) > 1


def put_in_citations(blocks: Sequence[Block], cites: Sequence[Block], *, noted: bool) -> Sequence[Block]:
    """Put citations that are set in the places of those that were written, in their order."""
    if not cites:
        return blocks
    for element, done in zip(outermost(blocks, is_citation), cites, strict=True):
        Cite(element).become(done)
    return rewrite(blocks, _with_stops) if noted else blocks


def _with_stops(element: Block) -> Block | None:
    """Let a note's call follow the stop after it, and no space stand before it, as typesetters do.

    An author's name keeps the space before it, and the stop stands between the name and the call.
    """
    running = TextRun.of(element)
    if running is None or not any(is_kind(part, "Cite") for part in running.inlines):
        return None
    out: list[Block] = []
    for part in running.inlines:
        before = out[-1] if out else None
        word = Str.of(part)
        if (
            is_kind(part, "Cite")
            and _is_note(part)
            and not _names_author(part)
            and is_kind(before, "Space", "SoftBreak")
        ):
            out.pop()
        elif before and is_kind(before, "Cite") and _is_note(before) and word and word.text[:1] in STOPS:
            rest = word.text.lstrip(STOPS)
            stops = Str.make(word.text.removesuffix(rest))
            if _names_author(before):
                cite = Cite(before)
                cite.inlines = [*cite.inlines[:-1], stops, cite.inlines[-1]]
            else:
                out[-1:] = [stops, before]
            if rest:
                out.append(Str.make(rest))
            continue
        out.append(part)
    return TextRun.make(kind_of(element), out)


def check_citations(citations: Citations, sections: Sequence[Section], files: Sequence[Path]) -> tuple[Finding, ...]:
    """Tell of keys that no bibliography has, of what the files of references may not bring, and of what else pandoc says."""
    findings = []
    texts = [Places(section) for section in sections]
    known = [name for path in files for name in read_keys(path)] if citations.unknown else []
    suggestions = Suggestions()
    for key in dict.fromkeys(citations.unknown):
        places = next((places for places in texts if places.holds(f"@{key}")), None)
        place = places.next(f"@{key}") if places else _file_of(key, sections)
        if key.startswith(CROSSING):  # in the words beside a citation, which pandoc sets as one more
            findings.append(Finding("S204", f'"@{key}" stands among citations', place, APART))
        else:
            near = suggestions.nearest(key, known)
            help = f'did you mean "@{near}"?' if near else "add it to the bibliography, or mend the key"
            help = told_reference(key) or help
            findings.append(Finding("S205", f'no reference has the key "{key}"', place, help))
    for words in citations.refused:
        text = f"raw HTML, a picture or a style is refused in a reference: {' '.join(words.split())[:40]}"
        findings.append(Finding("S210", text, _place_in(files, words), "write the reference in plain words"))
    told = [Finding("S209", f"pandoc: {one.words}", None, "see the handbook of pandoc") for one in citations.warnings]
    return (*findings, *told)


def _file_of(key: str, sections: Sequence[Section]) -> Location | None:
    """Find the file that cites a key where no space stands before it."""
    return next((Location(section.path) for section in sections if f"@{key}" in section.text), None)


def _place_in(files: Sequence[Path], words: str) -> Location | None:
    """Find the file of references that holds some words, and their line; the first file where they are written otherwise."""
    for path in files:
        text = path.read_text("utf-8", "replace")
        if (index := text.find(words.split("\n", maxsplit=1)[0])) >= 0:
            return Location(str(path), *position(text, index))
    return Location(str(files[0])) if files else None
