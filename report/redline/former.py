"""What is deleted, as it read in the version that it comes from: its citations, references and pictures are settled there."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from report.model.tree import containers, string
from report.model.tree import text_of as plain_text
from report.model.tree.inlines import Cite, Footnote
from report.model.tree.views import each
from report.model.words import words_for
from report.read.register import CROSSING, target_of
from report.redline.reading import Reader
from report.resolve.citations import set_citations
from report.resolve.numbering import number
from report.runtime.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from report.model.manuscript import Manuscript, Section
    from report.model.resolved import Target
    from report.model.tree.inlines import Citation
    from report.model.tree.views import Block
    from report.read.project import Project

PICTURES = "_former"  # the folder below `sources/` from which the older version's pictures are read


@dataclass
class OldVersion:
    """The older version of a report."""

    manuscript: Manuscript
    project: Project
    store: Store = field(default_factory=Store.none)

    @cached_property
    def _sections(self) -> tuple[Section, ...]:
        fronts = (self.manuscript.summary, self.manuscript.key_points)
        return (*(part for part in fronts if part), *self.manuscript.sections)

    @cached_property
    def _targets(self) -> Mapping[str, Target]:
        numbering, _ = number(self._sections, number_sections=self.manuscript.metadata.number_sections)
        return numbering.targets

    @cached_property
    def _cited(self) -> Mapping[str, str]:
        reader = Reader()
        done = set_citations(self.manuscript, self._sections, self.store)
        groups = [section.register.cites for section in self._sections]
        written = [cite.node for cite in each(Cite, containers(groups))]
        settled = [cite for section in done.sections for cite in section]
        if len(written) != len(settled):
            return {}
        return {reader.signature(one): _words(other) for one, other in zip(written, settled, strict=True)}

    def citation(self, element: Block) -> list[Block]:
        """Return the words of a citation or cross-reference."""
        cite = Cite(element)
        if cite.keys[0].startswith(CROSSING):
            return string(", ".join(self._label(one) for one in cite.citations))
        text = self._cited.get(Reader().signature(element), "")
        return string(text) if text else list(cite.inlines)

    def _label(self, citation: Citation) -> str:
        key = citation.key
        target = self._targets.get(target_of(key))
        if target is None or key.startswith("page:"):
            return key.removeprefix("page:")
        words = words_for(self.manuscript.metadata.lang)
        found = f"({target.number})" if target.kind == "eq" else target.number
        if not found:
            return target.title
        label = found if citation.bare else words.reference(target.kind, found, capital=key[0].isupper())
        return " ".join(part for part in (plain_text(citation.prefix), label) if part)

    def picture(self, source: str) -> str:
        """Name a picture of the older version; empty where it is not to be had."""
        return quote(self.file(unquote(source)))

    def file(self, name: str) -> str:
        """Name a file of data of the older version; empty where it is not to be had."""
        path = self.project.shared(self.manuscript.folder, name)
        if path is None:
            return ""
        return f"{PICTURES}/{path.relative_to(self.project.sources.resolve()).as_posix()}"


def _words(cite: Block) -> str:
    """Read a citation as it is set, as a note in brackets where the style sets notes."""
    notes = [note.blocks for note in each(Footnote, containers(cite))]
    return f" [{plain_text(notes).strip()}]" if notes else plain_text(Cite(cite).inlines).strip()
