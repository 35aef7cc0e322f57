"""Texts read by pandoc, unless they are known from an earlier run; those of a long report a few at a time."""

from __future__ import annotations

import pickle
import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from report.model.errors import BuildError
from report.model.manuscript import Register
from report.model.tree import levels, plain, rewrite
from report.model.tree.attributes import Attributes
from report.model.tree.blocks import Figure, Paragraph
from report.model.tree.inlines import Image, Link, Raw
from report.model.tree.views import kind_of
from report.read.conditions import drop_hidden, spread_conditions
from report.read.converter import TooMuch
from report.read.data_blocks import set_data_blocks
from report.read.environment import environment_key
from report.read.fences import UNCLOSED, Fence, find_unmatched
from report.read.html_tags import take_html
from report.read.lines import find_brackets
from report.read.neighbours import take_spellings
from report.read.pandoc import MARKDOWN, Parsed, read_markdown
from report.read.register import make_register
from report.runtime.prefetch import done_ahead, how_far_ahead, portions
from report.runtime.store import Store, values_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from report.model.findings import Location
    from report.model.manuscript import TextOrigin
    from report.model.tree.views import Block
    from report.read.converter import PandocWarning

# Notes that are not written, and cross-references that a word is joined to.
SIGNS = re.compile(rb"\[\^|[0-9A-Za-z\x80-\xff]@(?:[Ff]ig|[Tt]bl|[Ss]ec|[Ee]q)-")
SHOWN = ".content-"  # in the text where something is there under conditions
CONDITION = "-edition"  # in the text where something is for one edition
LINKED = "[!["  # in the text where a picture is a link
BLOCKS, REGISTERS = "blocks", "registers"
DEEPEST = 120  # levels of pandoc's JSON, two or more for each list or quotation


@dataclass(frozen=True, slots=True)
class Draft:
    """Markdown to be read, the file it stands in with its whole text, and where stretches of it come from.

    What is only a part of its file, such as a value of the metadata, has a `place` in it.
    """

    path: str
    text: str
    markdown: str
    appendix: bool = False
    origins: tuple[TextOrigin, ...] = ()
    media: Path | None = None
    place: Location | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A text that has been read: see `Section`; `warnings` are pandoc's."""

    key: str
    read: Callable[[], tuple[Block, ...]]
    register: Register
    empty: bool
    warnings: tuple[PandocWarning, ...]
    fences: tuple[Fence, ...] = ()


NOTHING = Text("", tuple, Register(), empty=True, warnings=())
UNREAD = replace(NOTHING, empty=False)  # beside one that was too much: no report comes of them anyway


def read_texts(drafts: Sequence[Draft], store: Store, edition: str) -> list[Text | BuildError]:
    """Read texts for an edition, each for itself; the error in the place of one that cannot be read."""
    keys = [values_digest(environment_key(), MARKDOWN, draft.markdown, edition) for draft in drafts]
    found: dict[int, Text | BuildError] = {}
    new = []
    for index, (draft, key) in enumerate(zip(drafts, keys, strict=True)):
        known = store.get(REGISTERS, key) if draft.markdown.strip() else ()
        if known is None:
            new.append(index)
        else:
            again = partial(_kept, store, key, draft.markdown, edition)
            found[index] = Text(key, again, *known) if known else NOTHING
    sizes = {index: len(drafts[index].markdown) for index in new}
    parser = _Parser(edition)
    parsing = done_ahead(
        lambda some: parser.parse([drafts[index].markdown for index in some]), portions(sizes), how_far_ahead(sizes)
    )
    for indices, parsed in parsing:
        for index, one in zip(indices, parsed, strict=True):
            found[index] = (
                one
                if isinstance(one, (BuildError, Text))
                else _keep(one, keys[index], drafts[index].markdown, store, edition)
            )
    return [found[index] for index in range(len(drafts))]


@dataclass(slots=True)
class _Parser:
    """Parses the texts of a report, until one is too much."""

    edition: str
    stopped: bool = False

    def parse(self, texts: Sequence[str]) -> list[Parsed | Text | BuildError]:
        """Parse texts together, or, where that fails, each by itself to find out which it was."""
        if self.stopped:
            return [UNREAD] * len(texts)
        try:
            return [*_parse_all(texts, self.edition)]
        except BuildError as error:
            if len(texts) == 1:
                self.stopped |= isinstance(error, TooMuch)
                return [error]
        return [one for text in texts for one in self.parse([text])]


def _parse_all(texts: Sequence[str], edition: str) -> list[Parsed]:
    found = [_check_depth(parsed) for parsed in read_markdown(texts)]
    kept = [tuple(block for block in parsed.blocks if not _is_comment(block)) for parsed in found]
    kept = [take_spellings(take_html(blocks, text), text) for blocks, text in zip(kept, texts, strict=True)]
    kept = [spread_conditions(blocks) if SHOWN in text else blocks for blocks, text in zip(kept, texts, strict=True)]
    shown = [
        drop_hidden(blocks, edition) if CONDITION in text else blocks for blocks, text in zip(kept, texts, strict=True)
    ]
    shown = [
        tuple(rewrite(blocks, _linked_figure, words=False)) if LINKED in text else blocks
        for blocks, text in zip(shown, texts, strict=True)
    ]
    set_data_blocks(shown, _read_captions)
    return [replace(parsed, blocks=blocks) for parsed, blocks in zip(found, shown, strict=True)]


def _linked_figure(element: Block) -> list[Block] | None:
    """Make a picture that is a link, and has a caption beside its alternative text, the figure that it would be without."""
    paragraph = Paragraph.of(element)
    link = Link.of(paragraph.inlines[0]) if paragraph and len(paragraph.inlines) == 1 else None
    image = Image.of(link.inlines[0]) if link and len(link.inlines) == 1 else None
    if not (link and image and image.inlines and "alt" in image.attributes.values):
        return None
    identifier, image.attributes.identifier = image.attributes.identifier, ""
    caption, image.inlines = [plain(image.inlines)], []
    return [Figure.make([plain([link.node])], caption, Attributes.make(identifier))]


def _read_captions(captions: Sequence[str]) -> list[Sequence[Block]]:
    """Parse captions that stand in attributes, where no brackets have been looked for."""
    if any(find_brackets(caption) for caption in captions):
        raise _too_deep()
    return [_check_depth(parsed).blocks for parsed in read_markdown(captions)]


def _keep(parsed: Parsed, key: str, markdown: str, store: Store, edition: str) -> Text:
    """Put what was read aside: on the disk, or packed in memory where nothing is kept."""
    packed = pickle.dumps(parsed.blocks, pickle.HIGHEST_PROTOCOL)
    register = replace(make_register(parsed.blocks), signs=bool(SIGNS.search(packed)))
    warnings = tuple(one for one in parsed.warnings if one.kind != UNCLOSED)
    facts = register, not parsed.blocks, warnings, find_unmatched(parsed.blocks, markdown, parsed.warnings)
    kept = store.put(BLOCKS, key, packed)
    store.put(REGISTERS, key, facts)
    read = partial(_kept, store, key, markdown, edition) if kept else partial(pickle.loads, packed)
    return Text(key, read, *facts)


def _kept(store: Store, key: str, markdown: str, edition: str) -> tuple[Block, ...]:
    """Take blocks from the store; read them again where they have gone from it."""
    packed = store.get(BLOCKS, key)
    if packed is None:
        (parsed,) = _parse_all([markdown], edition)
        return parsed.blocks
    blocks: tuple[Block, ...] = pickle.loads(packed)  # noqa: S301 - our own
    return blocks


def _is_comment(block: Block) -> bool:
    return kind_of(block) == "RawBlock" and Raw(block).text.startswith("<!--")


def _too_deep() -> BuildError:
    return BuildError("the text is nested too deeply", "flatten its lists and quotations")


def _check_depth(parsed: Parsed) -> Parsed:
    if levels(parsed.blocks) > DEEPEST:
        raise _too_deep()
    return parsed
