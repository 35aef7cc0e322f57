"""Links as notes: on paper an address has to be read, and stands at the foot of the page where the link is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.compose.xml import element_text, find, make

if TYPE_CHECKING:
    from report.compose.xml import Element

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LINKS = "//x:main//x:a[starts-with(@href,'http')]"
CROWDED = "ancestor::x:span[@class='footnote'] or ancestor::x:table or ancestor::x:figure or ancestor::x:ul[@id='refs']"


def set_links_as_notes(root: Element) -> None:
    """Add a note with its address to each link to the world, but where the text is the address already.

    The notes have letters, so that the numbers of the others stay; an address has one letter wherever it stands. In a
    note, a table, a caption or a reference the address follows the link in brackets.
    """
    letters: dict[str, str] = {}
    crowded = set(find(root, f"{LINKS}[{CROWDED}]"))
    for link in find(root, LINKS):
        address = link.get("href", "")
        if bare_address(address) == bare_address(element_text(link)):
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
