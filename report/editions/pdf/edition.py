"""Make the PDF edition: lay the master out in parts, say where addresses lead that cannot be clicked, then bind them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from report.compose.addresses import BREAK
from report.compose.passes import heading_of
from report.compose.xml import element_text, find, make, parse
from report.editions.locators import has_locators, merge_locators
from report.editions.pdf.cut import cut_tree, is_sided
from report.editions.pdf.guess import is_sure, measure, pace_of
from report.editions.pdf.page_findings import page_findings
from report.editions.pdf.paging import Rules, expect_room, number_pages, refit
from report.editions.pdf.print_tree import print_tree
from report.editions.pdf.sheet import print_sheet
from report.fonts import configuration_for
from report.model.findings import Finding
from report.model.master import UNREAD
from report.model.pages import PLAIN
from report.model.words import words_for
from report.themes.theme import measure_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from report.editions.pdf.bind.binder import BoundPdf
    from report.editions.pdf.bind.finish import Attachment
    from report.editions.pdf.paging import Paging
    from report.model.master import Master
    from report.model.pages import Impression, PageMap
    from report.model.parts import Part, PartSource
    from report.themes.theme import Theme

    Render = Callable[[Sequence[PartSource]], Sequence[Part]]
    from report.compose.xml import Element

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LINKS = "//x:main//x:a[starts-with(@href,'http')]"
CROWDED = "ancestor::x:span[@class='footnote'] or ancestor::x:table or ancestor::x:figure or ancestor::x:ul[@id='refs']"
MERGES = 3  # times that an index is made anew because the pages in it have moved
ROUNDS = 8  # in which page numbers settle; from the middle on, no number's room shrinks again
UNSETTLED = "page numbers do not settle: with the right ones, text moves to another page and makes them wrong"
UNSETTLED_HELP = "a number stands with room for one digit more; change a word near it"


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages laid out, before they are bound: what the other editions take their page numbers from."""

    parts: tuple[Part, ...]
    paging: Paging
    findings: tuple[Finding, ...]

    @property
    def pages(self) -> PageMap:
        """All pages in order."""
        return self.paging.pages


def lay_out(
    master: Master, theme: Theme, render: Render, last: PageMap | None = None, impression: Impression = PLAIN
) -> Layout:
    """Lay the master out in pages; what the engine complains of becomes findings.

    Parts are laid out with as much room for page numbers as these took in the `last` pages known, or as is
    guessed; those where another number of digits comes out are laid out again, until all fit. The rows of
    page numbers in an index name each page once, which is known when there are pages. `impression` is
    what the pages are printed for.
    """
    sheet = print_sheet(master, theme, impression)
    rules = Rules(sided=is_sided(sheet.css), right_to_left=master.metadata.right_to_left)
    configuration_for(
        master.html.decode(), sheet.css
    )  # large faces are cut once, before processes want them side by side
    measure = measure_of(theme, master.metadata.page_size.value)
    for _ in range(MERGES):
        tree = print_tree(master, measure)
        if impression.economy:
            set_links_as_notes(tree)
        merged = merge_locators(tree, last.label_of) if last else ()
        parts, paging, findings = _settle(cut_tree(master, tree, theme, sheet), render, rules, last)
        if not has_locators(master) or merge_locators(print_tree(master), paging.pages.label_of) == merged:
            break
        last = paging.pages
    findings += page_findings(parts, paging, sheet.sheet)
    return Layout(tuple(parts), paging, tuple(findings))


def _settle(
    sources: list[PartSource], render: Render, rules: Rules, last: PageMap | None
) -> tuple[list[Part], Paging, list[Finding]]:
    """Lay parts out until each has the room that its page numbers take."""
    if last:
        sources = [expect_room(source, last.label_of) for source in sources]
        parts = list(render(sources))
    else:
        sources, parts = _lay_out_first(sources, render, rules)
    findings: list[Finding] = []
    for turn in range(ROUNDS):
        paging = number_pages(parts, sources, rules)
        wrong = refit(sources, parts, paging, replace(rules, growing=turn >= ROUNDS // 2))
        if not wrong:
            break
        if turn == ROUNDS // 2:
            findings.append(Finding("P105", UNSETTLED, None, UNSETTLED_HELP))
        for (index, source), part in zip(wrong.items(), render(tuple(wrong.values())), strict=True):
            sources[index], parts[index] = source, part
    return parts, paging, findings


def _lay_out_first(sources: Sequence[PartSource], render: Render, rules: Rules) -> tuple[list[PartSource], list[Part]]:
    """Lay out parts of which nothing is known: first those whose page numbers can be guessed, then the others.

    By then it is known how much stands on a page, and a guess is seldom wrong.
    """
    extents = [measure(source) for source in sources]
    found: dict[int, Part] = {}
    fitted = dict(enumerate(sources))
    for hasty in (True, False):
        pace = pace_of(extents, found)
        expected = [found.get(index) or extent.at(pace) for index, extent in enumerate(extents)]
        pages = number_pages(expected, sources, rules).pages
        wanted = [
            index
            for index, extent in enumerate(extents)
            if index not in found and (is_sure(extent, pages.page_of.get) or not hasty)
        ]
        fitted.update({index: expect_room(sources[index], pages.label_of) for index in wanted})
        found.update(zip(wanted, render([fitted[index] for index in wanted]), strict=True))
    return [fitted[index] for index in range(len(sources))], [found[index] for index in range(len(sources))]


def write_pdf(layout: Layout, master: Master, attachments: Sequence[Attachment]) -> BoundPdf:
    """Bind and finish the pages as one PDF/A-3a and PDF/UA-1 file."""
    from report.editions.pdf.bind.binder import bind

    return bind(layout.parts, layout.paging, master.metadata, attachments, _titles(master))


def _titles(master: Master) -> dict[str, str]:
    """Describe what links point to, by identifier: headings by their text, captions by their label."""
    root = parse(master.html)
    words = words_for(master.metadata.lang)
    titles = {}
    for section in find(root, "//x:section[@id]"):
        heading = heading_of(section)
        if heading is not None:
            titles[section.get("id", "")] = element_text(heading, ("noteref", *UNREAD))
    for block in find(root, "//x:figure[@id]|//x:table[@id]"):
        label = find(block, ".//x:span[@class='label']")
        if label:
            titles[block.get("id", "")] = element_text(label[0]).removesuffix(words.label_stop)
    for entry in find(root, "//x:ul[@id='refs']/x:li[@id]"):
        titles[entry.get("id", "")] = f"{words.references}: {element_text(entry)[:80]}"
    return titles


def set_links_as_notes(root: Element) -> None:
    """Add a note with its address to each link to the world, but where the text is the address already.

    The notes have letters, so that the numbers of the others stay; an address has one letter wherever it stands. In a
    note, a table, a caption or a reference the address follows the link in brackets.
    """
    letters: dict[str, str] = {}
    crowded = set(find(root, f"{LINKS}[{CROWDED}]"))
    for link in find(root, LINKS):
        address = link.get("href", "")
        if bare_address(address) == bare_address(element_text(link).replace(BREAK, "")):
            continue
        if link in crowded:
            _put_behind(link, make("span", text=f" ({bare_address(address)})"))
        elif address in letters:
            _put_behind(link, make("sup", text=letters[address]))
        else:
            letters[address] = letter_of(len(letters))
            note = make("span", text=address, id=f"link-{letters[address]}", class_="footnote")
            note.set("data-note", letters[address])
            _put_behind(link, note)


def _put_behind(link: Element, added: Element) -> None:
    added.tail, link.tail = link.tail, None
    link.addnext(added)


def letter_of(number: int) -> str:
    """Return the letters of a number from 0: a to z, then aa, ab and so on."""
    before, last = divmod(number, len(LETTERS))
    return (letter_of(before - 1) if before else "") + LETTERS[last]


def bare_address(address: str) -> str:
    """Return an address as people write it."""
    return address.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/").strip()
