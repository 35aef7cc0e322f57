"""A marked text made ready to be set: marks go to the words, and what is deleted keeps no name, number or link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from report.model.marks import DELETED, INSERTED, LABEL, MOVED
from report.model.tree import div, paragraph, span, string, text_of
from report.read.data_blocks import ADDRESS, CHART, CSV, HELD
from report.redline.blocks import both_of
from report.redline.freezing import Freezer, are_inlines
from report.redline.inlines import compare_inlines
from report.redline.marks import AMENDED, CODE, COLUMNS, FORMER, former_of, mark_of, names_of
from report.redline.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.model.manuscript import Block
    from report.redline.former import OldVersion
    from report.redline.words import RedlineWords

HEADING, CAPTION = "redline-heading", "redline-caption"
PAGE_BREAK = "page-break"
PLAIN = both_of(Reader(), Reader())
SPACE: Block = {"t": "Space"}


class Setter:
    """Sets marked blocks. `former` tells what deleted citations and pictures were, `words` what is read out in a report of the language `lang`."""

    def __init__(self, former: OldVersion, words: RedlineWords, lang: str) -> None:
        self._former, self._words = former, words
        self._foreign = words.lang != lang.lower().split("-")[0]
        self._freezer = Freezer(former, words.note)

    def blocks(self, blocks: Sequence[Block], mark: str = "", *, moved: bool = False) -> list[Block]:
        """Set blocks that stand under a mark, or under none."""
        out: list[Block] = []
        for block in blocks:
            names = names_of(block)
            if own := mark_of(block):
                out += self.blocks(block["c"][1], own, moved=MOVED in names)
            elif CODE in names:
                out.append(div(self.blocks(block["c"][1], mark, moved=moved), CODE))
            else:
                out += self._block(block, mark, moved=moved)
        return out

    def _block(self, block: Block, mark: str, *, moved: bool) -> list[Block]:
        kind, content = block["t"], block.get("c")
        if kind in {"Para", "Plain"}:
            return [{"t": kind, "c": self.inlines(content or [], mark, moved=moved)}]
        set_as = getattr(self, f"_set_{kind.lower()}", None)
        if set_as is None:
            return [block]
        done: list[Block] = set_as(content, mark, moved)
        return done

    def _set_header(self, content: Any, mark: str, moved: bool) -> list[Block]:
        level, attr, inlines = content
        words = self.inlines(inlines, mark, moved=moved)
        if mark == DELETED:  # which is in no section, and not in the contents
            return [div([paragraph(words)], HEADING, f"{HEADING}-{level}")]
        return [{"t": "Header", "c": [level, attr, words]}]

    def _set_blockquote(self, content: Any, mark: str, moved: bool) -> list[Block]:
        return [{"t": "BlockQuote", "c": self.blocks(content, mark, moved=moved)}]

    def _set_bulletlist(self, content: Any, mark: str, moved: bool) -> list[Block]:
        return [{"t": "BulletList", "c": [self.blocks(item, mark, moved=moved) for item in content]}]

    def _set_orderedlist(self, content: Any, mark: str, moved: bool) -> list[Block]:
        return [{"t": "OrderedList", "c": [content[0], [self.blocks(item, mark, moved=moved) for item in content[1]]]}]

    def _set_definitionlist(self, content: Any, mark: str, moved: bool) -> list[Block]:
        items = [
            [self.inlines(term, mark, moved=moved), [self.blocks(one, mark, moved=moved) for one in meanings]]
            for term, meanings in content
        ]
        return [{"t": "DefinitionList", "c": items}]

    def _set_lineblock(self, content: Any, mark: str, moved: bool) -> list[Block]:
        return [{"t": "LineBlock", "c": [self.inlines(line, mark, moved=moved) for line in content]}]

    def _set_codeblock(self, content: Any, mark: str, moved: bool) -> list[Block]:
        if not mark or HELD in content[0][1]:
            return [{"t": "CodeBlock", "c": content}]
        label = self._labels(mark, moved=moved)[0]
        return [{"t": "CodeBlock", "c": [["", [mark], [["label", label]]], content[1]]}]

    def _set_horizontalrule(self, _content: Any, mark: str, moved: bool) -> list[Block]:
        return [paragraph([self._wrapped(string("* * *"), mark, moved=moved)])] if mark else [{"t": "HorizontalRule"}]

    def _set_div(self, content: Any, mark: str, moved: bool) -> list[Block]:
        attr, blocks = content
        if PAGE_BREAK in attr[1]:
            told = [paragraph([self._wrapped(string(self._words.page_break), mark, moved=moved)])] if mark else []
            return told if mark == DELETED else [*told, {"t": "Div", "c": content}]
        pairs = dict(attr[2])
        title, former = pairs.get("title", ""), former_of(attr)
        inner = self.blocks(blocks, mark, moved=moved)
        if mark == DELETED and title:
            inner = [paragraph([self._wrapped(string(title), mark, moved=moved)]), *inner]
        elif former:
            words = compare_inlines(string(dict(former[2]).get("title", "")), string(title), PLAIN)
            inner = [paragraph(self.inlines(words)), *inner]
        kept = [
            pair for pair in attr[2] if pair[0] != FORMER and not (pair[0] == "title" and (mark == DELETED or former))
        ]
        return [{"t": "Div", "c": [["" if mark == DELETED else attr[0], attr[1], kept], inner]}]

    def _set_figure(self, content: Any, mark: str, moved: bool) -> list[Block]:
        attr, caption, blocks = content
        words = self.blocks(caption[1], mark, moved=moved)
        if mark != DELETED:
            inner = self.blocks(blocks, mark, moved=moved)
            told = [note for block in blocks for note in self._alternatives(block)]
            words = [{**words[0], "c": [*words[0]["c"], *told]}, *words[1:]] if words and told else words
            return [{"t": "Figure", "c": [attr, [caption[0], words], inner]}]
        chart = CHART in attr[1]
        shown = [self._former_data(attr, blocks)] if chart else self.blocks(blocks, mark, moved=moved)
        return [*shown, *(div([paragraph(block["c"])], CAPTION) for block in words)]

    def _former_data(self, attr: list[Any], blocks: Sequence[Block]) -> Block:
        """Draw a deleted chart without a number, from the data that the older version had."""
        pairs = [[key, self._former.file(value) if key == "file" else value] for key, value in attr[2]]
        held = []
        for block in blocks:
            text = str(block["c"][1])
            for name in dict.fromkeys(ADDRESS.findall(text)):
                text = text.replace(name, self._former.file(name) or name)
            held.append({"t": "CodeBlock", "c": [block["c"][0], text]})
        return div(
            [{"t": "Figure", "c": [["", attr[1], pairs], [None, []], held]}], "redline-figure", "redline-changed"
        )

    def _alternatives(self, block: Block) -> list[Block]:
        """Show how the alternative texts of a figure's pictures have changed, for no page shows them."""
        told: list[Block] = []
        for inline in block["c"] if block["t"] in {"Para", "Plain"} else ():
            if AMENDED not in names_of(inline):
                continue
            old, new = (_alternative(one) for one in inline["c"][1])
            if old != new:
                pair = [self._wrapped(string(old), DELETED), self._wrapped(string(new), INSERTED)]
                told += [span([*string(f"{self._words.alternative}: "), *pair], "source")]
        return told

    def _set_table(self, content: Any, mark: str, moved: bool) -> list[Block]:
        attr, caption, columns, head, bodies, foot = content
        words = self.blocks(caption[1], mark, moved=moved)
        attr = [attr[0], attr[1], [pair for pair in attr[2] if pair[0] != COLUMNS]]
        if mark == DELETED:
            pairs = [[key, self._former.file(value) if key == "file" else value] for key, value in attr[2]]
            attr = ["", attr[1], pairs if CSV in attr[1] else attr[2]]
        done = [
            *([attr, [caption[0], [] if mark == DELETED else words], columns]),
            [head[0], self._rows(head[1], mark, moved=moved)],
            [
                [*body[:2], self._rows(body[2], mark, moved=moved), self._rows(body[3], mark, moved=moved)]
                for body in bodies
            ],
            [foot[0], self._rows(foot[1], mark, moved=moved)],
        ]
        table = {"t": "Table", "c": done}
        return [*(div([paragraph(block["c"])], CAPTION) for block in words), table] if mark == DELETED else [table]

    def _rows(self, rows: list[Any], mark: str, *, moved: bool) -> list[Any]:
        return [self._row(row, mark, moved=moved) for row in rows]

    def _row(self, row: list[Any], mark: str, *, moved: bool) -> list[Any]:
        own = mark_of(row) or mark
        cells = []
        for cell in row[1]:
            found = mark_of(cell) or own
            attr = [cell[0][0], [name for name in cell[0][1] if name not in {INSERTED, DELETED}], cell[0][2]]
            cells.append([attr, *cell[1:4], self.blocks(cell[4], found, moved=moved)])
        return [["", [], []], cells]

    def inlines(self, inlines: Sequence[Block], mark: str = "", *, moved: bool = False) -> list[Block]:
        """Set inlines that stand under a mark, or under none."""
        if mark:
            return [self._wrapped(inlines, mark, moved=moved)] if inlines else []
        return [part for inline in inlines for part in self._inline(inline)]

    def _inline(self, inline: Block) -> list[Block]:
        names = names_of(inline)
        if own := mark_of(inline):
            return [self._wrapped(inline["c"][1], own, moved=MOVED in names)]
        if AMENDED in names:
            return [inline["c"][1][1]]
        if inline["t"] == "Note":
            return [{"t": "Note", "c": self.blocks(inline["c"])}]
        content = inline.get("c")
        if isinstance(content, list):
            inner = [self.inlines(part) if are_inlines(part) else part for part in content]
            return [{**inline, "c": self.inlines(content) if are_inlines(content) else inner}]
        return [inline]

    def _wrapped(self, inlines: Sequence[Block], mark: str, *, moved: bool = False) -> Block:
        """Mark inlines, with what is read out before and after them."""
        deleted = mark == DELETED
        inner = self._freezer.inlines(inlines) if deleted else [self._noted(inline) for inline in inlines]
        before, after = self._labels(mark, moved=moved)
        start, end = self._label(f"{before} "), self._label(f" {after} ")
        return span([start, *inner, end], mark, *([MOVED] if moved else []))

    def _label(self, text: str) -> Block:
        """Make a label; its spaces do not break, lest it part a word from its stop."""
        pairs = [["lang", self._words.lang]] if self._foreign else []
        return {"t": "Span", "c": [["", [LABEL], pairs], [{"t": "Str", "c": text.replace(" ", "\u00a0")}]]}

    def _labels(self, mark: str, *, moved: bool) -> tuple[str, str]:
        words = self._words
        if mark == DELETED:
            return (words.moved_away if moved else words.deleted), words.deleted_end
        return (words.moved_here if moved else words.inserted), words.inserted_end

    def _noted(self, inline: Block) -> Block:
        return {"t": "Note", "c": self.blocks(inline["c"], INSERTED)} if inline["t"] == "Note" else inline


def newer(value: Any) -> Any:
    """Return set blocks without the words that are deleted or read out: what titles are made of."""
    if isinstance(value, dict):
        return {name: newer(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [newer(part) for part in value if not {LABEL, DELETED} & set(names_of(part))]
    return value


def _alternative(image: Block) -> str:
    attr, inlines, _ = image["c"]
    return str(dict(attr[2]).get("alt") or text_of(inlines))
