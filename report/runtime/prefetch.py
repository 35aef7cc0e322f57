"""Have other programs work on the next portions while this one is looked at: two cores where one would wait."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

A = TypeVar("A")
B = TypeVar("B")
THREADS = 2
PORTIONS = 3  # that work is cut into, if that makes none too large or too small
SMALLEST, LARGEST = 30_000, 200_000  # bytes: more in one run of pandoc would be more in memory
MANY = 1_500_000  # bytes


def portions(sizes: Mapping[int, int]) -> Iterator[list[int]]:
    """Cut work into portions: keys in their order, with sizes in bytes that add up to about the same."""
    most = min(max(sum(sizes.values()) // PORTIONS, SMALLEST), LARGEST)
    portion: list[int] = []
    size = 0
    for key, more in sizes.items():
        if portion and size + more > most:
            yield portion
            portion, size = [], 0
        portion.append(key)
        size += more
    if portion:
        yield portion


def how_far_ahead(sizes: Mapping[int, int]) -> int:
    """Return how many portions may be worked on at once: of a very long report one, each takes as much memory as it may."""
    return THREADS if sum(sizes.values()) < MANY else 1


def done_ahead(work: Callable[[A], B], items: Iterable[A], ahead: int = THREADS) -> Iterator[tuple[A, B]]:
    """Yield each item with what `work` makes of it, in order; so many next ones are being worked on meanwhile.

    For work that waits for another program: it runs in threads.
    """
    running: deque[tuple[A, Future[B]]] = deque()
    with ThreadPoolExecutor(ahead) as threads:
        for item in items:
            running.append((item, threads.submit(work, item)))
            if len(running) > ahead:
                before, future = running.popleft()
                yield before, future.result()
        while running:
            before, future = running.popleft()
            yield before, future.result()
