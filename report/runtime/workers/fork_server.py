"""The process that workers are forked from: a copy of this one, or a fresh interpreter, that never runs a thread.

A fork copies only the thread that forks, so forking beside other threads can copy a lock that nobody will open.
The fork server runs the pool's initializer, so that no worker has to, and then does nothing but fork and reap. It ends when the pool's end of its socket closes; the kernel then ends its
workers, whatever they are at (prctl(2), PR_SET_PDEATHSIG). Linux only.
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import socket
import struct
import threading
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, NoReturn

from report.runtime.workers.channel import Channel
from report.runtime.workers.processes import (
    SEND_SECONDS,
    START_SECONDS,
    CannotStart,
    ignore_interrupts,
    interrupts_held,
)

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from report.runtime.workers.worker import Service

PR_SET_PDEATHSIG = 1
NUMBER = struct.Struct("!i")


class ForkedWorker:
    """A worker that the fork server forked and will reap.

    `sentinel` is the end of a pipe that tells the worker's pid, then its exit status.
    """

    def __init__(self, end: socket.socket, sentinel: int, pid: int) -> None:
        self.channel = Channel(end, SEND_SECONDS)
        self.sentinel = sentinel
        self.pid = pid

    def kill(self) -> None:
        """End the process now; one that has ended is left alone."""
        if not wait([self.sentinel], 0):
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def reap(self) -> int | None:
        """Wait until the process has ended, and return its status: negative for a signal, None where nobody knows."""
        self.channel.close()
        status = os.read(self.sentinel, NUMBER.size)
        os.close(self.sentinel)
        return NUMBER.unpack(status)[0] if status else None


class ForkServer:
    """Start workers by forking a process that is kept for it; `method` is how that process itself is started."""

    def __init__(self, service: Service, method: str) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._closed = False
        self._open(method)

    def start(self) -> ForkedWorker:
        """Fork a worker; CannotStart when it cannot be done."""
        ours, theirs = socket.socketpair()
        sentinel, status_end = os.pipe()
        with theirs:
            try:
                asked = self._ask(theirs.fileno(), status_end)
            finally:
                os.close(status_end)
        ready = asked and wait([sentinel], START_SECONDS)  # the first one waits until the fork server has prepared
        pid = os.read(sentinel, NUMBER.size) if ready else b""
        worker = ForkedWorker(ours, sentinel, NUMBER.unpack(pid)[0] if pid else 0)
        if not pid:
            worker.reap()
            self._replace(asked)
            raise CannotStart
        return worker

    def kill(self) -> None:
        """End the fork server and all its workers now."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._bury()

    def _ask(self, *descriptors: int) -> BaseProcess | None:
        """Send the fork server a worker's ends, and return the process that was asked; None when all is closed."""
        with self._lock:
            if self._closed:
                return None
            with suppress(OSError):  # then no pid will come
                socket.send_fds(self._control, [b"w"], descriptors)
            return self._process

    def _replace(self, failed: BaseProcess | None) -> None:
        """Put a fresh interpreter in the place of a fork server that has died, unless that has been done."""
        with self._lock:
            if failed is self._process and not self._closed:
                self._bury()
                self._open("spawn")

    def _open(self, method: str) -> None:
        self._control, theirs = socket.socketpair()
        inherited = self._control if method == "fork" else None
        context = multiprocessing.get_context(method)
        self._process: BaseProcess = context.Process(  # type: ignore[attr-defined]
            target=_serve_forks, args=(theirs, inherited, self._service), daemon=True, name="fork-server"
        )
        with theirs, interrupts_held(fresh=method != "fork"):
            self._process.start()

    def _bury(self) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self._control.close()


def _serve_forks(control: socket.socket, inherited: socket.socket | None, service: Service) -> NoReturn:
    """Fork a worker for each pair of descriptors that comes, and tell the status of each that ends."""
    if inherited:
        inherited.close()
    woken = _wake_on_ended_child()
    ctypes.CDLL(None)  # loaded once, not in each child
    service = _prepare(service)
    gc.freeze()
    statuses: dict[int, int] = {}
    while True:
        ready = wait([control, woken])
        if woken in ready:
            os.read(woken, 4096)
            _bury_all(statuses)
        if control in ready:
            request, descriptors, _, _ = socket.recv_fds(control, 1, 2)
            if not request:
                os._exit(0)
            end, status_end = descriptors
            with socket.socket(fileno=end) as channel_end:
                pid = _fork(channel_end, (control.fileno(), status_end, *statuses.values()), service)
            statuses[pid] = status_end
            _say(status_end, pid)


def _prepare(service: Service) -> Service:
    """Run the initializer once for all workers; where it fails, each runs it again and tells what is wrong."""
    if service.initializer:
        with suppress(Exception):
            service.initializer()
            return replace(service, initializer=None)
    return service


def _wake_on_ended_child() -> int:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    ignore_interrupts()
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return woken


def _fork(end: socket.socket, unused: tuple[int, ...], service: Service) -> int:
    server = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == server:  # or it ended before the kernel was asked
            for descriptor in unused:
                os.close(descriptor)
            service.serve(end)
    finally:
        os._exit(0)


def _bury_all(statuses: dict[int, int]) -> None:
    while statuses:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        status_end = statuses.pop(pid)
        _say(status_end, os.waitstatus_to_exitcode(status))
        os.close(status_end)


def _say(status_end: int, number: int) -> None:
    with suppress(BrokenPipeError):
        os.write(status_end, NUMBER.pack(number))
