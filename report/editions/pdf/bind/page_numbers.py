"""Put the page numbers in, where the parts have left room for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.editions.pdf.bind.join import Joined
    from report.editions.pdf.paging import Paging
    from report.model.parts import PageNumber, Part


def put_in_numbers(joined: Joined, parts: Sequence[Part], paging: Paging) -> None:
    """Write the content streams that the parts have left empty."""
    for index, part in enumerate(parts):
        for number in part.numbers:
            if number.page >= paging.dropped[index]:
                page = joined.page(index, number.page)
                page.Contents[number.stream].write(show_text(number, paging, joined.first[index] + number.page))


def show_text(number: PageNumber, paging: Paging, page: int) -> bytes:
    """Return the operators that show a text with its page numbers, on a page of the report (from 0)."""
    values = {piece: paging.value(piece, page) for piece in number.pieces if isinstance(piece, str)}
    count = sum(len(values[piece]) for piece in number.pieces if isinstance(piece, str))
    left = number.x - number.align * (number.width + count * number.advance)
    if number.flow:  # to the right of its room, should that be too wide
        left += (sum(room for _, room in number.room) - count) * number.advance
    shown = [b"1 0 0 -1 %s %s Tm" % (_plain(left), _plain(number.y))]
    for piece in number.pieces:
        if isinstance(piece, bytes):
            shown.append(piece)
        else:
            shown += [number.digits[int(digit)] for digit in values[piece]]
    return b"\n".join(shown)


def _plain(value: float) -> bytes:
    return f"{value:.3f}".rstrip("0").rstrip(".").encode()
