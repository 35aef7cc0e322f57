"""What two PDFs have in common as a reader meets them: text, outline, links and structure, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Likeness = dict[str, list[Any]]


def read_likeness(path: Path) -> Likeness:
    """Read text by page, outline with targets, links with targets and names, and the structure tree."""
    with pikepdf.open(path) as pdf:
        number = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        return {
            "text": texts(path),
            "outline": list(outline(pdf, number)),
            "links": list(links(pdf, number)),
            "structure": list(structure(pdf.Root.StructTreeRoot.K[0], 0, number)),
        }


def texts(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def outline(pdf: pikepdf.Pdf, number: dict[Any, int]) -> Iterator[tuple[Any, ...]]:
    def walk(items: Any, level: int) -> Iterator[tuple[Any, ...]]:
        for item in items:
            yield level, str(item.title), number[item.destination[0].objgen], place(item.destination)
            yield from walk(item.children, level + 1)

    with pdf.open_outline() as tree:
        yield from walk(tree.root, 0)


def links(pdf: pikepdf.Pdf, number: dict[Any, int]) -> Iterator[tuple[Any, ...]]:
    names = dict(pikepdf.NameTree(pdf.Root.Names.Dests).items())
    for index, page in enumerate(pdf.pages):
        for note in page.obj.get("/Annots", ()):
            area = [round(float(value), 1) for value in note.Rect]
            if "/Dest" in note:
                target = names[str(note.Dest)]
                yield index, area, number[target[0].objgen], place(target), str(note.Contents)
            else:
                yield index, area, str(note.A.URI)


def structure(element: Any, level: int, number: dict[Any, int]) -> Iterator[tuple[Any, ...]]:
    if isinstance(element, int):
        yield level, "content", int(element)
        return
    if element.get("/Type") == "/OBJR":
        yield level, "annotation"
        return
    page = number.get(element.Pg.objgen) if "/Pg" in element else None
    yield level, str(element.S), page, *(str(element.get(key, "")) for key in ("/Alt", "/Lang", "/ID"))
    kids = element.get("/K", [])
    for kid in list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
        yield from structure(kid, level + 1, number)


def place(destination: Any) -> list[float]:
    return [round(float(value), 1) for value in list(destination)[2:4]]


def differences(ours: Likeness, other: Likeness) -> dict[str, int]:
    """Count where two files differ, by kind; empty where they are alike."""
    found = {}
    for kind, values in ours.items():
        unlike = sum(a != b for a, b in zip(values, other[kind], strict=False)) + abs(len(values) - len(other[kind]))
        if unlike:
            found[kind] = unlike
    return found
