"""Clean a document's blocks: what a report's Markdown has no place for is put plainly, and told where it may be missed."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from report.importers.cleaning_blocks import clean_code, clean_division, clean_header, clean_paragraph, clean_table
from report.importers.original import ANCHOR, CAPTION, OPEN_POINT, short
from report.importers.word_xml import TODO
from report.model.tree import containers, line_break, paragraph, rewrite, span, string, text_of
from report.model.tree.attributes import Attributes
from report.model.tree.blocks import Paragraph
from report.model.tree.inlines import Cite, Code, Link, Math, Raw, Span, Str, TextRun
from report.model.tree.views import each, is_kind, kind_of
from report.read.pandoc import read_document
from report.read.register import EQUATION_ID
from report.resolve.safety import BREAK, INLINE_TAGS, SCHEMES, TAG, VALUES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from report.importers.original import Notes, Original
    from report.model.tree.views import Block

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
KEPT = {"source"}
OURS = {"index", "term"}  # which only our own Markdown means by these names
DROPPED = {"comment-end", "deletion", "paragraph-deletion", "paragraph-insertion"}
CAPTION_MARK = "caption-mark"
UNTOLD = {"anchor", "caption-mark", "insertion", "title", "nodecor", "reference-link", "toc-section-number", "term"}
PLACE = re.compile(r"(fig|tab|tbl|eq|sec):[\w-]+")
PARSED = {"markdown", "latex"}  # what notebooks hold beside pictures and words
ARROW = re.compile("[\U0001f800-\U0001f8ff]")  # what pandoc makes of arrows in Wingdings; few fonts have them
ARROWS = {"LEFTWARDS": "←", "RIGHTWARDS": "→", "UPWARDS": "↑", "DOWNWARDS": "↓"}
SIGNS = re.compile(r"(-{2,}|^\{|&(?=#?\w+;))")  # what Markdown would take for marks, and pandoc does not escape


def clean_document(original: Original) -> list[Block]:
    """Clean a document's blocks; links that stand for something else become it."""
    return clean_blocks(original.blocks, original.kind, original.notes)


def clean_blocks(blocks: Sequence[Block], kind: str, notes: Notes) -> list[Block]:
    """Clean blocks of a kind of document."""
    blocks = [paragraph(Paragraph(block).inlines) if is_kind(block, "Plain") else block for block in blocks]
    for cite in each(Cite, containers(blocks)):
        cite.inlines = [Str.make("@")]  # the words in it are only another way to write its keys
    return rewrite(blocks, _Cleaner(kind, notes).change)


class _Cleaner:
    """Changes one element after another, and tells what is lost by it."""

    def __init__(self, kind: str, notes: Notes) -> None:
        self.kind, self.notes = kind, notes
        self.rows: dict[str, Callable[[Block], list[Block] | None]] = {
            "Span": self._span,
            "Underline": self._underline,
            "SmallCaps": self._small_caps,
            "Link": self._link,
            "RawInline": self._raw,
            "RawBlock": self._raw,
            "Str": self._word,
            "Code": self._code,
            "Math": clean_math,
            "Div": lambda element: clean_division(element, kind),
            "CodeBlock": lambda element: clean_code(element, kind),
            "Header": clean_header,
            "Table": clean_table,
            "Para": clean_paragraph,
            "Plain": clean_paragraph,
        }

    def change(self, element: Block) -> list[Block] | None:
        row = self.rows.get(kind_of(element))
        return row(element) if row else None

    def _span(self, element: Block) -> list[Block] | None:
        passage = Span(element)
        attr, inlines = passage.attributes, passage.inlines
        author = attr.get("author")
        first = attr.classes[0] if attr.classes else ""
        if first == "comment-start":
            words = " ".join(text_of(inlines).split())
            return [_todo(f"{author}: {words}" if author else words)]
        if first in DROPPED:
            return []
        if first == "insertion":
            return _inserted(author, inlines)
        if "tag" in attr.classes and self.kind == "org":
            return []
        if "todo" in attr.classes:
            return [span(inlines, "todo")] if text_of(inlines).strip() else []
        return [*([_anchor(attr.identifier)] if attr.identifier else []), *self._plain(attr, inlines)]

    def _plain(self, attr: Attributes, inlines: list[Block]) -> list[Block]:
        """Keep of a span what means something to us: an inline tag, a language, a source."""
        classes = attr.classes
        if self.kind == "markdown" and OURS.intersection(classes):
            return [Span.make(inlines, Attributes.make("", classes, attr.pairs))]
        tags = [name for name in classes if name in INLINE_TAGS and name != "mark"]
        if tags:
            return [_verbatim(f"<{tags[0]}>"), *inlines, _verbatim(f"</{tags[0]}>")]
        for name in classes:
            if name not in UNTOLD | KEPT and inlines:
                self.notes.tell("I108", f'the style "{name}" of words is left to the theme')
        kept = [pair for pair in attr.only("lang", "dir") if VALUES[pair[0]][0].fullmatch(pair[1])]
        names = [name for name in classes if name in KEPT]
        return [Span.make(inlines, Attributes.make("", names, kept))] if kept or names else inlines

    def _underline(self, element: Block) -> list[Block] | None:
        inlines = TextRun(element).inlines
        if any(is_kind(inline, "Link", "Emph", "Strong") for inline in inlines):
            return inlines
        self.notes.tell("I108", "underlined words are written as emphasis")
        return [TextRun.make("Emph", inlines)]

    def _small_caps(self, element: Block) -> list[Block] | None:
        self.notes.tell("I108", "small capitals are left to the theme")
        return TextRun(element).inlines

    def _link(self, element: Block) -> list[Block] | None:
        link = Link(element)
        attr, inlines, target = link.attributes, link.inlines, link.target
        words = " ".join(text_of(inlines).split())
        if self.kind == "org" and PLACE.fullmatch(target):
            target = f"#{target}"
        if target.startswith(OPEN_POINT):
            return [_todo(words)]
        if target.startswith(ANCHOR):
            return [_anchor(unquote(target.removeprefix(ANCHOR)))]
        if target.startswith(CAPTION):
            return [span([], CAPTION_MARK)]
        names = [name for name in attr.classes if name in {"uri", "email"}]
        link.attributes = Attributes.make("", names, attr.only("reference-type"))
        link.target, link.title = target.replace(" ", "%20"), ""
        if target.startswith("#") or _leads(target):
            return None if inlines else []
        if words and target:
            help = "link to http, https or mailto, or to a section by its identifier"
            self.notes.tell("I111", f'a link leads nowhere for a reader, its words are kept: "{short(target)}"', help)
        return list(inlines)

    def _raw(self, element: Block) -> list[Block] | None:
        raw = Raw(element)
        form, text, within = raw.format, raw.text, is_kind(element, "RawInline")
        if self.kind == "ipynb" and form in PARSED and not within:
            return clean_blocks(read_document(text, form).blocks, form, self.notes)
        if form == "html" and BREAK.fullmatch(text.strip()) and within:
            return [line_break()]
        tag = TAG.fullmatch(text)
        if form == "html" and tag and tag[1].lower() in INLINE_TAGS and within:
            return [_verbatim(text.lower())]
        if text.strip() and not text.lstrip().startswith("<!--"):
            self.notes.tell("I109", f"raw {form} is left out: {short(text)}", "write it in Markdown")
        return []

    def _word(self, element: Block) -> list[Block] | None:
        word = Str(element).text
        if self.kind == "markdown" and EQUATION_ID.match(word):
            return [_verbatim(word)]
        text = ARROW.sub(_plain_arrow, CONTROL.sub("", word)).replace("\N{SOFT HYPHEN}", "")
        parts = enumerate(SIGNS.split(text))  # every other part is a sign
        return [_verbatim("\\" + "\\".join(part)) if index % 2 else Str.make(part) for index, part in parts if part]

    def _code(self, element: Block) -> list[Block] | None:
        text = CONTROL.sub("", Code(element).text)
        return [Code.make(text)] if text.strip() else []


MATH_LABEL = re.compile(r"\\label\{([^}]*)\}")
ENVIRONMENT = re.compile(r"\s*\\begin\{(equation|align|gather|eqnarray|multline)(\*?)\}(.*)\\end\{\1\2\}\s*", re.DOTALL)
INNER = {"align": "aligned", "eqnarray": "aligned", "gather": "gathered"}


def clean_math(element: Block) -> list[Block]:
    """Take a display's environment away, and its label out to stand behind it as an anchor."""
    formula = Math(element)
    tex = formula.text
    labels = MATH_LABEL.findall(tex)
    tex = MATH_LABEL.sub("", tex)
    if match := ENVIRONMENT.fullmatch(tex):
        body, inner = match[3].strip(), INNER.get(match[1], "")
        tex = f"\\begin{{{inner}}}\n{body}\n\\end{{{inner}}}" if inner else body
    anchors = [_anchor(label, "equation") for label in labels[:1]]
    return [Math.make(CONTROL.sub("", tex).strip(), display=formula.display), *anchors]


def _inserted(author: str, inlines: list[Block]) -> list[Block]:
    """Read what our own preparation of Word files has put into insertions."""
    if author == TODO:
        return [_todo(text_of(inlines))]
    if author == "caption":
        return [span([], CAPTION_MARK)]
    lang = author.removeprefix("lang:")
    if lang != author and VALUES["lang"][0].fullmatch(lang):
        return [Span.make(inlines, Attributes.make(pairs=[("lang", lang)]))]
    return inlines


def _plain_arrow(match: re.Match[str]) -> str:
    name = unicodedata.name(match[0], "")
    return next((arrow for word, arrow in ARROWS.items() if word in name), match[0])


def _leads(target: str) -> bool:
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return parts.scheme.lower() in SCHEMES and bool(parts.netloc or not parts.scheme.lower().startswith("http"))


def _todo(words: str) -> Block:
    return span(string(f"TODO {' '.join(words.split())}"), "todo")


def _anchor(name: str, *classes: str) -> Block:
    return span([], "anchor", *classes, identifier=name)


def _verbatim(text: str) -> Block:
    return Raw.inline("markdown", text)
