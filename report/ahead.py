"""Have the next piece of work done elsewhere while this one is looked at: two cores where one would wait."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

A = TypeVar("A")
B = TypeVar("B")


def done_ahead(work: Callable[[A], B], items: Iterable[A]) -> Iterator[tuple[A, B]]:
    """Yield each item with what `work` makes of it, in order; the next is being worked on meanwhile.

    For work that waits for another program: it runs in a thread.
    """
    waiting = iter(items)
    first = next(waiting, None)
    if first is None:
        return
    with ThreadPoolExecutor(1) as thread:
        item, running = first, thread.submit(work, first)
        for following in waiting:
            result = running.result()
            before, item, running = item, following, thread.submit(work, following)
            yield before, result
        yield item, running.result()
