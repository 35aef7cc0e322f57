"""Workers that are each a fresh interpreter: slow to start, and the way that is safe everywhere."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import socket
import threading
from typing import TYPE_CHECKING
from weakref import WeakSet

from report.runtime.workers.channel import Channel
from report.runtime.workers.processes import SEND_SECONDS, CannotStart, interrupts_held

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

    from report.runtime.workers.worker import Service


class SpawnedWorker:
    """A worker that is a fresh interpreter."""

    def __init__(self, end: socket.socket, process: SpawnProcess) -> None:
        self.channel = Channel(end, SEND_SECONDS)
        self.sentinel = process.sentinel
        self.pid = process.pid or 0
        self._process = process

    def kill(self) -> None:
        """End the process now; one that has ended is left alone."""
        with contextlib.suppress(ValueError):  # it has been reaped
            self._process.kill()

    def reap(self) -> int | None:
        """Wait until the process has ended, and return its status: negative for a signal."""
        self.channel.close()
        self._process.join()
        status = self._process.exitcode
        self._process.close()
        return status


class Spawner:
    """Start each worker as a fresh interpreter."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._closed = False
        self._workers: WeakSet[SpawnedWorker] = WeakSet()

    def start(self) -> SpawnedWorker:
        """Start a worker; CannotStart when it cannot be done."""
        with self._lock:
            if self._closed:
                raise CannotStart
            ours, theirs = socket.socketpair()
            context = multiprocessing.get_context("spawn")
            process = context.Process(target=_serve_alone, args=(self._service, theirs), daemon=True, name="worker")
            with theirs, contextlib.ExitStack() as undo:
                undo.callback(ours.close)
                try:
                    with interrupts_held(fresh=True):
                        process.start()
                except OSError as error:
                    raise CannotStart from error
                undo.pop_all()
            worker = SpawnedWorker(ours, process)
            self._workers.add(worker)
        return worker

    def kill(self) -> None:
        """End all workers now, and start no more."""
        with self._lock:
            self._closed = True
            for worker in self._workers:
                worker.kill()


def _serve_alone(service: Service, end: socket.socket) -> None:
    """Serve, and end with the process that spawned this one; a C call that keeps the interpreter's lock ends first."""
    parent = multiprocessing.parent_process()

    def end_with_parent() -> None:
        if parent:
            parent.join()
            os._exit(1)

    threading.Thread(target=end_with_parent, daemon=True).start()
    service.serve(end)
