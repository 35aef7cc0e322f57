"""A worker's process as its pool sees it, however it was started."""

from __future__ import annotations

import contextlib
import signal
import threading
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.runtime.workers.channel import Channel

START_SECONDS = 120.0  # that a worker may take to import its engine and be ready
SEND_SECONDS = 60.0  # that a worker may take to accept a job


class CannotStart(Exception):
    """No process can be started; a try later may do."""


class WorkerProcess(Protocol):
    """A process that serves jobs; `sentinel` can be waited on, and is ready once the process has ended."""

    @property
    def pid(self) -> int:
        """The process's number."""

    @property
    def channel(self) -> Channel:
        """The pool's end of the socket."""

    @property
    def sentinel(self) -> int:
        """What `multiprocessing.connection.wait` takes."""

    def kill(self) -> None:
        """End the process now; one that has ended is left alone."""

    def reap(self) -> int | None:
        """Wait until the process has ended, and return its status: negative for a signal, None where nobody knows."""


class Starter(Protocol):
    """What starts the processes of one pool."""

    def start(self) -> WorkerProcess:
        """Start a worker; CannotStart when it cannot be done."""

    def kill(self) -> None:
        """End all workers now, and start no more."""


@contextlib.contextmanager
def interrupts_held(*, fresh: bool) -> Iterator[None]:
    """Hold Ctrl-C back from this thread, and from a process started in the body until it calls `ignore_interrupts`.

    `fresh` says that the process will be a fresh interpreter. What was held back comes after the body.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    if fresh:  # multiprocessing starts its tracker with the first one, and lets interrupts through when it has
        resource_tracker.ensure_running()
    with _interrupts_kept():
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _interrupts_kept() -> Iterator[None]:
    """Keep what another thread, whose mask is its own, hears of Ctrl-C for the main thread until the body is left."""
    handler = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield
        return
    kept: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: kept.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        if kept:
            signal.raise_signal(signal.SIGINT)


def ignore_interrupts() -> None:
    """Leave Ctrl-C, which reaches all processes of a terminal, to the one that has started this."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def in_words(status: int | None) -> str:
    """Say how a process ended."""
    if status is None:
        return "ended"
    if status >= 0:
        return f"ended with exit status {status}"
    try:
        return f"was ended by {signal.Signals(-status).name}"
    except ValueError:
        return f"was ended by signal {-status}"
