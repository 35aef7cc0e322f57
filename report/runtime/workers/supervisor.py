"""The thread that looks after one worker: it hands out jobs, watches, and replaces what has failed."""

from __future__ import annotations

import math
import time
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

from report.runtime.workers.channel import MessageKind, pickle_value, unpickle_value
from report.runtime.workers.errors import HELP_HUNG, WorkerDied, WorkerError, WorkerHung, WorkerOutgrew
from report.runtime.workers.limits import Limits, private_memory
from report.runtime.workers.processes import START_SECONDS, CannotStart, Starter, WorkerProcess, in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from report.runtime.workers.worker import Failure

LOOK_SECONDS = 1.0  # between two looks at a worker's memory
TRIES = 3  # for a job whose workers end before it has begun
HELP_DIED = "it was out of memory, or a native library failed; try this job alone, or with fewer workers"
HELP_OUTGREW = "allow more memory, or make the job smaller"


@dataclass(frozen=True, slots=True)
class Call:
    """One call that is to be made, and the future that waits for what comes of it."""

    label: str
    call: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
    future: Future[Any] = field(default_factory=Future)


class _Ended(Exception):
    """The worker's process has ended, and all that it sent has been read."""


class _NotBegun(Exception):
    """The job was not begun and can be given to another worker; the message says how this one ended."""


class Supervisor:
    """Look after one worker at a time; a job's fault costs that job and the worker, nothing else."""

    def __init__(self, starter: Starter, limits: Limits, on_progress: Callable[[str, Any], None]) -> None:
        self._starter = starter
        self._limits = limits
        self._on_progress = on_progress
        self._worker: WorkerProcess | None = None
        self._jobs_done = 0
        self._memory_at_start = 0  # bytes
        self._looked = 0.0  # when, by the monotonic clock
        self._inbox: deque[tuple[MessageKind, bytes]] = deque()

    def do(self, job: Call) -> None:
        """Have one job done and settle its future."""
        try:
            kind, data = self._answer(job)
            if kind is MessageKind.RESULT:
                job.future.set_result(unpickle_value(data))
            else:
                job.future.set_exception(_unpacked(job.label, data))
            self._retire()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this job's, and the thread goes on
            self.stop()
            if not job.future.done():
                job.future.set_exception(error)

    def stop(self) -> int | None:
        """End the worker, if there is one, and return its status."""
        worker, self._worker = self._worker, None
        self._inbox.clear()
        if worker is None:
            return None
        worker.kill()
        return worker.reap()

    def _retire(self) -> None:
        """Replace a worker that has done enough or grown too much."""
        self._jobs_done += 1
        limits = self._limits
        if (limits.max_jobs is not None and self._jobs_done >= limits.max_jobs) or (
            limits.recycle is not None and self._worker and private_memory(self._worker.pid) > limits.recycle
        ):
            self.stop()

    def _answer(self, job: Call) -> tuple[MessageKind, bytes]:
        call = pickle_value(job.call)
        ending = ""
        for _ in range(TRIES):
            try:
                return self._try(job.label, call)
            except _NotBegun as error:
                ending = str(error)
        raise WorkerDied(job.label, f"no worker came to begin it: {TRIES} of them failed; the last {ending}", HELP_DIED)

    def _try(self, label: str, call: bytes) -> tuple[MessageKind, bytes]:
        try:
            worker = self._worker or self._start(label)
            worker.channel.send(MessageKind.JOB, call)
            self._next(worker, label, START_SECONDS)  # BEGUN: from here on the job may have had effects
        except (_Ended, WorkerHung, OSError) as error:
            raise _NotBegun(in_words(self.stop())) from error
        except CannotStart as error:
            raise _NotBegun("could not be started") from error
        try:
            while True:
                kind, data = self._next(worker, label, self._limits.seconds)
                if kind is MessageKind.OUTGREW:
                    raise WorkerOutgrew(
                        label, f"the job took {_size(self._limits.memory)} and wanted more", HELP_OUTGREW
                    )
                if kind is not MessageKind.PROGRESS:
                    return kind, data
                self._on_progress(label, unpickle_value(data))
        except _Ended as error:
            raise WorkerDied(label, f"the worker {in_words(self.stop())}", HELP_DIED) from error

    def _start(self, label: str) -> WorkerProcess:
        self._worker = worker = self._starter.start()
        self._jobs_done = 0
        self._memory_at_start = 0
        kind, data = self._next(worker, label, START_SECONDS)
        if kind is MessageKind.FAILURE:
            error = _unpacked(label, data)
            raise WorkerError(label, f"a worker cannot start: {type(error).__name__}: {error}") from error
        self._memory_at_start = private_memory(worker.pid)
        return worker

    def _next(self, worker: WorkerProcess, label: str, seconds: float | None) -> tuple[MessageKind, bytes]:
        """Return the worker's next message, which must come in so many seconds."""
        deadline = math.inf if seconds is None else time.monotonic() + seconds
        while not self._inbox:
            left = deadline - time.monotonic()
            if left <= 0:
                raise WorkerHung(label, f"neither a result nor progress within {seconds:g} s", HELP_HUNG)
            ready = wait([worker.channel.fileno(), worker.sentinel], min(left, LOOK_SECONDS))
            if worker.channel.fileno() in ready:
                self._read(worker)
            elif ready:
                raise _Ended
            self._look(worker, label)
        return self._inbox.popleft()

    def _read(self, worker: WorkerProcess) -> None:
        try:
            self._inbox.extend(worker.channel.arrived())
        except EOFError as error:
            raise _Ended from error

    def _look(self, worker: WorkerProcess, label: str) -> None:
        """Catch what a bound on the address space does not: the job may have lifted it."""
        now, bound = time.monotonic(), self._limits.memory
        if bound is None or not self._memory_at_start or now < self._looked + LOOK_SECONDS:
            return
        self._looked = now
        taken = private_memory(worker.pid) - self._memory_at_start
        if taken > bound:
            raise WorkerOutgrew(label, f"the job took {_size(taken)} where it may take {_size(bound)}", HELP_OUTGREW)


def _unpacked(label: str, data: bytes) -> BaseException:
    failure: Failure = unpickle_value(data)
    error: BaseException = WorkerError(label, f"{failure.shown} (an exception that cannot be pickled)")
    if failure.pickled is not None:
        with suppress(Exception):  # what a pickled class's own code raises
            error = unpickle_value(failure.pickled)
    error.add_note(f"In the worker:\n{failure.trace}")
    return error


def _size(count: int | None) -> str:
    return f"{(count or 0) / 2**20:,.0f} MiB"
