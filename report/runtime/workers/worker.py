"""What happens inside a worker's process: jobs come in, progress and results go out."""

from __future__ import annotations

import contextlib
import gc
import sys
import traceback
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from report.runtime.workers.channel import Channel, MessageKind, pickle_value, unpickle_value
from report.runtime.workers.limits import Limits, bound_memory
from report.runtime.workers.processes import ignore_interrupts

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator

_listeners: list[Callable[[Any], None]] = []  # a job is told apart by its process, and its threads share them


def tell(message: object) -> None:
    """Tell whoever runs this job how far it is, and that it is alive; nobody listens outside of a job.

    `message` must be picklable. A listener that tells in its turn is heard by the one around it.
    """
    if _listeners:
        with _aside() as listener:
            listener(message)


@contextlib.contextmanager
def listening(listener: Callable[[object], None]) -> Iterator[None]:
    """Hand what is told in the body to `listener`."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.pop()


@contextlib.contextmanager
def _aside() -> Iterator[Callable[[Any], None]]:
    listener = _listeners.pop()
    try:
        yield listener
    finally:
        _listeners.append(listener)


@dataclass(frozen=True, slots=True)
class Failure:
    """An exception on its way out of a worker; `pickled` is None where it cannot be."""

    pickled: bytes | None
    shown: str
    trace: str

    @classmethod
    def of(cls, error: BaseException) -> Failure:
        """Pack an exception with its traceback."""
        trace = "".join(traceback.format_exception(error))
        shown = "".join(traceback.format_exception_only(error)).strip()
        try:
            pickled = pickle_value(error)
        except Exception:  # noqa: BLE001 - anything can be raised by a pickled class's own code
            return cls(None, shown, trace)
        return cls(pickled, shown, trace)


@dataclass(frozen=True, slots=True)
class Service:
    """What every worker of a pool does: run `initializer` once, then jobs within `limits`."""

    limits: Limits
    initializer: Callable[[], object] | None = None

    def serve(self, end: socket.socket) -> None:
        """Do the jobs that come through a socket until it is closed."""
        ignore_interrupts()
        channel = Channel(end)
        with contextlib.suppress(EOFError, OSError):
            if self._start(channel):
                with listening(partial(_send_progress, channel)):
                    while True:
                        self._do_one(channel)

    def _start(self, channel: Channel) -> bool:
        try:
            if self.initializer:
                self.initializer()
            if self.limits.memory is not None:
                bound_memory(self.limits.memory)
        except BaseException as error:  # noqa: BLE001 - it is told to the pool
            channel.send(MessageKind.FAILURE, pickle_value(Failure.of(error)))
            return False
        channel.send(MessageKind.READY)
        return True

    def _do_one(self, channel: Channel) -> None:
        _, job = channel.receive()
        channel.send(MessageKind.BEGUN)
        channel.send(*self._answer(job))
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError, AttributeError):
                stream.flush()
        if not gc.isenabled():
            gc.collect()

    def _answer(self, job: bytes) -> tuple[MessageKind, bytes]:
        try:
            function, arguments, keywords = unpickle_value(job)
            return MessageKind.RESULT, pickle_value(function(*arguments, **keywords))
        except BaseException as error:  # noqa: BLE001 - it is told to the pool
            if isinstance(error, MemoryError) and self.limits.memory is not None:
                return MessageKind.OUTGREW, b""
            return MessageKind.FAILURE, pickle_value(Failure.of(error))


def _send_progress(channel: Channel, message: object) -> None:
    channel.send(MessageKind.PROGRESS, pickle_value(message))
