"""Bounds on a call that is made in this process, as far as Python itself can see to them."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from typing import TYPE_CHECKING, NoReturn

from report.runtime.workers.errors import HELP_HUNG, WorkerHung
from report.runtime.workers.limits import bound_memory
from report.runtime.workers.worker import listening, tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.runtime.workers.limits import Limits


@contextlib.contextmanager
def kept_to(limits: Limits, label: str) -> Iterator[None]:
    """Keep what is done in the body to limits: a MemoryError, or WorkerHung where nothing is told for too long."""
    with _memory_bounded(limits.memory), _watched(limits.seconds, label):
        yield


@contextlib.contextmanager
def _memory_bounded(more: int | None) -> Iterator[None]:
    if more is None or sys.platform != "linux":
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    bound_memory(more)
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


@contextlib.contextmanager
def _watched(seconds: float | None, label: str) -> Iterator[None]:
    """Let an alarm ring unless something is told in time; code that is in C for so long is not heard of."""
    if seconds is None or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(*_: object) -> NoReturn:
        raise WorkerHung(label, f"neither a result nor progress within {seconds:g} s", HELP_HUNG)

    def wind(message: object = None) -> None:
        signal.setitimer(signal.ITIMER_REAL, seconds, seconds)
        tell(message)

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, seconds)
    try:
        with listening(wind):
            yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
