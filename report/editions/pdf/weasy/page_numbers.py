"""Page numbers are left open: their place is laid out, and the binder puts the digits in.

Where a style sheet says `counter(page)`, `counter(pages)` or `target-counter(…, page)`, WeasyPrint would
lay pages out again and again until all numbers are known, and could know none of another part. Here each
takes room for as many zeros as it is expected to have digits, and is drawn as a content stream of its own
that names the numbers it waits for. So a part's bytes hold no page number, and a page more in one part
leaves the others as they are.

Private names of WeasyPrint 70 are replaced: `build.compute_content_list`, `draw.text.draw_first_line`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import weasyprint.draw.text
from weasyprint.css.targets import anchor_name_from_token
from weasyprint.formatting_structure import boxes, build
from weasyprint.text.line_break import line_size

from report.editions.pdf.weasy.drawing import draw_line
from report.editions.pdf.weasy.page_map import descendants
from report.editions.pdf.weasy.rendering import current
from report.model.parts import PAGE, PAGES, USUAL_ROOM, PageNumber

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from weasyprint.document import Page
    from weasyprint.matrix import Matrix
    from weasyprint.pdf.stream import Stream

OPEN, CLOSE = "\ue0f0", "\ue0f1"  # around a number's name, until its box is made
ALIGNED = {"left": 0.0, "start": 0.0, "center": 0.5, "right": 1.0, "end": 1.0, "justify": 0.0}
STYLE = ("font_family", "font_size", "font_weight", "font_style", "font_stretch", "font_variant_numeric", "font_variant_caps", "font_variant_position", "font_feature_settings", "letter_spacing", "lang")  # fmt: skip

_compute = build.compute_content_list
_draw = draw_line


def note_anchored(pages: Sequence[Page]) -> None:
    """Note which page numbers stand alone in a box that hangs at one side: no room for digits moves anything there."""
    for page in pages:
        for box in descendants(page._page_box):
            left, right = box.style["left"] == "auto", box.style["right"] == "auto"
            if box.style["position"] == "absolute" and left != right:
                texts = [inner for inner in descendants(box) if isinstance(inner, boxes.TextBox)]
                if len(texts) == 1:
                    texts[0].hangs = 1.0 if left else 0.0


class Awaiting(bytes):
    """Takes a content stream's place among the operators of a page until the page is cut there."""

    number: PageNumber


def _leave_open(
    content_list: object, parent_box: boxes.Box, counters: object, token: str, *rest: object, **options: object
) -> Any:
    """Compute a content list whose page numbers are names, and note on the boxes what they wait for."""
    if token != "content" or not isinstance(content_list, list | tuple):  # noqa: S105 - a CSS token
        return _compute(content_list, parent_box, counters, token, *rest, **options)
    opened = [_open(kind, value, parent_box) for kind, value in content_list]
    found = _compute(opened, parent_box, counters, token, *rest, **options)
    for box in found or ():
        if isinstance(box, boxes.TextBox) and OPEN in box.text:
            box.awaiting = tuple(_pieces(box.text))
            box.text = "".join(_stand_in(piece) for piece in box.awaiting)
    return found


def _open(kind: str, value: tuple[Any, ...], box: boxes.Box) -> tuple[str, Any]:
    if kind == "counter()" and value[0] in (PAGE, PAGES) and value[-1] == "decimal":
        return "string", f"{OPEN}{value[0]}{CLOSE}"
    if kind == "target-counter()" and value[1] == PAGE and value[-1] == "decimal":
        return "string", f"{OPEN}#{_target(value[0], box)}{CLOSE}"
    return kind, value


def _target(token: tuple[Any, ...], box: boxes.Box) -> str:
    if token[0] == "attr()":
        return str(box.element.get(token[1][0], "")).removeprefix("#")
    return str(anchor_name_from_token(token) or "")


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield fixed texts, and names of numbers with True."""
    for part in text.split(OPEN):
        name, closed, after = part.partition(CLOSE)
        if closed:
            yield name, True
        if fixed := after if closed else name:
            yield fixed, False


def _stand_in(piece: tuple[str, bool]) -> str:
    text, awaited = piece
    return "0" * _room(text) if awaited else text


def _room(name: str) -> int:
    return current().room.get(name, USUAL_ROOM)


def _draw_line(stream: Stream, textbox: boxes.TextBox, text_overflow: str, block_ellipsis: str, matrix: Matrix) -> Any:
    """Draw a line of text; where it waits for page numbers, leave a place for it."""
    pieces = getattr(textbox, "awaiting", None)
    if pieces is None:
        return _draw(stream, textbox, text_overflow, block_ellipsis, matrix)
    shown = _fitted(pieces, textbox.text)
    if shown is None or not hasattr(stream, "page_number"):
        from weasyprint.logger import LOGGER

        LOGGER.warning("a page number cannot stand where it is broken over lines or translucent: %s", textbox.text)
        return _draw(stream, textbox, text_overflow, block_ellipsis, matrix)
    if textbox.style["direction"] == "rtl":
        shown = shown[::-1]
    _, _, _, _, x, y = matrix.values
    mark = Awaiting(b"")
    mark.number = _number(stream, textbox, shown, x, y)
    stream.stream.append(mark)
    stream._current_font = None
    return []


def _fitted(pieces: tuple[tuple[str, bool], ...], text: str) -> list[tuple[str, bool]] | None:
    """Return the pieces as the line has them: white space at its ends may be gone, letters may have another case."""
    shown, rest = [], text
    whole = "".join(_stand_in(piece) for piece in pieces)
    start = whole.casefold().find(text.casefold())
    if start < 0:
        return None
    for piece in pieces:
        full = _stand_in(piece)
        skipped, start = min(start, len(full)), max(0, start - len(full))
        part, rest = rest[: len(full) - skipped], rest[len(full) - skipped :]
        if piece[1] and part != full:
            return None
        if part:
            shown.append(piece if piece[1] else (part, False))
    return shown


def _number(stream: Stream, box: boxes.TextBox, pieces: list[tuple[str, bool]], x: float, y: float) -> PageNumber:
    line, _ = box.pango_layout.get_first_line()
    taken, _ = line_size(line, box.style)
    digits, advance = _digits(stream, box)
    drawn = [(name, 0.0) if awaited else _shaped(stream, box, name) for name, awaited in pieces]
    hangs = getattr(box, "hangs", None)
    flow = hangs is None and not getattr(box, "in_margin", False)
    align = 0.0 if flow else _align(box) if hangs is None else hangs
    names = [name for name, awaited in pieces if awaited]
    return PageNumber(
        page=stream.page_number,
        stream=0,
        pieces=tuple(piece for piece, _ in drawn),
        digits=digits,
        x=round(x + align * taken, 3),
        y=y,
        align=align,
        width=sum(width for _, width in drawn),
        advance=advance,
        flow=flow,
        room=tuple((name, _room(name)) for name in names),
    )


def _align(box: boxes.TextBox) -> float:
    style = box.style
    align = ALIGNED.get(style["text_align_all"], 0.0)
    if style["direction"] == "rtl" and style["text_align_all"] in ("start", "end", "justify"):
        return 1 - align
    return align


def _digits(stream: Stream, box: boxes.TextBox) -> tuple[tuple[bytes, ...], float]:
    """Shape the ten digits in a box's style, each on the advance of the zero."""
    kept = current().digits
    key = tuple(repr(box.style[name]) for name in STYLE)
    if key not in kept:
        shaped = [_shaped(stream, box, str(digit)) for digit in range(10)]
        advance = shaped[0][1]
        size = box.style["font_size"]
        kept[key] = (
            tuple(
                ops
                if abs(width - advance) < 1e-3
                else ops + f"\n[{round((width - advance) / size * 1000)}] TJ".encode()
                for ops, width in shaped
            ),
            advance,
        )
    found: tuple[tuple[bytes, ...], float] = kept[key]
    return found


def _shaped(stream: Stream, box: boxes.TextBox, text: str) -> tuple[bytes, float]:
    """Shape a text in a box's style: PDF operators from the text matrix on, and the width in px."""
    layout, whole = box.pango_layout, box.pango_layout.text
    layout.set_text(text, justify=True)
    line, _ = layout.get_first_line()
    width, _ = line_size(line, box.style)
    if not text.strip():  # WeasyPrint draws nothing for it
        layout.set_text(whole, justify=True)
        font = _digits(stream, box)[0][0].partition(b"\n")[0]
        return font + f"\n[{round(-width / box.style['font_size'] * 1000, 3)}] TJ".encode(), width
    ink = _Ink(stream)
    _draw(ink, _Piece(box, text), "clip", "none", _Nowhere)
    layout.set_text(whole, justify=True)
    return b"\n".join(ink.operators), width


class _Nowhere:
    values = (1, 0, 0, -1, 0, 0)


class _Piece:
    """A text box with another text."""

    def __init__(self, box: boxes.TextBox, text: str) -> None:
        self.text, self.style, self.pango_layout, self.baseline = text or " ", box.style, box.pango_layout, box.baseline


class _Ink:
    """Takes the operators that show text, and knows fonts as the page's stream does."""

    def __init__(self, stream: Stream) -> None:
        self.add_font, self.ink_rect, self.logical_rect = stream.add_font, stream.ink_rect, stream.logical_rect
        self.operators: list[bytes] = []

    def set_text_matrix(self, *_: float) -> None:
        """Take no notice: the binder sets it."""

    def set_font_size(self, font: str, size: float) -> None:
        self.operators.append(f"/{font} {_plain(size)} Tf".encode())

    def set_text_rise(self, rise: float) -> None:
        self.operators.append(f"{_plain(rise)} Ts".encode())

    def show_text(self, text: str) -> None:
        self.operators.append(f"[{text}] TJ".encode())


def _plain(value: float) -> str:
    return f"{value:f}".rstrip("0").rstrip(".")


PARTS = (
    (build, "compute_content_list", _leave_open),
    (weasyprint.draw.text, "draw_first_line", _draw_line),
)
