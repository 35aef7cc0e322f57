"""The workers of a Dask cluster that have this process's environment."""

from __future__ import annotations

import contextlib
import threading
import time
from concurrent.futures import Executor, Future, InvalidStateError
from concurrent.futures import wait as wait_for
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from report.model.errors import BuildError, ToolMissing
from report.runtime.distribution import install_extra
from report.runtime.workers.environment import environment_digest
from report.runtime.workers.errors import WorkerDied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from distributed import Client
    from distributed import Future as DaskFuture

P = ParamSpec("P")
T = TypeVar("T")
CONNECT_SECONDS = 10
LOOK_SECONDS = 1.0  # between two looks at who is there
RETURN_SECONDS = 30.0  # that submission waits for a worker when all are gone
HELP_DIED = "try this job alone, or with `processes`, and see the log of the Dask workers"
HELP_NONE = "start workers in this environment, of one thread each: dask worker --nthreads 1 SCHEDULER"


@contextlib.contextmanager
def dask_executor(
    address: str,
    digest: Callable[[], str] = environment_digest,
    on_warning: Callable[[str], None] | None = None,
) -> Iterator[Executor]:
    """Open an executor on the cluster whose scheduler is at `address`.

    Workers whose `digest()` differs from ours, or that run more than one thread, are left aside and named to
    `on_warning`; BuildError when none is left or no scheduler answers, ToolMissing without `distributed`.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ToolMissing("Dask distributed is not installed", install_extra("cluster")) from error
    try:
        client = Client(address, set_as_default=False, timeout=CONNECT_SECONDS)
    except (OSError, TimeoutError, ValueError) as error:
        raise BuildError(
            f"no Dask scheduler answers at {address}: {error}", "see that it runs: dask scheduler"
        ) from error
    with client:
        executor = DaskExecutor(client, Vetting(client, digest, on_warning or (lambda _: None)))
        try:
            yield executor
        finally:
            executor.shutdown(wait=False, cancel_futures=True)


class DaskExecutor(Executor):
    """Run calls on the workers of a cluster that are accepted.

    A call that Dask gives up, or whose workers are all gone, gets a WorkerDied: Dask itself would wait for ever.
    """

    def __init__(self, client: Client, vetting: Vetting) -> None:
        self._client = client
        self._vetting = vetting
        self._accepted = vetting.accepted()
        if not self._accepted:
            raise BuildError(f"the Dask cluster has no worker that may be used{vetting.reasons()}", HELP_NONE)
        self._calls: dict[DaskFuture[Any], _Call] = {}
        self._closed = threading.Event()
        self._watch = threading.Thread(target=self._keep_watch, daemon=True, name="dask watch")
        self._watch.start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a call made by an accepted worker; waits a while for one to come back when all are gone."""
        label = str(getattr(args[0], "label", "")) if args else ""
        call = _Call(label, self._workers(label))
        inner = self._client.submit(
            partial(fn, *args, **kwargs), pure=False, retries=1, workers=sorted(call.workers), allow_other_workers=False
        )
        self._calls[inner] = call
        call.future.add_done_callback(partial(_cancel_too, inner))
        inner.add_done_callback(self._hand_over)
        return call.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls; with `cancel_futures`, drop those that are not done."""
        if cancel_futures:
            for inner in list(self._calls):
                if call := self._calls.pop(inner, None):
                    call.future.cancel()
        if wait:
            wait_for([call.future for call in list(self._calls.values())])
        self._closed.set()
        self._watch.join()

    def _workers(self, label: str) -> frozenset[str]:
        end = time.monotonic() + RETURN_SECONDS
        while not self._accepted:
            if self._closed.wait(LOOK_SECONDS / 4) or time.monotonic() > end:
                raise WorkerDied(label, f"no Dask worker has come back within {RETURN_SECONDS:g} s", HELP_NONE)
        return self._accepted

    def _hand_over(self, inner: DaskFuture[object]) -> None:
        call = self._calls.pop(inner, None)
        if call is None:  # the watch has told what became of it
            return
        if inner.status in {"cancelled", "lost"}:
            call.fail("was lost by the Dask cluster")
            return
        try:
            result = inner.result()
        except Exception as error:  # noqa: BLE001 - the job's own, Dask's, or what unpickling raises
            call.refuse(error)
        else:
            call.give(result)

    def _keep_watch(self) -> None:
        while not self._closed.wait(LOOK_SECONDS):
            calls = dict(self._calls)
            try:
                self._accepted = present = self._vetting.accepted()
            except (OSError, TimeoutError, RuntimeError) as error:
                present, why = frozenset(), f"cannot go on: the Dask scheduler is gone ({error})"
            else:
                why = "killed its Dask workers, or they went away"
            for inner in [inner for inner, call in calls.items() if not call.workers & present]:
                if call := self._calls.pop(inner, None):
                    call.fail(why)
                    inner.cancel()


@dataclass(frozen=True, slots=True)
class _Call:
    """A call, the workers that it may run on, and who waits for it."""

    label: str
    workers: frozenset[str]
    future: Future[Any] = field(default_factory=Future)

    def give(self, result: object) -> None:
        with contextlib.suppress(InvalidStateError):  # it was cancelled
            self.future.set_result(result)

    def refuse(self, error: BaseException) -> None:
        from distributed import KilledWorker

        if isinstance(error, KilledWorker):
            self.fail(f"killed its Dask workers: {error}")
            return
        with contextlib.suppress(InvalidStateError):
            self.future.set_exception(error)

    def fail(self, why: str) -> None:
        self.refuse(WorkerDied(self.label, f"the job {why}", HELP_DIED))


def _cancel_too(inner: DaskFuture[object], outer: Future[object]) -> None:
    if outer.cancelled():
        outer.set_running_or_notify_cancel()  # wakes whoever waits for it
        inner.cancel()


class Vetting:
    """Which of a cluster's workers may be used; each is asked once."""

    def __init__(self, client: Client, digest: Callable[[], str], on_warning: Callable[[str], None]) -> None:
        self._client = client
        self._digest = digest
        self._on_warning = on_warning
        self._reasons: dict[str, str] = {}  # why each worker is left aside; empty where it is not

    def reasons(self) -> str:
        """Name each worker that is left aside, for a message."""
        return "".join(f"; {address}: {reason}" for address, reason in self._reasons.items() if reason)

    def accepted(self) -> frozenset[str]:
        """Return the addresses of the workers that are there now and may be used."""
        threads: dict[str, int] = self._client.nthreads()
        unknown = [address for address in threads if address not in self._reasons]
        if unknown:
            ours = self._digest()
            theirs = self._client.run(self._digest, workers=unknown, on_error="return")
            for address in unknown:
                reason = _reason(threads[address], theirs.get(address), ours)
                self._reasons[address] = reason
                if reason:
                    self._on_warning(f"Dask worker {address} is left aside: {reason}")
        return frozenset(address for address in threads if not self._reasons[address])


def _reason(threads: int, theirs: object, ours: str) -> str:
    """Say why a worker may not be used; empty when it may."""
    if threads != 1:
        return f"it runs {threads} threads, and layout wants 1 (dask worker --nthreads 1)"
    if isinstance(theirs, BaseException):
        return f"it cannot tell its environment: {type(theirs).__name__}: {theirs}"
    return "" if theirs == ours else f"its environment {str(theirs)[:12]} is not ours, {ours[:12]}"
