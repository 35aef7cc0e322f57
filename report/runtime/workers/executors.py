"""The one seam at which calls leave for other processes or machines: every executor is a row."""

from __future__ import annotations

import contextlib
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from report.model.errors import UsageError
from report.runtime.workers.errors import WorkerDied
from report.runtime.workers.inline import kept_to
from report.runtime.workers.limits import Limits
from report.runtime.workers.worker import listening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

P = ParamSpec("P")
J = TypeVar("J")
T = TypeVar("T")
FORMS = "inline, processes, processes:NUMBER, dask:tcp://HOST:PORT or MODULE:FACTORY"

HELP_BROKEN = "choose `processes`, in which a worker's end costs one job"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the calls of one executor share; an executor keeps to those that it can."""

    limits: Limits
    initializer: Callable[[], object] | None
    on_progress: Callable[[str, Any], None] | None
    on_warning: Callable[[str], None] | None


def open_executor(
    spec: str,
    *,
    limits: Limits | None = None,
    initializer: Callable[[], object] | None = None,
    on_progress: Callable[[str, Any], None] | None = None,
    on_warning: Callable[[str], None] | None = None,
) -> AbstractContextManager[Executor]:
    """Open the executor that `spec` names; UsageError where it names none.

    `limits`, `initializer` and `on_progress` are kept by `processes`; `on_progress` by `inline` too; `on_warning` is
    told what `dask` leaves aside.
    """
    kind, _, argument = spec.partition(":")
    opener = EXECUTORS.get(kind)
    terms = Terms(limits or Limits(), initializer, on_progress, on_warning)
    return opener(argument, terms) if opener else _custom(spec)


class InlineExecutor(Executor):
    """Make each call at once, in this process; Ctrl-C goes through.

    A call keeps to `limits` as far as Python itself can see to it: seconds where this is the main thread, memory on Linux.
    """

    def __init__(self, on_progress: Callable[[str, Any], None] | None = None, limits: Limits | None = None) -> None:
        self._on_progress = on_progress
        self._limits = limits or Limits()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Make the call, and return the future that holds what came of it."""
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()
        label, heard = str(getattr(args[0], "label", "")) if args else "", self._on_progress
        with listening(partial(heard, label)) if heard else contextlib.nullcontext():
            try:
                with kept_to(self._limits, label):
                    future.set_result(fn(*args, **kwargs))
            except Exception as error:  # noqa: BLE001 - it is handed to whoever waits
                future.set_exception(error)
        return future


def run_all(
    executor: Executor, fn: Callable[[J], T], jobs: Iterable[J], window: int
) -> Iterator[tuple[J, T | BaseException]]:
    """Give each job with its result or exception, in order of completion.

    At most `window` jobs are with the executor at a time, and none is kept after it has been given. When an executor
    breaks as a whole, every unfinished job gets a WorkerDied of its own.
    """
    waiting = iter(jobs)
    running: dict[Future[T], J] = {}
    try:
        while True:
            for job in islice(waiting, window - len(running)):
                future = _submitted(executor, fn, job)
                running[future] = job
                if future.done():  # made inline: give it before the next is made
                    break
            if not running:
                return
            done = list(wait(running, return_when=FIRST_COMPLETED).done)
            while done:
                future = done.pop()
                job = running.pop(future)
                outcome = _outcome(job, future)
                del future
                yield job, outcome
                del job, outcome
    finally:
        for future in running:
            future.cancel()


def _submitted(executor: Executor, fn: Callable[[J], T], job: J) -> Future[T]:
    try:
        return executor.submit(fn, job)
    except BrokenExecutor as error:
        future: Future[T] = Future()
        future.set_exception(error)
        return future


def _outcome(job: object, future: Future[T]) -> T | BaseException:
    try:
        error = future.exception()
    except CancelledError as cancelled:
        error = cancelled
    if isinstance(error, BrokenExecutor):
        label = str(getattr(job, "label", ""))
        return WorkerDied(label, f"its executor broke, by this job or one beside it: {error}", HELP_BROKEN)
    return future.result() if error is None else error


def _inline(argument: str, terms: Terms) -> AbstractContextManager[Executor]:
    if argument:
        raise _unknown(f"inline:{argument}")
    return InlineExecutor(terms.on_progress, terms.limits)


def _processes(argument: str, terms: Terms) -> AbstractContextManager[Executor]:
    from report.runtime.workers.pool import ProcessPool

    if argument and not (argument.isascii() and argument.isdigit() and int(argument)):
        raise _unknown(f"processes:{argument}")
    return ProcessPool(
        int(argument) if argument else None,
        limits=terms.limits,
        initializer=terms.initializer,
        on_progress=terms.on_progress,
    )


def _dask(argument: str, terms: Terms) -> AbstractContextManager[Executor]:
    from report.runtime.workers.dask import dask_executor

    if "://" not in argument:
        raise _unknown(f"dask:{argument}")
    return dask_executor(argument, on_warning=terms.on_warning)


@contextlib.contextmanager
def _custom(spec: str) -> Iterator[Executor]:
    module, _, factory = spec.partition(":")
    if not module or not factory.isidentifier():
        raise _unknown(spec)
    try:
        make = getattr(import_module(module), factory)
    except (ImportError, AttributeError, ValueError) as error:
        raise UsageError(f'the executor "{spec}" cannot be imported: {error}', f"give {FORMS}") from error
    executor = make()
    if not isinstance(executor, Executor):
        found = type(executor).__name__
        raise UsageError(f'"{spec}" gives a {found}, not a concurrent.futures.Executor', f"give {FORMS}")
    with executor:
        yield executor


def _unknown(spec: str) -> UsageError:
    return UsageError(f'there is no executor "{spec}"', f"give {FORMS}")


EXECUTORS: dict[str, Callable[[str, Terms], AbstractContextManager[Executor]]] = {
    "inline": _inline,
    "processes": _processes,
    "dask": _dask,
}
