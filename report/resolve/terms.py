"""Terms and entries of the index: what stands in the text is linked with the glossary, and both lists lead back to it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from report.model.findings import Finding, Severity
from report.model.tree import div, paragraph, plain, space, span, string, text_of
from report.model.tree.attributes import Attributes
from report.model.tree.blocks import BulletList, DefinitionItem, DefinitionList, Paragraph
from report.model.tree.inlines import Link, TextRun
from report.model.tree.views import kind_of
from report.read.glossary import STRAIGHT, plain_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from report.model.manuscript import Definition, Section
    from report.model.resolved import Use
    from report.model.tree.inlines import Span
    from report.model.tree.views import Block
    from report.resolve.context import Context

LOCATORS = "locators"
ARROW = "→"
DEEPEST = 5  # levels of an index: readers lose their way below three


def glossary_ids(definitions: Sequence[Definition]) -> dict[str, str]:
    """Map every form of every term, as it is looked up, to the identifier of its definition."""
    found: dict[str, str] = {}
    first: dict[str, int] = {}
    for number, definition in enumerate(definitions, start=1):
        slug = _slug(definition.term)
        alone = slug and first.setdefault(slug, number) == number
        identifier = f"gloss-{slug}" if alone else f"gloss-{slug}_{number}"
        for form in _forms(definition):
            found[form] = identifier
    return found


def _slug(term: str) -> str:
    plain = unicodedata.normalize("NFKD", term).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def link_term(passage: Span, context: Context) -> list[Block] | None:
    """Link a term of the text with its definition; one that has none is an error."""
    attr, inlines = passage.attributes, passage.inlines
    name = attr.get("term") or text_of(inlines)
    target = context.terms.get(plain_form(name))
    if target is None:
        place = context.places.passage(text_of(inlines))
        near = context.suggestions.nearest(plain_form(name), context.terms)
        help = f'did you mean "{near}"? Write `{{.term term="{near}"}}`' if near else "add it to glossary.yaml"
        context.error("S246", f'the glossary has no term "{name}"', place, help)
        return None
    pairs = [("role", "doc-glossref"), *attr.only("lang")]
    return [Link.make(inlines, f"#{target}", Attributes.make(attr.identifier, ["term"], pairs))]


def used_definitions(definitions: Sequence[Definition], sections: Sequence[Section]) -> list[Definition]:
    """Choose the definitions of terms that sections use, or these definitions themselves, in the order of the alphabet."""
    by_form: dict[str, list[int]] = {}
    for number, one in enumerate(definitions):
        for form in _forms(one):
            by_form.setdefault(form, []).append(number)
    chosen: dict[int, None] = {}
    new = [name for section in sections for name in section.register.terms]
    while new:
        found = {number for name in new for number in by_form.get(plain_form(name), ())} - chosen.keys()
        chosen |= dict.fromkeys(sorted(found))
        new = [name for number in found for name in definitions[number].section.register.terms]
    return sorted((definitions[number] for number in chosen), key=lambda one: sort_key(one.term))


def _forms(definition: Definition) -> list[str]:
    return [plain_form(form) for form in (definition.term, *definition.aliases)]


def unused_findings(definitions: Iterable[Definition], used: Sequence[Definition], folder: str) -> Iterator[Finding]:
    """Tell of terms in the report's own folder that nothing in it uses."""
    known = {id(definition) for definition in used}
    for definition in definitions:
        if id(definition) not in known and definition.place.path.startswith(f"{folder}/"):
            help = "mark the term in the text with `[…]{.term}`, or take it out of the glossary"
            message = f'the term "{definition.term}" is not used'
            yield Finding("S247", message, definition.place, help, Severity.NOTE)


def glossary_block(
    definitions: Sequence[Definition],
    bodies: Sequence[Sequence[Block]],
    uses: Sequence[Use],
    identifiers: Mapping[str, str],
) -> Block:
    """Make the list of definitions, each with the places that use its term. `identifiers` are by term."""
    items = []
    by_form: dict[str, list[tuple[int, str]]] = {}
    for number, use in enumerate(uses):
        if use.kind == "term":
            by_form.setdefault(plain_form(use.entry), []).append((number, use.identifier))
    for definition, body in zip(definitions, bodies, strict=True):
        found = sorted(one for form in dict.fromkeys(_forms(definition)) for one in by_form.get(form, ()))
        places = [identifier for _, identifier in found]
        blocks = list(body)
        locators = span([*string(f"{ARROW} "), *_references(places)], LOCATORS)
        if last := Paragraph.of(blocks[-1]) if blocks else None:
            blocks[-1] = Paragraph.make(kind_of(last.node), [*last.inlines, space(), locators])
        else:
            blocks.append(paragraph([locators]))
        name = span(string(definition.term), "term-name", identifier=identifiers[plain_form(definition.term)])
        items.append(DefinitionItem.make([name], [blocks]))
    return DefinitionList.make(items)


def _references(identifiers: Iterable[str]) -> list[Block]:
    inlines: list[Block] = []
    for identifier in identifiers:
        inlines += string(", ") if inlines else []
        inlines.append(Link.make([], f"#{identifier}", Attributes.make("", ["page-ref"])))
    return inlines


@dataclass(slots=True)
class _Heading:
    """An entry of the index: what it is called, where it is found, what it refers to, and the entries below it."""

    name: str
    key: tuple[str, str]
    places: list[str] = field(default_factory=list)
    see: list[str] = field(default_factory=list)
    below: dict[str, _Heading] = field(default_factory=dict)


def index_block(uses: Iterable[Use], words: Mapping[str, str]) -> Block | None:
    """Make the index from its entries; "Asia!ASEAN" stands below "Asia". None where there is no entry.

    `words` are the report's for "see" and "see_also", and its "comma".
    """
    root = _Heading("", ("", ""))
    for use in uses:
        if use.kind != "idx" or not use.entry.strip("! "):
            continue
        heading = root
        for part in parts_of(use.entry)[:DEEPEST]:
            form = part.translate(STRAIGHT)
            heading = heading.below.setdefault(form, _Heading(part, sort_key(use.sort or part)))
        if use.see:
            heading.see.append(use.see)
        else:
            heading.places.append(use.identifier)
    return div([_level(root, words)], "index") if root.below else None


def parts_of(entry: str) -> list[str]:
    """Return the levels of an entry, the highest first."""
    return [part for part in map(str.strip, entry.split("!")) if part]


def _level(heading: _Heading, words: Mapping[str, str]) -> Block:
    items = []
    for entry in sorted(heading.below.values(), key=lambda below: below.key):
        inlines = string(entry.name)
        if entry.places:
            inlines += [*string(words["comma"]), span(_references(entry.places), LOCATORS)]
        for name in dict.fromkeys(entry.see):
            word = words["see_also"] if entry.places else words["see"]
            before, _, after = (word if "{}" in word else f"{word} {{}}").partition("{}")
            inlines += string(words["comma"]) + _emphasis(before) + string(name.replace("!", words["comma"]))
            inlines += _emphasis(after)
        items.append([plain(inlines), *([_level(entry, words)] if entry.below else [])])
    return BulletList.make(items)


def _emphasis(words: str) -> list[Block]:
    """Set words in italics, the space at their ends outside."""
    return [TextRun.make("Emph", string(words.strip())), *string(" " * words.endswith(" "))] if words.strip() else []


def sort_key(text: str) -> tuple[str, str]:
    """Return what an entry is sorted by: letters without their accents, then as they are."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char) and (char.isalnum() or char == " ")), text
