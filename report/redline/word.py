"""The redline as a Word document: each mark is a tracked change, that can be accepted or refused."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from typing import TYPE_CHECKING

from report.editions.pictures import read_picture
from report.model.master import DELETED, INSERTED, LABEL
from report.model.stamps import modified
from report.model.tree import div, paragraph, rewrite, string, text_of
from report.model.tree.attributes import Attributes
from report.model.tree.blocks import CodeBlock, Div, Header
from report.model.tree.inlines import Code, Footnote, Image, Link, Raw, Span
from report.model.tree.meta import meta_inlines, meta_list
from report.model.tree.views import kind_of
from report.model.words import words_for
from report.read.pandoc import write_docx
from report.redline.manuscript import CHANGES
from report.redline.setting import CAPTION, HEADING, PAGE_BREAK
from report.redline.tracking import track_whole
from report.resolve.numbering import NOTE_BODIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from report.model.metadata import Metadata
    from report.model.resolved import Resolved, ShownImage
    from report.model.tree.views import Block

TRACKED = {INSERTED: "insertion", DELETED: "deletion"}
TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
EMBEDDED = re.compile(r'(descr|title)="data:[^"]*"')
UNDATED = "1970-01-01T00:00:00Z"
PARTS = {"word/document.xml": 1_000, "word/footnotes.xml": 1_000_000}  # with tracked changes: the first one's number
EPOCH = (1980, 1, 1, 0, 0, 0)


def write_word(resolved: Resolved) -> bytes:
    """Write a marked report, resolved, with the changes tracked in the name of its authors, on its day."""
    meta = resolved.manuscript.metadata
    when = f"{modified(meta):%Y-%m-%dT%H:%M:%SZ}"
    tracker = _Tracker([["author", ", ".join(meta.creators) or meta.title], ["date", when]])
    blocks: list[Block] = []
    words = words_for(meta.lang)
    for passage in resolved.passages:
        settled = passage.settle()
        in_front = passage.section is not None and passage.section.path == CHANGES
        kept = _after_page(settled.blocks) if in_front else settled.blocks
        title = words.key_points if passage.role == "key-points" else words.summary if passage.role else ""
        blocks += [Header.make(1, string(title))] if title else []
        blocks += tracker.tracked(kept, settled.images)
    return _dated(write_docx(blocks, _pandoc_meta(meta), meta.lang), when)


def _after_page(blocks: Sequence[Block]) -> Sequence[Block]:
    """Leave out the page that tells what has changed; what follows its break stood before the first section."""
    breaks = [number for number, block in enumerate(blocks) if _is_division(block, PAGE_BREAK)]
    return blocks[breaks[0] + 1 :] if breaks else blocks


def _pandoc_meta(meta: Metadata) -> dict[str, Block]:
    creators = [meta_inlines(string(name)) for name in meta.creators]
    texts = {"title": meta.title, "subtitle": meta.subtitle, "date": meta.date.isoformat()}
    told = {name: meta_inlines(string(text)) for name, text in texts.items() if text}
    return {**told, "author": meta_list(creators)}


class _Tracker:
    """Turns settled blocks into what a Word document is written from. `signed` are the attributes of each change."""

    def __init__(self, signed: list[list[str]]) -> None:
        self._signed = signed
        self._notes: dict[str, list[Block]] = {}
        self._images: dict[str, ShownImage] = {}

    def tracked(self, blocks: Iterable[Block], images: Iterable[ShownImage]) -> list[Block]:
        """Return the blocks of a passage with its notes in their places."""
        kept = list(blocks)
        self._images = {image.source: image for image in images}
        notes = [Div(note) for block in kept if _is_notes(block) for note in Div(block).blocks]
        self._notes = {note.attributes.identifier: note.blocks for note in notes}
        return rewrite([block for block in kept if not _is_notes(block)], self._change)

    def _change(self, element: Block) -> list[Block] | Block | None:
        changes: dict[str, Callable[[Block], list[Block] | Block | None]] = {
            "CodeBlock": self._listing,
            "Div": _division,
            "Image": self._image,
            "Link": self._note,
            "Span": self._span,
        }
        change = changes.get(kind_of(element))
        return change(element) if change else None

    def _note(self, element: Block) -> Block | None:
        """Put a note in the place of its call."""
        link = Link(element)
        if "noteref" not in link.attributes.classes:
            return None
        return Footnote.make(rewrite(self._notes.get(link.target.removeprefix("#"), []), self._change))

    def _span(self, element: Block) -> list[Block] | None:
        passage = Span(element)
        classes = passage.attributes.classes
        if LABEL in classes:
            return []
        mark = next((name for name in classes if name in TRACKED), "")
        return [self._signed_span(TRACKED[mark], passage.inlines)] if mark else None

    def _signed_span(self, name: str, inlines: list[Block]) -> Block:
        return Span.make(inlines, Attributes.make("", [name], self._signed))

    def _image(self, element: Block) -> Block | None:
        image = Image(element)
        shown = self._images.get(image.source)
        kind = TYPES.get(shown.path.suffix.lower()) if shown else None
        if shown is None or kind is None:
            return None
        said = image.attributes.get("alt") or text_of(image.inlines)
        data = base64.b64encode(read_picture(shown.path)).decode()
        return Image.make(string(said), f"data:{kind};base64,{data}", image.attributes)

    def _listing(self, element: Block) -> list[Block] | None:
        """Track the lines of a listing one by one: a listing of Word's has no marks within."""
        listing = CodeBlock(element)
        mark = next((name for name in listing.attributes.classes if name in TRACKED), "")
        if not mark:
            return None
        lines = [self._signed_span(TRACKED[mark], [Code.make(line)]) for line in listing.text.split("\n")]
        return [div([paragraph([line]) for line in lines], **{"custom-style": "Source Code"})]


def _is_division(block: Block, name: str) -> bool:
    division = Div.of(block)
    return division is not None and name in division.attributes.classes


def _is_notes(block: Block) -> bool:
    return _is_division(block, NOTE_BODIES)


def _division(element: Block) -> list[Block] | None:
    division = Div(element)
    classes = division.attributes.classes
    if PAGE_BREAK in classes:
        return [Raw.block("openxml", BREAK)]
    level = next((name.removeprefix(f"{HEADING}-") for name in classes if name.startswith(f"{HEADING}-")), "")
    style = f"Heading {level}" if level else "Image Caption" if CAPTION in classes else ""
    return [div(division.blocks, **{"custom-style": style})] if style else None


def _dated(data: bytes, when: str) -> bytes:
    """Date the document, track whole paragraphs, and take the pictures' data out of what is said of them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for row in old.infolist():
            content = old.read(row)
            if row.filename == "docProps/core.xml":
                content = content.replace(UNDATED.encode(), when.encode())
            elif row.filename in PARTS:
                content = track_whole(EMBEDDED.sub("", content.decode()).encode(), PARTS[row.filename])
            new.writestr(zipfile.ZipInfo(row.filename, EPOCH), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
