"""A marked text made ready to be set: marks go to the words, and what is deleted keeps no name, number or link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from report.model.master import DELETED, INSERTED, LABEL, MOVED
from report.model.tree import div, horizontal_rule, paragraph, span, string, text_of
from report.model.tree.attributes import Attributes
from report.model.tree.blocks import (
    BlockQuote,
    BulletList,
    CodeBlock,
    DefinitionItem,
    DefinitionList,
    Div,
    Figure,
    Header,
    LineBlock,
    OrderedList,
    Paragraph,
    Wrapper,
)
from report.model.tree.inlines import Footnote, Image, Span, Str, holder_of
from report.model.tree.tables import Row, Table, TableBody, TableEnd
from report.model.tree.views import each, kind_of
from report.read.data_blocks import ADDRESS, CHART, CSV, HELD
from report.redline.blocks import both_of
from report.redline.freezing import Freezer
from report.redline.inlines import compare_inlines
from report.redline.marks import AMENDED, CODE, COLUMNS, FORMER, MARKS, former_of, mark_of, names_of
from report.redline.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from report.model.tree.views import Block, Tree
    from report.redline.former import OldVersion
    from report.redline.words import RedlineWords

HEADING, CAPTION = "redline-heading", "redline-caption"
PAGE_BREAK = "page-break"
PLAIN = both_of(Reader(), Reader())


class Setter:
    """Sets marked blocks. `former` tells what deleted citations and pictures were, `words` what is read out in a report of the language `lang`."""

    def __init__(self, former: OldVersion, words: RedlineWords, lang: str) -> None:
        self._former, self._words = former, words
        self._foreign = words.lang != lang.lower().split("-")[0]
        self._freezer = Freezer(former, words.note)
        self._ways: dict[str, Callable[[Block, str, bool], list[Block]]] = {
            "BlockQuote": self._quotation,
            "BulletList": self._bullets,
            "CodeBlock": self._listing,
            "DefinitionList": self._definitions,
            "Div": self._division,
            "Figure": self._figure,
            "Header": self._header,
            "HorizontalRule": self._rule,
            "LineBlock": self._lines,
            "OrderedList": self._numbered,
            "Table": self._table,
        }

    def blocks(self, blocks: Sequence[Block], mark: str = "", *, moved: bool = False) -> list[Block]:
        """Set blocks that stand under a mark, or under none."""
        out: list[Block] = []
        for block in blocks:
            names = names_of(block)
            if own := mark_of(block):
                out += self.blocks(Wrapper(block).inner, own, moved=MOVED in names)
            elif CODE in names:
                out.append(div(self.blocks(Wrapper(block).inner, mark, moved=moved), CODE))
            else:
                out += self._block(block, mark, moved=moved)
        return out

    def _block(self, block: Block, mark: str, *, moved: bool) -> list[Block]:
        if words := Paragraph.of(block):
            return [Paragraph.make(kind_of(block), self.inlines(words.inlines, mark, moved=moved))]
        set_as = self._ways.get(kind_of(block))
        return set_as(block, mark, moved) if set_as else [block]

    def _header(self, block: Block, mark: str, moved: bool) -> list[Block]:
        header = Header(block)
        words = self.inlines(header.inlines, mark, moved=moved)
        if mark == DELETED:  # which is in no section, and not in the contents
            return [div([paragraph(words)], HEADING, f"{HEADING}-{header.level}")]
        return [Header.make(header.level, words, header.attributes)]

    def _quotation(self, block: Block, mark: str, moved: bool) -> list[Block]:
        return [BlockQuote.make(self.blocks(BlockQuote(block).blocks, mark, moved=moved))]

    def _bullets(self, block: Block, mark: str, moved: bool) -> list[Block]:
        return [BulletList.make(self.blocks(item, mark, moved=moved) for item in BulletList(block).items)]

    def _numbered(self, block: Block, mark: str, moved: bool) -> list[Block]:
        numbered = OrderedList(block)
        items = (self.blocks(item, mark, moved=moved) for item in numbered.items)
        return [OrderedList.make(items, numbered.numbering)]

    def _definitions(self, block: Block, mark: str, moved: bool) -> list[Block]:
        items = []
        for item in DefinitionList(block).items:
            meanings = (self.blocks(one, mark, moved=moved) for one in item.meanings)
            items.append(DefinitionItem.make(self.inlines(item.term, mark, moved=moved), meanings))
        return [DefinitionList.make(items)]

    def _lines(self, block: Block, mark: str, moved: bool) -> list[Block]:
        return [LineBlock.make(self.inlines(line, mark, moved=moved) for line in LineBlock(block).lines)]

    def _listing(self, block: Block, mark: str, moved: bool) -> list[Block]:
        listing = CodeBlock(block)
        if not mark or HELD in listing.attributes.classes:
            return [block]
        label = self._labels(mark, moved=moved)[0]
        return [CodeBlock.make(listing.text, Attributes.make("", [mark], [("label", label)]))]

    def _rule(self, _block: Block, mark: str, moved: bool) -> list[Block]:
        return [paragraph([self._wrapped(string("* * *"), mark, moved=moved)])] if mark else [horizontal_rule()]

    def _division(self, block: Block, mark: str, moved: bool) -> list[Block]:
        attr, blocks = Div(block).attributes, Div(block).blocks
        if PAGE_BREAK in attr.classes:
            told = [paragraph([self._wrapped(string(self._words.page_break), mark, moved=moved)])] if mark else []
            return told if mark == DELETED else [*told, block]
        title, former = attr.get("title"), former_of(attr)
        inner = self.blocks(blocks, mark, moved=moved)
        if mark == DELETED and title:
            inner = [paragraph([self._wrapped(string(title), mark, moved=moved)]), *inner]
        elif former is not None:
            words = compare_inlines(string(former.get("title")), string(title), PLAIN)
            inner = [paragraph(self.inlines(words)), *inner]
        kept = attr.without(FORMER, *(["title"] if mark == DELETED or former is not None else []))
        return [Div.make(inner, Attributes.make("" if mark == DELETED else attr.identifier, attr.classes, kept))]

    def _figure(self, block: Block, mark: str, moved: bool) -> list[Block]:
        figure = Figure(block)
        words = self.blocks(figure.caption, mark, moved=moved)
        if mark != DELETED:
            inner = self.blocks(figure.blocks, mark, moved=moved)
            told = [note for block in each(Paragraph, figure.blocks) for note in self._alternatives(block)]
            if words and told:
                first = Paragraph(words[0])
                words = [first.holding([*first.inlines, *told]), *words[1:]]
            return [Figure.make(inner, words, figure.attributes, figure.short_caption)]
        chart = CHART in figure.attributes.classes
        shown = [self._former_data(figure)] if chart else self.blocks(figure.blocks, mark, moved=moved)
        return [*shown, *_captions(words)]

    def _former_data(self, figure: Figure) -> Block:
        """Draw a deleted chart without a number, from the data that the older version had."""
        held = []
        for listing in map(CodeBlock, figure.blocks):
            text = listing.text
            for name in dict.fromkeys(ADDRESS.findall(text)):
                text = text.replace(name, self._former.file(name) or name)
            held.append(CodeBlock.make(text, listing.attributes))
        attr = Attributes.make("", figure.attributes.classes, self._former_pairs(figure.attributes))
        return div([Figure.make(held, attributes=attr)], "redline-figure", "redline-changed")

    def _former_pairs(self, attr: Attributes) -> list[list[str]]:
        """Return pairs in which a file is that of the older version."""
        return [[key, self._former.file(value) if key == "file" else value] for key, value in attr.pairs]

    def _alternatives(self, block: Paragraph) -> list[Block]:
        """Show how the alternative texts of a figure's pictures have changed, for no page shows them."""
        told: list[Block] = []
        for inline in block.inlines:
            if AMENDED not in names_of(inline):
                continue
            old, new = (_alternative(Image(one)) for one in Span(inline).inlines)
            if old != new:
                pair = [self._wrapped(string(old), DELETED), self._wrapped(string(new), INSERTED)]
                told += [span([*string(f"{self._words.alternative}: "), *pair], "source")]
        return told

    def _table(self, block: Block, mark: str, moved: bool) -> list[Block]:
        table = Table(block).copy()
        words = self.blocks(table.caption, mark, moved=moved)
        table.set_caption([] if mark == DELETED else words)
        attr = table.attributes.with_pairs(table.attributes.without(COLUMNS))
        if mark == DELETED:
            attr = Attributes.make("", attr.classes, self._former_pairs(attr) if CSV in attr.classes else attr.pairs)
        table.attributes = attr
        table.head, table.foot = (
            TableEnd.make(self._rows(end.rows, mark, moved=moved), end.attributes) for end in (table.head, table.foot)
        )
        table.bodies = [self._body(body, mark, moved=moved) for body in table.bodies]
        return [*(_captions(words) if mark == DELETED else ()), table.node]

    def _body(self, body: TableBody, mark: str, *, moved: bool) -> TableBody:
        heads, rows = (self._rows(rows, mark, moved=moved) for rows in (body.heads, body.rows))
        return TableBody.make(rows, body.stubs, heads, body.attributes)

    def _rows(self, rows: list[Row], mark: str, *, moved: bool) -> list[Row]:
        return [self._row(row, mark, moved=moved) for row in rows]

    def _row(self, row: Row, mark: str, *, moved: bool) -> Row:
        own = mark_of(row.node) or mark
        cells = []
        for cell in row.cells:
            given = cell.attributes
            attr = Attributes.make(given.identifier, [name for name in given.classes if name not in MARKS], given.pairs)
            cells.append(cell.filled(self.blocks(cell.blocks, mark_of(cell.node) or own, moved=moved), attr))
        return Row.make(cells)

    def inlines(self, inlines: Sequence[Block], mark: str = "", *, moved: bool = False) -> list[Block]:
        """Set inlines that stand under a mark, or under none."""
        if mark:
            return [self._wrapped(inlines, mark, moved=moved)] if inlines else []
        return [part for inline in inlines for part in self._inline(inline)]

    def _inline(self, inline: Block) -> list[Block]:
        names = names_of(inline)
        if own := mark_of(inline):
            return [self._wrapped(Span(inline).inlines, own, moved=MOVED in names)]
        if AMENDED in names:
            return [Span(inline).inlines[1]]
        if note := Footnote.of(inline):
            return [Footnote.make(self.blocks(note.blocks))]
        holder = holder_of(inline)
        return [holder.holding(self.inlines(holder.inlines)) if holder else inline]

    def _wrapped(self, inlines: Sequence[Block], mark: str, *, moved: bool = False) -> Block:
        """Mark inlines, with what is read out before and after them."""
        deleted = mark == DELETED
        inner = self._freezer.inlines(inlines) if deleted else [self._noted(inline) for inline in inlines]
        before, after = self._labels(mark, moved=moved)
        start, end = self._label(f"{before} "), self._label(f" {after} ")
        return span([start, *inner, end], mark, *([MOVED] if moved else []))

    def _label(self, text: str) -> Block:
        """Make a label; its spaces do not break, lest it part a word from its stop."""
        pairs = [("lang", self._words.lang)] if self._foreign else []
        return Span.make([Str.make(text.replace(" ", "\u00a0"))], Attributes.make("", [LABEL], pairs))

    def _labels(self, mark: str, *, moved: bool) -> tuple[str, str]:
        words = self._words
        if mark == DELETED:
            return (words.moved_away if moved else words.deleted), words.deleted_end
        return (words.moved_here if moved else words.inserted), words.inserted_end

    def _noted(self, inline: Block) -> Block:
        note = Footnote.of(inline)
        return Footnote.make(self.blocks(note.blocks, INSERTED)) if note else inline


def newer(blocks: Sequence[Block]) -> list[Block]:
    """Return set blocks without the words that are deleted or read out: what titles are made of."""
    return list(_newer(blocks))


def _newer(value: Tree) -> Any:
    if isinstance(value, dict):
        return {name: _newer(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_newer(part) for part in value if not {LABEL, DELETED} & set(names_of(part))]
    return value


def _captions(words: Sequence[Block]) -> list[Block]:
    """Set a caption as text for itself."""
    return [div([paragraph(Paragraph(block).inlines)], CAPTION) for block in words]


def _alternative(image: Image) -> str:
    return image.attributes.get("alt") or text_of(image.inlines)
