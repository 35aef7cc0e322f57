"""Read a drawing: every element, attribute and style in it is looked up in the tables of what is allowed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from lxml import etree

from report.read.drawings.allowed import (
    ACTING,
    ATTRIBUTES,
    EDITORS,
    ELEMENTS,
    EVENTS,
    IDLE,
    ILLEGAL,
    SAID,
    SILENT,
    SVG,
    XHTML,
    XLINK,
    XML,
)
from report.read.drawings.references import ReferenceFault, read_reference
from report.read.drawings.styles import (
    READS,
    clean_sheet,
    clean_style,
    outside,
    shown_short,
    simple_style,
    unknown_value,
    value_loss,
)
from report.read.drawings.weight import weigh

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LARGEST = 32 << 20  # bytes
MOST = 100_000  # elements, written or drawn: what the layout engine draws in half a minute
DEEPEST = 200  # elements within elements, which the engine still draws
STYLED = 2_000_000  # characters of styles that do not look simple
MOST_PIXELS = 89_000_000  # of all its pictures: what one picture of pixels may have
LEAST = 1e-6  # units across that a drawing shows
TOLD = 20  # things left out that are told of one drawing
SHOWN = 40  # characters of names and of words that are lost
HREF = f"{{{XLINK}}}href"
REFERS = re.compile(rb"url\(|href=", re.IGNORECASE)
ROOT, CSS = f"{SVG}}}svg", "text/css"
STYLE, TEXT = f"{{{SVG}}}style", f"{{{SVG}}}text"
ADDRESS = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
REFERRING = {"feImage", "image", "use"}  # elements that show nothing of their own
CLASHES = {"href", "style"}  # attributes that HTML knows in capitals as well


@dataclass(frozen=True, slots=True)
class Removed:
    """What was taken out of a drawing: its line, and the sentence after the drawing's name.

    It is `grave` where it could act, or reach outside, or where the drawing cannot be read at all.
    """

    line: int
    what: str
    grave: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing as we write it, in UTF-8, and what of the file is not in it; empty where it cannot be shown."""

    svg: bytes
    removed: tuple[Removed, ...] = ()


class DrawingRefused(Exception):
    """A drawing that is not read to its end: the line, and the sentence after its name."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line, self.what = line, what


@lru_cache(maxsize=8)  # a picture is looked at, and then shown in each edition
def read_drawing(data: bytes) -> Drawing:
    """Read the bytes of an SVG file. Nothing else is ever read, and no entity is put in."""
    reader = _DrawingReader()
    try:
        svg = reader.write(data)
    except DrawingRefused as refused:
        return Drawing(b"", _told([*reader.removed, Removed(refused.line, refused.what, grave=True)]))
    return Drawing(svg, _told(reader.removed))


def drawing_text(drawing: Drawing) -> str:
    """Return the words that a drawing shows."""
    root = etree.fromstring(drawing.svg) if drawing.svg else ()
    return " ".join(" ".join(text.itertext()) for element in root for text in element.iter(TEXT))


class _DrawingReader:
    """Builds the tree that is shown, while expat goes through the file.

    `removed` is what it has left out so far.
    """

    def __init__(self) -> None:
        self.removed: list[Removed] = []
        self._lines: list[int] = []  # of the elements that are kept, in the order of the document
        self._parser = self._make_parser()
        self._root: Any = None
        self._open: list[Any] = []  # elements that are kept
        self._text: list[str] = []  # since the last of their tags
        self._text_line = 0
        self._lost: _Lost | None = None
        self._elements = self._styled = self._pixels = 0
        self._styles: set[str] = set()

    def write(self, data: bytes) -> bytes:
        """Write the drawing anew that a file holds; raise `Refused` where that cannot be."""
        if len(data) > LARGEST:
            raise DrawingRefused(0, "is larger than 32 MB")
        root = self._read(data)
        etree.cleanup_namespaces(root)
        svg: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
        if REFERS.search(svg) and (burden := weigh(root, self._lines, MOST)):
            raise DrawingRefused(*burden)
        return svg

    def _read(self, data: bytes) -> Any:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            raise DrawingRefused(error.lineno, f"is not well-formed: {expat.ErrorString(error.code)}") from error
        except (LookupError, ValueError) as error:
            raise DrawingRefused(1, "is in an encoding that is not known") from error
        return self._root

    def _make_parser(self) -> Any:
        parser = expat.ParserCreate(namespace_separator="}")
        parser.ordered_attributes = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.ProcessingInstructionHandler = self._instruction
        parser.SkippedEntityHandler = self._entity
        return parser

    @property
    def _line(self) -> int:
        return int(self._parser.CurrentLineNumber)

    def _tell(self, what: str, *, grave: bool = False, line: int = 0) -> None:
        self.removed.append(Removed(line or self._line, what, grave))

    def _doctype(self, _name: str, _system: str | None, _public: str | None, internal: bool) -> None:
        """Let the usual declaration pass, which nobody reads; one that declares anything itself is refused before it is read."""
        if internal:
            raise DrawingRefused(self._line, "declares entities or attributes of its own")

    def _entity(self, name: str, _parameter: int) -> None:
        raise DrawingRefused(self._line, f'uses an entity that is not declared ("&{shown_short(name, SHOWN)};")')

    def _instruction(self, target: str, _data: str) -> None:
        if target == "xml-stylesheet":
            self._tell(READS, grave=True)

    def _characters(self, data: str) -> None:
        if self._lost is not None:
            self._lost.words.append(data)
            return
        if not self._text:
            self._text_line = self._line
        self._text.append(data)

    def _start(self, name: str, pairs: list[str]) -> None:
        namespace, _, local = name.rpartition("}")
        if self._root is None and name != ROOT:
            raise DrawingRefused(self._line, "is not an SVG drawing")
        self._elements += 1
        if self._elements > MOST:
            raise DrawingRefused(self._line, f"has more than {MOST:,} elements")
        within_style = bool(self._open) and self._open[-1].tag == STYLE
        loss = _element_loss(namespace, local) or ((f"contains <{local}> in a style", False) if within_style else None)
        if self._lost is not None:
            self._lost.depth += 1
            if loss and loss[1] and not self._lost.told:
                self._tell(loss[0], grave=True)
        elif loss:
            self._lost = _Lost(self._line, *loss)
        else:
            self._keep(local, dict(self._attributes(local, zip(pairs[::2], pairs[1::2], strict=True))))

    def _keep(self, name: str, attributes: dict[str, str]) -> None:
        if name in REFERRING and not {"href", HREF} & set(attributes):
            self._lost = _Lost(self._line, "", grave=False)  # it shows nothing, and stops the layout engine
            return
        if len(self._open) >= DEEPEST:
            raise DrawingRefused(self._line, f"is nested more than {DEEPEST} deep")
        self._flush()
        tag = f"{{{SVG}}}{name}"
        if self._root is None:
            element = self._root = etree.Element(tag, attributes, {None: SVG, "xlink": XLINK})
        else:
            element = etree.SubElement(self._open[-1], tag, attributes)
        self._open.append(element)
        self._lines.append(self._line)

    def _end(self, _name: str) -> None:
        if self._lost is not None:
            self._lost.depth -= 1
            if not self._lost.depth:
                self.removed += self._lost.told_with_words()
                self._lost = None
        elif self._open[-1].tag == STYLE:
            self._end_style()
        else:
            self._flush()
            element = self._open.pop()
            if element.tag == TEXT and not len(element) and not element.text:
                self._drop(element)  # which draws nothing, and takes the layout engine long

    def _end_style(self) -> None:
        css, line = "".join(self._text), self._text_line
        self._text.clear()
        element = self._open.pop()
        self._count_style(css)
        text, losses = clean_sheet(css)
        for within, what, grave in losses:
            self._tell(what, grave=grave, line=line + within - 1)
        if text and element.get("type", CSS) == CSS:
            element.text = text
        else:
            self._drop(element)

    def _drop(self, element: etree._Element) -> None:
        """Take out the last element that was kept, which has no other after it."""
        element.getparent().remove(element)
        self._lines.pop()

    def _flush(self) -> None:
        """Put the text that was read where it stands."""
        if not self._text or not self._open:
            return
        text, parent = "".join(self._text), self._open[-1]
        self._text.clear()
        if ILLEGAL.search(text):
            raise DrawingRefused(self._line, "holds a character that XML does not allow")
        if len(parent):
            parent[-1].tail = text
        else:
            parent.text = text

    def _attributes(self, element: str, pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """Yield the attributes of an element that are kept, as they are written."""
        for name, value in pairs:
            namespace, _, local = name.rpartition("}")
            if ILLEGAL.search(value):
                raise DrawingRefused(self._line, "holds a character that XML does not allow")
            if namespace == EVENTS or local.lower().startswith("on"):
                self._tell(f"has an event handler ({shown_short(local, SHOWN)})", grave=True)
            elif local == "href" and namespace in {"", XLINK}:
                if reference := self._reference(element, value):
                    yield (HREF if namespace else "href"), reference
            elif namespace == XML:
                yield from self._xml_attribute(local, value)
            elif not namespace:
                yield from self._attribute(local, value)

    def _reference(self, element: str, value: str) -> str:
        try:
            reference, pixels = read_reference(element, value)
        except ReferenceFault as fault:
            self._tell(fault.what, grave=fault.grave)
            return ""
        self._pixels += pixels
        if self._pixels > MOST_PIXELS:
            raise DrawingRefused(self._line, f"holds pictures of more than {MOST_PIXELS:,} pixels")
        return reference

    def _xml_attribute(self, name: str, value: str) -> Iterator[tuple[str, str]]:
        if name == "base":
            self._tell("says where its addresses begin (xml:base)", grave=True)
        elif name in {"id", "lang", "space"}:
            yield f"{{{XML}}}{name}", value

    def _attribute(self, name: str, value: str) -> Iterator[tuple[str, str]]:
        if name == "style":
            if text := self._style(value):
                yield name, text
        elif name in ATTRIBUTES:
            loss = value_loss(name, value) or ("" if name != "viewBox" or _has_size(value) else unknown_value(name))
            if loss:
                self._tell(loss, grave=loss == outside(value.strip()))
            else:
                yield name, value
        elif SAID.fullmatch(name):
            yield name, value
        elif name.lower() in CLASHES or ADDRESS.match(value):
            self._tell(f'has the attribute "{shown_short(name, SHOWN)}", which is left out', grave=True)
        elif name not in SILENT:
            self._tell(f'has the attribute "{shown_short(name, SHOWN)}", which is left out')

    def _style(self, css: str) -> str:
        """Write a style anew, and tell what is not in it."""
        if (simple := simple_style(css)) is not None:
            return simple
        self._count_style(css)
        text, losses = clean_style(css)
        for _, what, grave in losses:
            self._tell(what, grave=grave)
        return text

    def _count_style(self, css: str) -> None:
        """Bound the time that styles take; those that come again take none."""
        if css not in self._styles:
            self._styles.add(css)
            self._styled += len(css)
        if self._styled > STYLED:
            raise DrawingRefused(self._line, f"has styles of more than {STYLED:,} characters")


@dataclass(slots=True)
class _Lost:
    """An element that is left out, while what is in it is passed over."""

    line: int
    what: str
    grave: bool
    depth: int = 1
    words: list[str] = field(default_factory=list)

    @property
    def told(self) -> bool:
        """Tell whether nothing in it needs a word: it is told as an error itself, or nobody would see it."""
        return self.grave or not self.what

    def told_with_words(self) -> list[Removed]:
        """Say what is lost, with the words that it has."""
        words = shown_short("".join(self.words), SHOWN)
        said = f', with its words "{words}"' if words else ""
        what = self.what if self.grave else f"{self.what}, which is left out{said}"
        return [Removed(self.line, what, self.grave)] if self.what else []


def _has_size(box: str) -> bool:
    """Tell whether a view box is four numbers, and shows anything."""
    try:
        _, _, width, height = (float(number) for number in box.replace(",", " ").split())
    except ValueError:
        return False
    return width > LEAST and height > LEAST


def _element_loss(namespace: str, name: str) -> tuple[str, bool] | None:
    """Say what is lost with an element, and whether that is grave; None where it is kept, and no words where nobody would see it."""
    if namespace == SVG and name in ELEMENTS:
        return None
    if namespace in {XHTML, EVENTS} or name.lower() in ACTING:
        return f"contains <{shown_short(name, SHOWN)}>", True
    if (namespace == SVG and name in IDLE) or re.fullmatch(EDITORS, namespace, re.DOTALL):
        return "", False
    return f"contains <{shown_short(name, SHOWN)}>", False


def _told(removed: Iterable[Removed]) -> tuple[Removed, ...]:
    """Tell the same words once, with their number, and of very many things not each."""
    found: dict[tuple[bool, str], list[int]] = {}
    for one in removed:
        found.setdefault((one.grave, one.what), []).append(one.line)
    told = [
        Removed(lines[0], what + (f" ({len(lines)} times)" if len(lines) > 1 else ""), grave)
        for (grave, what), lines in sorted(found.items(), key=lambda row: (not row[0][0], row[1][0]))
    ]
    rest = told[TOLD:]
    return (*told[:TOLD], *([Removed(rest[0].line, f"loses {len(rest)} other things", rest[0].grave)] if rest else ()))
