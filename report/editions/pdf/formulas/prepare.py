"""Pandoc's MathML made ready to be set: known elements only, and every space as TeX would have it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from report.editions.pdf.formulas.formula import NotDrawn
from report.editions.pdf.formulas.spacing import INNER, LARGE, NAMES, OP, ORD, PUNCT, kind_of_operator, spaces
from report.editions.pdf.formulas.ziamath import MARK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

APPLY = "\N{FUNCTION APPLICATION}"
UNSEEN = {APPLY, "\N{INVISIBLE TIMES}", "\N{INVISIBLE SEPARATOR}", "\N{INVISIBLE PLUS}"}
FENCES = ("prefix", "postfix")
DEEPEST = 12  # levels of brackets that grow with what they hold; each doubles the work
STRUT = (0.84, 0.36)  # em: the least height and depth of a row of a table
MARGIN = {"width": "0.12em"}  # between a table and its brackets
LINE = "―"  # what is drawn as a rule as long as what it stands over
LINES = {"¯", "‾", "_", "\N{COMBINING OVERLINE}"}
ARROWS = {"→": "\N{COMBINING RIGHT ARROW ABOVE}", "←": "\N{COMBINING LEFT ARROW ABOVE}"}
SCRIPTED = {"msub", "msup", "msubsup"}
LIMITED = {"munder", "mover", "munderover"}


@dataclass(frozen=True, slots=True)
class _Style:
    """How a part is set: `display` large, `script` small and close; `depth` counts the brackets around it."""

    display: bool
    script: bool = False
    depth: int = 0
    close: bool = False  # a comma between digits groups them

    @property
    def small(self) -> _Style:
        return replace(self, display=False, script=True)

    @property
    def text(self) -> _Style:
        return replace(self, display=False)


def prepare(math: ET.Element) -> ET.Element:
    """Return a formula as MathML that can be set. Raise `NotDrawn` where it holds what cannot."""
    display = math.get("display") == "block"
    style = _Style(display, close="{,}" in math.get("alttext", ""))
    row = _row(list(math), style)
    root = ET.Element("math", {"displaystyle": str(display).lower()})
    root.append(row)
    return root


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(element: ET.Element) -> str:
    return (element.text or "").strip()


def _row(children: Sequence[ET.Element], style: _Style, before: int | None = None) -> ET.Element:
    """Set parts side by side with the spaces between them."""
    row = ET.Element("mrow", {"displaystyle": str(style.display).lower()})
    parts = [child for child in flat(children) if not (_name(child) == "mo" and _text(child) in UNSEEN)]
    atoms = [part for part in parts if _name(part) != "mspace"]
    kinds = [atom_kind(part) for part in atoms]
    _group_digits(atoms, kinds, style)
    room = dict(zip(map(id, atoms), spaces(kinds, script=style.script, before=before), strict=True))
    for part in parts:
        if space := room.get(id(part), 0):
            ET.SubElement(row, "mspace", {"width": f"{space}em"})
        row.append(_element(part, style))
    return row


def _group_digits(atoms: Sequence[ET.Element], kinds: list[int], style: _Style) -> None:
    """Let a comma stand close between digits where the author has said so, as `1{,}000`."""
    for index in range(1, len(atoms) - 1) if style.close else ():
        around = {_name(atoms[index - 1]), _name(atoms[index + 1])}
        if around == {"mn"} and _text(atoms[index]) == ",":
            kinds[index] = ORD


def flat(children: Sequence[ET.Element]) -> Iterator[ET.Element]:
    """Yield parts, those of plain groups in their place."""
    for child in children:
        name = _name(child)
        if name.startswith("annotation"):
            continue
        if name == "semantics" or (name == "mrow" and not _is_fenced(child) and not _is_named(child)):
            yield from flat(list(child))
        else:
            yield child


def _is_fenced(row: ET.Element) -> bool:
    """Tell whether a group stands in brackets that grow."""
    ends = [child for child in (row[:1] + row[-1:]) if _name(child) == "mo"]
    return any(end.get("stretchy") == "true" and end.get("form") in FENCES for end in ends)


def _is_named(row: ET.Element) -> bool:
    """Tell whether a group is the name of a function."""
    return len(row) > 1 and _text(row[-1]) == APPLY


def atom_kind(element: ET.Element) -> int:
    """Tell what kind of atom a part is."""
    name = _name(element)
    if name == "mo":
        grows = element.get("stretchy") == "true" or "minsize" in element.attrib
        return kind_of_operator(_text(element), element.get("form", ""), grows=grows)
    if name == "mi":
        return OP if _text(element) in NAMES else INNER if _text(element) in "…⋯" else ORD
    if name == "mrow":
        if _is_named(element):
            return ORD if _text(element[0]) == "mod" else OP  # its white is written out
        return INNER if _is_fenced(element) else ORD
    if name in SCRIPTED or name in LIMITED or name in {"mphantom", "mpadded", "mstyle"}:
        kind = atom_kind(element[0]) if len(element) else ORD
        return ORD if kind in {PUNCT, INNER} else kind
    return INNER if name == "mfrac" else ORD


def _element(element: ET.Element, style: _Style) -> ET.Element:
    name = _name(element)
    if name not in ELEMENTS:
        raise NotDrawn(f"<{name}> cannot be set")
    return ELEMENTS[name](element, style)


def _token(element: ET.Element, style: _Style) -> ET.Element:  # noqa: ARG001 - as all of `ELEMENTS`
    """Set a name, a number or a text."""
    name, text = _name(element), " ".join((element.text or "").split())
    upright = element.get("mathvariant") == "normal"
    if name == "mi" and len(text) == 1 and not text.isalnum():
        return _sign(text)
    if name == "mi" and len(text) > 1:
        name, upright = "mtext", True
    out = ET.Element(name, {"mathvariant": "normal"} if upright or name == "mtext" else {})
    out.text = text.replace(" ", "\N{NO-BREAK SPACE}").replace("-", "\N{HYPHEN}") if name == "mtext" else text
    return out if text else ET.Element("mspace", {"width": "0em"})


def _operator(element: ET.Element, style: _Style) -> ET.Element:
    """Set an operator without space of its own; it grows only where the author lets it."""
    text = _text(element)
    out = _sign(text)
    if element.get("stretchy") == "true" and not style.script:
        out.set("stretchy", "true")
    size = element.get("minsize", "")
    if size.endswith("%"):
        points = f"{float(size[:-1]) / 100:g}em"
        out.attrib.update(minsize=points, maxsize=points)
    return out


def _sign(text: str) -> ET.Element:
    out = ET.Element("mo", {"lspace": "0", "rspace": "0", "stretchy": "false", "form": "infix"})
    if text in LARGE:
        out.set("movablelimits", "false")
    out.text = text
    return out


def _group(element: ET.Element, style: _Style) -> ET.Element:
    if not _is_fenced(element):
        return _row(list(element), style)
    if style.depth >= DEEPEST:
        raise NotDrawn("its brackets are nested too deeply")
    return _row(list(element), replace(style, depth=style.depth + 1))


def _styled(element: ET.Element, style: _Style) -> ET.Element:
    display = {"true": True, "false": False}.get(element.get("displaystyle", ""), style.display)
    return _row(list(element), replace(style, display=display))


def _kept(element: ET.Element, style: _Style) -> ET.Element:
    """Keep an element around what it holds, as one group."""
    out = ET.Element(_name(element))
    if notation := element.get("notation"):
        out.set("notation", notation)
    out.append(_row(list(element), style))
    return out


def _space(element: ET.Element, style: _Style) -> ET.Element:  # noqa: ARG001 - as all of `ELEMENTS`
    width = element.get("width", "0em")
    return ET.Element("mspace", {"width": width if width.endswith("em") else "0em"})


def _fraction(element: ET.Element, style: _Style) -> ET.Element:
    out = ET.Element("mfrac", {"displaystyle": str(style.display).lower()})
    if element.get("linethickness") == "0":
        out.set("linethickness", "0")
    inner = style.text if style.display else style.small
    out.extend(_row([child], inner) for child in element)
    return out


def _root(element: ET.Element, style: _Style) -> ET.Element:
    out = ET.Element(_name(element))
    parts = list(element)
    if _name(element) == "msqrt":
        out.append(_row(parts, style))
    else:
        out.extend((_row(parts[:1], style), _row(parts[1:], style.small)))
    return out


def _scripted(element: ET.Element, style: _Style) -> ET.Element:
    out = ET.Element(_name(element))
    base, *scripts = element
    out.append(_only(_row([base], style)))
    out.extend(_only(_row([script], style.small)) for script in scripts)
    return out


def _limited(element: ET.Element, style: _Style) -> ET.Element:
    """Set what stands above or below: an accent, a brace, a limit."""
    base, *marks = element
    out = ET.Element(_name(element))
    out.append(_only(_row([base], style)))
    for mark in marks:
        if mark.get("accent") == "true":
            out.set("accent", "true")
            out.set("accentunder", "true")
            out.append(_accent(_text(mark), base))
        else:
            out.append(_only(_row([mark], style.small)))
    return out


def _accent(text: str, base: ET.Element) -> ET.Element:
    """Set an accent: over more than a letter it grows, over one it does not."""
    alone = len("".join(base.itertext()).strip()) <= 1
    if text in LINES:
        text = LINE
    elif alone and text not in "⏞⏟":
        out = ET.Element("mi", {"mathvariant": "normal", "accent": MARK})
        out.text = ARROWS.get(text, text)
        return out
    return _sign(text)


def _only(row: ET.Element) -> ET.Element:
    """Take a single part out of its row: how scripts are placed depends on what it is."""
    while row.tag == "mrow" and len(row) == 1:
        row[0].set("displaystyle", row.get("displaystyle", "false"))
        row = row[0]
    return row


def _table(element: ET.Element, style: _Style) -> ET.Element:
    """Set a matrix, cases, or aligned lines, with lines of text's own distance between its rows."""
    aligned = any(cell.get("columnalign") == "right" for row in element for cell in row)
    inner = replace(style, display=style.display and aligned)
    gap = "0em 2em" if aligned else "1em"
    out = ET.Element("mtable", {"rowspacing": "0.3em" if aligned else "0em", "columnspacing": gap})
    for row in element:
        line = ET.SubElement(out, "mtr")
        for index, cell in enumerate(row):
            follows = ORD if aligned and index % 2 else None
            part = _row(list(cell), inner, follows)
            strut = ET.Element("mspace", {"width": "0em", "height": f"{STRUT[0]}em", "depth": f"{STRUT[1]}em"})
            part.insert(0, strut)
            part.set("columnalign", cell.get("columnalign", "center"))
            line.append(part)
    if not style.depth:
        return out
    fenced = ET.Element("mrow")
    fenced.extend((ET.Element("mspace", MARGIN), out, ET.Element("mspace", MARGIN)))
    return fenced


ELEMENTS: dict[str, Callable[[ET.Element, _Style], ET.Element]] = {
    "mi": _token,
    "mn": _token,
    "mtext": _token,
    "mo": _operator,
    "mrow": _group,
    "mstyle": _styled,
    "mpadded": _styled,
    "mphantom": _kept,
    "menclose": _kept,
    "mspace": _space,
    "mfrac": _fraction,
    "msqrt": _root,
    "mroot": _root,
    "mtable": _table,
    **dict.fromkeys(SCRIPTED, _scripted),
    **dict.fromkeys(LIMITED, _limited),
}
