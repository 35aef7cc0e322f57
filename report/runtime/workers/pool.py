"""An executor of worker processes in which each fault costs one job."""

from __future__ import annotations

import sys
import threading
from collections import deque
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, ParamSpec, TypeVar

from report.runtime.workers.cores import available_cores
from report.runtime.workers.fork_server import ForkServer
from report.runtime.workers.limits import Limits
from report.runtime.workers.spawner import Spawner
from report.runtime.workers.supervisor import Call, Supervisor
from report.runtime.workers.worker import Service

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from report.runtime.workers.processes import Starter

P = ParamSpec("P")
T = TypeVar("T")
StartMethod = Literal["fork", "forkserver", "spawn"]


class ProcessPool(Executor):
    """Run calls in worker processes, in order of submission.

    A call's label, for messages, is its first argument's attribute `label`. Functions, arguments, results and progress
    must be picklable. `initializer` runs once in each worker, or once in the process that they are forked from; `on_progress` gets a label and what `tell` was told, one
    call at a time, in a thread of the pool. A worker's end before its job was begun costs nothing; afterwards the job
    gets a `WorkerError`.
    """

    def __init__(
        self,
        workers: int | None = None,
        *,
        limits: Limits | None = None,
        initializer: Callable[[], object] | None = None,
        on_progress: Callable[[str, Any], None] | None = None,
        start: StartMethod | None = None,
    ) -> None:
        self._size = workers or available_cores()
        self._limits = limits or Limits()
        self._service = Service(self._limits, initializer)
        self._on_progress = on_progress
        self._progressing = threading.Lock()
        self._start = start
        self._starter: Starter | None = None
        self._queue = _Queue()
        self._threads: list[threading.Thread] = []
        self._present = 0  # supervisors that have not left
        self._lock = threading.Lock()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a call made by the next worker that is free; workers are started as they are needed."""
        job = Call(str(getattr(args[0], "label", "")) if args else "", (fn, args, kwargs))
        with self._lock:
            crowded = self._queue.put(job)
            if crowded and self._present < self._size:
                self._add_supervisor()
        return job.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls, and end the workers when those taken are done."""
        self._queue.close(cancel=cancel_futures)
        if wait:
            try:
                self._join()
            except BaseException:  # Ctrl-C while waiting
                self.kill()
                raise

    def kill(self) -> None:
        """End all workers at once; calls that are not done get a WorkerDied, those that wait are cancelled."""
        self._queue.close(cancel=True)
        if self._starter:
            self._starter.kill()
        self._join()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.shutdown()
        else:
            self.kill()

    def _join(self) -> None:
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join()

    def _add_supervisor(self) -> None:
        if self._starter is None:
            self._starter = starter_for(self._service, self._start)
        supervisor = Supervisor(self._starter, self._limits, self._pass_on)
        thread = threading.Thread(target=self._attend, args=(supervisor,), daemon=True, name="supervisor")
        thread.start()
        self._threads.append(thread)
        self._present += 1

    def _attend(self, supervisor: Supervisor) -> None:
        while job := self._queue.take():
            supervisor.do(job)
            del job  # and with it the result, which the future's owner may drop
        supervisor.stop()
        with self._lock:
            self._present -= 1
            if not self._present and self._starter:
                self._starter.kill()

    def _pass_on(self, label: str, message: object) -> None:
        if self._on_progress:
            with self._progressing:
                self._on_progress(label, message)


def starter_for(service: Service, method: StartMethod | None) -> Starter:
    """Choose how workers are started.

    "fork" copies this process with what it has imported; "forkserver" copies a fresh interpreter; "spawn" makes each
    worker a fresh interpreter. None takes "fork" on Linux while this process has a single thread, so that a fork is
    safe, "forkserver" on Linux beside other threads (Pango starts some), and "spawn" elsewhere.
    """
    if method is None and sys.platform == "linux":
        method = "fork" if len(list(Path("/proc/self/task").iterdir())) == 1 else "forkserver"
    if method in {"fork", "forkserver"}:
        return ForkServer(service, "fork" if method == "fork" else "spawn")
    return Spawner(service)


class _Queue:
    """The jobs that wait, in order of submission, and how many supervisors wait for them."""

    def __init__(self) -> None:
        self._jobs: deque[Call] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._waiting = 0

    def put(self, job: Call) -> bool:
        """Add a job, and say whether more jobs wait than supervisors."""
        with self._changed:
            if self._closed:
                raise RuntimeError("the pool is closed and takes no more calls")
            self._jobs.append(job)
            self._changed.notify()
            return len(self._jobs) > self._waiting

    def take(self) -> Call | None:
        """Wait for a job, which is running from now on; None when no more will come."""
        with self._changed:
            while True:
                while not self._jobs and not self._closed:
                    self._waiting += 1
                    self._changed.wait()
                    self._waiting -= 1
                if not self._jobs:
                    return None
                job = self._jobs.popleft()
                if job.future.set_running_or_notify_cancel():
                    return job

    def close(self, *, cancel: bool) -> None:
        """Take no more jobs; with `cancel`, drop those that wait."""
        with self._changed:
            self._closed = True
            while cancel and self._jobs:
                job = self._jobs.popleft()
                job.future.cancel()
                job.future.set_running_or_notify_cancel()
            self._changed.notify_all()
