r"""Standard streams that hold, whatever they lead to.

One that is closed leads nowhere from the start: else the next file that is opened would take its number, and what is
printed would go into that file. One whose reader has gone, or whose disk is full, ends nothing: what is written to it
is dropped, and the reason is kept for the end of the run. A text moves no cursor and changes no colour: its control
characters are shown as `\u001b`, as is a character that the stream's encoding lacks. JSON stays JSON that way (RFC 8259, 7).
"""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from typing import TYPE_CHECKING, TextIO

from report.model.escapes import escaped, shown

if TYPE_CHECKING:
    from collections.abc import Callable

ESCAPED = "escaped-as-in-json"
STREAMS = (0, 1, 2)


class _Lasting(io.TextIOWrapper):
    """A stream that takes whatever is written; `failure` says why what came later went nowhere."""

    failure: OSError | None = None

    def write(self, text: str, /) -> int:
        self._attempt(super().write, text)
        return len(text)

    def flush(self) -> None:
        self._attempt(super().flush)

    def _attempt(self, call: Callable[..., object], *given: str) -> None:
        if self.failure is None:
            try:
                call(*given)
            except OSError as error:
                self.failure = error


class _Results(_Lasting):
    """One without control characters of its own."""

    def write(self, text: str, /) -> int:
        super().write(shown(text))
        return len(text)


def hold_streams() -> None:
    """Replace the standard streams of this process by such as hold; to be called before anything else is opened."""
    for number in STREAMS:
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # it takes the lowest number that is free
    codecs.register_error(ESCAPED, _escape)
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout, sys.stderr = _held(sys.stdout, 1, _Results), _held(sys.stderr, 2, _Lasting)


def lost_results() -> OSError | None:
    """Tell why results could not be written; None where all were, or whoever read them had read enough."""
    failure = sys.stdout.failure if isinstance(sys.stdout, _Lasting) else None
    return None if failure is None or failure.errno in {errno.EPIPE, errno.ESHUTDOWN} else failure


def _held(stream: TextIO | None, number: int, kind: type[_Lasting]) -> TextIO:
    if not os.get_blocking(number):  # left so by whoever had a terminal before us; Python would drop what has no room
        os.set_blocking(number, True)
    buffer = io.BufferedWriter(io.FileIO(number, "w", closefd=False))
    at_once = number == 2 or buffer.isatty()  # an error is seen before what comes after it
    encoding = stream.encoding if stream else "utf-8"
    return kind(buffer, encoding=encoding, errors=ESCAPED, line_buffering=at_once)


def _escape(error: UnicodeError) -> tuple[str, int]:
    """Write characters that an encoding lacks as JSON does: one above U+FFFF as a pair."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return escaped(error.object[error.start : error.end]), error.end
