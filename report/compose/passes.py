"""The passes over pandoc's HTML that make it the master's body: each takes the tree and mends one thing."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import bidirectional

from report.compose.addresses import ADDRESSES, mark_addresses
from report.compose.changes import mark_changes
from report.compose.xml import Element, classes, element_text, find, local_name, make, remove, rename, unwrap
from report.model.master import MATHML

if TYPE_CHECKING:
    from collections.abc import Callable

    from report.model.words import Words

STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
ALIGNMENT = re.compile(r"text-align:\s*(left|right|center)")
WIDTH = re.compile(r"width:\s*([\d.]+%)")
ASIDES = {"aside": "doc-tip", "pull-quote": "doc-pullquote"}
BLOCKS = {
    "p", "li", "pre", "figure", "table", "blockquote", "dl", "dt", "dd", "div", "ul", "ol", "aside", "section",
    "figcaption", "caption", "td", "th", *HEADINGS,
}  # fmt: skip
LEVEL = re.compile(r"level\d")
REGIONS = ("section", "aside")
PARTS = {
    "references-section": "doc-bibliography",
    "glossary-section": "doc-glossary",
    "index-section": "doc-index",
}
OPENERS = {"appendix", "part"}  # classes of sections that pages are set by
KEPT = {"data-source", "data-formats"}


@dataclass(frozen=True, slots=True)
class PassContext:
    """What a pass must know of the rest: the report's words, and how many listings stand before."""

    words: Words
    listings: int = 0


def label_sections(body: Element, scope: PassContext) -> None:
    """Give each heading an identifier of its own, and name the sections that are landmarks: were all of them, none would be found."""
    used = {element.get("id") for element in find(body, ".//*[@id]")}
    for section in find(body, ".//x:section[@id]"):
        heading = heading_of(section)
        own = () if heading is None else classes(heading)  # the others are those of a division that begins with it
        if heading is not None:
            name = f"{section.get('id')}-title"
            while name in used:
                name += "-title"
            used.add(name)
            heading.set("id", name)
            heading.attrib.pop("class", None)  # which its section has
        kept = [
            name
            for name in classes(section)
            if name in OPENERS or name in PARTS or not (name in own or LEVEL.fullmatch(name))
        ]
        section.attrib.pop("class", None)
        if kept:
            section.set("class", " ".join(kept))
    for section in find(body, ".//x:section[@class]"):
        if name := next((name for name in classes(section) if name in PARTS), ""):
            section.set("role", PARTS[name])
            section.set("class", name.removesuffix("-section"))
            if (heading := heading_of(section)) is not None:
                section.set("aria-labelledby", heading.get("id", ""))


def heading_of(section: Element) -> Element | None:
    """Return the heading of a section."""
    return next((child for child in section if local_name(child) in HEADINGS), None)


def mend_figures(body: Element, scope: PassContext) -> None:
    """Let screen readers have the captions, and give every image the alternative text it was given or none."""
    for caption in find(body, ".//x:figcaption[@aria-hidden]"):
        del caption.attrib["aria-hidden"]
    for image in find(body, ".//x:img"):
        if image.get("role") == "presentation" or "decorative" in classes(image):
            image.set("alt", "")  # it says all that the role would: HTML wants one or the other
            image.attrib.pop("role", None)
    for figure in find(body, ".//x:figure[x:p]"):
        for wrapper in find(figure, "x:p"):
            unwrap(wrapper)


def mend_tables(body: Element, scope: PassContext) -> None:
    """Say what each header cell heads, and turn inline alignment into classes."""
    for table in find(body, ".//x:table"):
        table.attrib.pop("style", None)
        for cell in find(table, ".//x:th|.//x:td"):
            style = cell.attrib.pop("style", "")
            if match := ALIGNMENT.search(style):
                cell.set("class", f"align-{match[1]}")
            if local_name(cell) == "th":
                column = bool(find(cell, "ancestor::x:thead"))
                many = int(cell.get("colspan", "1") if column else cell.get("rowspan", "1")) > 1
                cell.set("scope", ("colgroup" if many else "col") if column else ("rowgroup" if many else "row"))
        for cell in find(table, ".//x:th[not(node())]"):
            rename(cell, "td")  # an empty corner heads nothing
            cell.attrib.pop("scope", None)
        for row in find(table, ".//x:tr[@class]"):
            del row.attrib["class"]
        for column in find(table, ".//x:col[@style]"):
            match = WIDTH.search(column.get("style", ""))
            column.set("style", f"width: {match[1]}") if match else column.attrib.pop("style")


def label_items(body: Element, scope: PassContext) -> None:
    """Put the labels of lists that are printed as typed before their items."""
    for holder in find(body, ".//x:div[@data-labels]"):
        lists = find(holder, "x:ol")
        for numbered in lists:
            for item, label in zip(find(numbered, "x:li"), holder.get("data-labels", "").split(), strict=False):
                _label(item, label)
            numbered.set("class", "as-typed")
            for name in ("type", "start"):
                numbered.attrib.pop(name, None)
        unwrap(holder)


def _label(item: Element, label: str) -> None:
    first = item[0] if len(item) and local_name(item[0]) == "p" and not (item.text or "").strip() else item
    mark = make("span", text=label, class_="item-label")
    mark.tail, first.text = " " + (first.text or "").lstrip(), None
    first.insert(0, mark)


def mend_notes(body: Element, scope: PassContext) -> None:
    """Make references to notes plain links, their texts a list, and put each note's way back at its head."""
    for reference in find(body, ".//x:a[@role='doc-noteref']"):
        number = element_text(reference)
        for child in list(reference):
            reference.remove(child)
        reference.text = number
        reference.set("class", "noteref")
    for notes in find(body, ".//x:div[@class='note-bodies']"):
        rename(notes, "ol")
        for note in notes:
            rename(note, "li")
            _lead_back(note, scope.words)


def _lead_back(note: Element, words: Words) -> None:
    for link in find(note, ".//x:a[@role='doc-backlink']"):
        remove(link)
    identifier = note.get("id", "")
    number = identifier.removeprefix("fn")
    if not len(note) or local_name(note[0]) != "p":
        note.insert(0, make("p"))
    first = note[0]
    link = make("a", text=number, href=f"#fnref{number}", role="doc-backlink", class_="backlink")
    link.set("aria-label", f"{words.note_number} {number}, {words.back_to_text}")
    link.tail = " " + (first.text or "").lstrip()
    first.text = None
    first.insert(0, link)
    for last in find(note, "x:p[not(node()) and not(@id)]"):
        if last is not first:
            remove(last)


def mend_math(body: Element, scope: PassContext) -> None:
    """Keep the author's TeX as the alternative text of each formula, and number the equations."""
    for math in body.iter(f"{{{MATHML}}}math"):
        annotation = math.find(f".//{{{MATHML}}}annotation")
        math.set("alttext", (annotation.text or "") if annotation is not None else element_text(math))
        if annotation is not None:
            remove(annotation)  # the layout engine would print it
        link = math.getparent()
        if link is not None and local_name(link) == "a" and not element_text(link).replace(element_text(math), "", 1):
            link.set("aria-label", math.get("alttext"))  # who sees no MathML sees no link
        name_lonely(math)
    for equation in find(body, ".//x:span[@class='equation']"):
        number = equation.get("data-number", "")
        equation.append(make("span", text=f"({number})", class_="equation-number"))


def name_lonely(math: Element) -> None:
    """Give a formula that is all of a heading, or of a head in a table, a name: it heads nothing for who sees no MathML."""
    holder = next((parent for parent in math.iterancestors() if local_name(parent) in {"th", *HEADINGS}), None)
    if holder is not None and not element_text(holder, {"section-number"}).replace(element_text(math), "", 1):
        math.set("aria-label", element_text(math))


def mend_code(body: Element, scope: PassContext) -> None:
    """Make a listing reachable by keyboard, name it, and colour it by its language."""
    for number, pre in enumerate(find(body, ".//x:pre"), start=scope.listings + 1):
        names = classes(pre)
        language = next((name for name in names if name not in {"sourceCode", "numberLines"}), "")
        pre.attrib.pop("class", None)
        pre.set("tabindex", "0")
        pre.set("role", "region")
        pre.set(
            "aria-label", f"{scope.words.code} {number}: {language}" if language else f"{scope.words.code} {number}"
        )
        for code in find(pre, "x:code"):
            code.attrib.pop("class", None)
            if language:
                from report.compose.highlight import highlight

                highlight(code, language)
    for code in find(body, ".//x:code[@class]"):
        del code.attrib["class"]


def mend_asides(body: Element, scope: PassContext) -> None:
    """Give call-outs, asides and pull quotes the elements and roles of what they are."""
    for block in find(body, ".//x:div[@class]"):
        names = classes(block)
        if "callout" in names:
            rename(block, "aside")
            block.set("role", "note")
            kind = next(name.removeprefix("callout-") for name in names if name.startswith("callout-"))
            block.set("aria-label", getattr(scope.words, kind))
        for name, role in ASIDES.items():
            if name in names:
                rename(block, "aside")
                block.set("role", role)


def mend_references(body: Element, scope: PassContext) -> None:
    """Make the bibliography a list, each entry an item with its identifier."""
    for block in find(body, ".//x:div[@id='refs']"):
        rename(block, "ul")
        for name in ("class", "role", "data-entry-spacing", "data-line-spacing"):
            block.attrib.pop(name, None)
        block.set("class", "bibliography")
        for entry in find(block, "x:div"):
            rename(entry, "li")
            entry.attrib.pop("class", None)
            entry.attrib.pop("role", None)
    for citation in find(body, ".//x:span[@data-cites]"):
        del citation.attrib["data-cites"]


def mend_terms(body: Element, scope: PassContext) -> None:
    """Make the names in the glossary what they are: terms that are defined there."""
    for name in find(body, ".//x:dt/x:span[@class='term-name']"):
        rename(name, "dfn")
        name.attrib.pop("class", None)
    for block in find(body, ".//x:div[@class='index']"):
        unwrap(block)


def mend_addresses(body: Element, scope: PassContext) -> None:
    """Mark addresses, so that no edition hyphenates them."""
    mark_addresses(body)


def direct(body: Element, scope: PassContext) -> None:
    """Say which way what runs against the report's direction runs: references in other scripts, addresses, code, formulas.

    What says its direction is isolated: brackets and full stops around it stay where they are written (UAX #9, 6.1).
    """
    own = direction_of(scope.words.contents)
    if own == "rtl":
        for text in find(body, f".//x:span[@class='citation']|.//x:*[{' or '.join(map(_has_class, ADDRESSES))}]"):
            if direction_of(element_text(text)) == "ltr":
                text.set("dir", "ltr")
    for text in find(body, ".//x:ul[@id='refs']/x:li|.//x:span[@class='citation']/x:a"):
        direction = direction_of(element_text(text))
        if direction not in {"", own} and text.getparent().get("dir") != direction:
            text.set("dir", direction)
    if own == "rtl":
        for element in (*find(body, ".//x:pre|.//x:code[not(ancestor::x:pre)]"), *body.iter(f"{{{MATHML}}}math")):
            element.set("dir", "ltr")


def _has_class(name: str) -> str:
    return f"contains(concat(' ',@class,' '),' {name} ')"


def drop_leftovers(body: Element, scope: PassContext) -> None:
    """Take out what pandoc leaves for scripts and style sheets that we do not have."""
    for element in body.iter():
        if not isinstance(element.tag, str):
            continue
        for name in list(element.attrib):
            if str(name).startswith("data-") and name not in KEPT:
                del element.attrib[name]
        if element.get("class") == "":
            del element.attrib["class"]


def identify(body: Element, scope: PassContext) -> None:
    """Give every block a stable identifier: its section's, its kind and its number among those of the section."""
    used = {element.get("id") for element in find(body, ".//*[@id]")}

    def visit(element: Element, region: str, counts: Counter[str]) -> None:
        for child in element:
            name = local_name(child)
            if name in BLOCKS and not child.get("id"):
                counts[name] += 1
                while f"{region}-{name}{counts[name]}" in used:
                    counts[name] += 1
                child.set("id", f"{region}-{name}{counts[name]}")
            inside = (name in REGIONS or "note-bodies" in classes(element)) and child.get("id")
            visit(child, inside or region, Counter() if inside else counts)

    visit(body, "text", Counter())


PASSES: tuple[Callable[[Element, PassContext], None], ...] = (
    label_sections,
    mend_figures,
    mend_tables,
    label_items,
    mend_notes,
    mark_changes,
    mend_math,
    mend_code,
    mend_asides,
    mend_references,
    mend_terms,
    mend_addresses,
    direct,
    drop_leftovers,
    identify,
)


def direction_of(text: str) -> str:
    """Tell which way a text runs by its first letter: "ltr" or "rtl", empty where it has none (UAX #9, P2)."""
    return next((STRONG[kind] for kind in map(bidirectional, text) if kind in STRONG), "")
