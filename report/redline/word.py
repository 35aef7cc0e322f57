"""The redline as a Word document: each mark is a tracked change, that can be accepted or refused."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from report.editions.pictures import read_picture
from report.model.marks import DELETED, INSERTED, LABEL
from report.model.stamps import modified
from report.model.tree import attributes, div, rewrite, string, text_of
from report.model.words import words_for
from report.read.pandoc import write_docx
from report.redline.manuscript import CHANGES
from report.redline.setting import CAPTION, HEADING, PAGE_BREAK
from report.redline.tracking import track_whole
from report.resolve.notes import NOTE_BODIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from report.model.manuscript import Block
    from report.model.metadata import Metadata
    from report.model.resolved import Image, Resolved

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
        blocks += [{"t": "Header", "c": [1, ["", [], []], string(title)]}] if title else []
        blocks += tracker.tracked(kept, settled.images)
    return _dated(write_docx(blocks, _pandoc_meta(meta), meta.lang), when)


def _after_page(blocks: Sequence[Block]) -> Sequence[Block]:
    """Leave out the page that tells what has changed; what follows its break stood before the first section."""
    breaks = [number for number, block in enumerate(blocks) if block["t"] == "Div" and PAGE_BREAK in block["c"][0][1]]
    return blocks[breaks[0] + 1 :] if breaks else blocks


def _pandoc_meta(meta: Metadata) -> dict[str, Any]:
    creators = [{"t": "MetaInlines", "c": string(name)} for name in meta.creators]
    texts = {"title": meta.title, "subtitle": meta.subtitle, "date": meta.date.isoformat()}
    told = {name: {"t": "MetaInlines", "c": string(text)} for name, text in texts.items() if text}
    return {**told, "author": {"t": "MetaList", "c": creators}}


class _Tracker:
    """Turns settled blocks into what a Word document is written from. `signed` are the attributes of each change."""

    def __init__(self, signed: list[list[str]]) -> None:
        self._signed = signed
        self._notes: dict[str, list[Block]] = {}
        self._images: dict[str, Image] = {}

    def tracked(self, blocks: Iterable[Block], images: Iterable[Image]) -> list[Block]:
        """Return the blocks of a passage with its notes in their places."""
        kept = list(blocks)
        self._images = {image.source: image for image in images}
        self._notes = {note["c"][0][0]: note["c"][1] for block in kept if _is_notes(block) for note in block["c"][1]}
        done: list[Block] = rewrite([block for block in kept if not _is_notes(block)], self._change)
        return done

    def _change(self, element: Block) -> list[Block] | Block | None:
        changes: dict[str, Callable[[Block], list[Block] | Block | None]] = {
            "CodeBlock": self._listing,
            "Div": _division,
            "Image": self._image,
            "Link": self._note,
            "Span": self._span,
        }
        change = changes.get(element["t"])
        return change(element) if change else None

    def _note(self, element: Block) -> Block | None:
        """Put a note in the place of its call."""
        if "noteref" not in element["c"][0][1]:
            return None
        note = self._notes.get(element["c"][2][0].removeprefix("#"), [])
        return {"t": "Note", "c": rewrite(note, self._change)}

    def _span(self, element: Block) -> list[Block] | None:
        attr, inlines = element["c"]
        if LABEL in attr[1]:
            return []
        mark = next((name for name in attr[1] if name in TRACKED), "")
        return [self._signed_span(TRACKED[mark], inlines)] if mark else None

    def _signed_span(self, name: str, inlines: list[Block]) -> Block:
        return {"t": "Span", "c": [["", [name], [list(pair) for pair in self._signed]], inlines]}

    def _image(self, element: Block) -> Block | None:
        attr, inlines, (source, _) = element["c"]
        image = self._images.get(source)
        kind = TYPES.get(image.path.suffix.lower()) if image else None
        if image is None or kind is None:
            return None
        said = dict(attr[2]).get("alt") or text_of(inlines)
        data = base64.b64encode(read_picture(image.path)).decode()
        return {"t": "Image", "c": [attr, string(said), [f"data:{kind};base64,{data}", ""]]}

    def _listing(self, element: Block) -> list[Block] | None:
        """Track the lines of a listing one by one: a listing of Word's has no marks within."""
        attr = attributes(element) or ["", [], []]
        mark = next((name for name in attr[1] if name in TRACKED), "")
        if not mark:
            return None
        lines = [{"t": "Code", "c": [["", [], []], line]} for line in element["c"][1].split("\n")]
        return [
            div(
                [{"t": "Para", "c": [self._signed_span(TRACKED[mark], [line])]} for line in lines],
                **{"custom-style": "Source Code"},
            )
        ]


def _is_notes(block: Block) -> bool:
    return block["t"] == "Div" and NOTE_BODIES in block["c"][0][1]


def _division(element: Block) -> list[Block] | None:
    attr, blocks = element["c"]
    if PAGE_BREAK in attr[1]:
        return [{"t": "RawBlock", "c": ["openxml", BREAK]}]
    level = next((name.removeprefix(f"{HEADING}-") for name in attr[1] if name.startswith(f"{HEADING}-")), "")
    style = f"Heading {level}" if level else "Image Caption" if CAPTION in attr[1] else ""
    return [div(blocks, **{"custom-style": style})] if style else None


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
