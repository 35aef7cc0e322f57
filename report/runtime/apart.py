"""Calls of libraries in C that read a stranger's file: each in a process of its own, whose end costs nothing but that call.

Such a library may loop, fill the memory or crash, and Python can see to none of it.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from report.model.errors import BuildError, ReportError
from report.runtime.workers.errors import WorkerHung, WorkerOutgrew
from report.runtime.workers.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")
SECONDS = 15.0  # without a result or progress
MEMORY = 128 << 20  # bytes beside those of the file, some of which are held several times over
COPIES = 4
HELP = "look at it in a viewer: it is damaged, or it was made to do harm"


def apart(name: str, size: int, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Make a call that reads a file of a size in bytes, in another process, and return what it returns.

    Raise what it raises, if that is an error of ours; else a `BuildError` that begins with the `name`. The function, what
    it is given and what it returns must be picklable.
    """
    from report.runtime.workers.pool import ProcessPool

    memory = MEMORY + COPIES * size
    limits = Limits(seconds=SECONDS, memory=memory, max_jobs=1)
    ready = partial(import_module, function.__module__)  # before the time and the memory are counted
    try:
        with ProcessPool(1, limits=limits, initializer=ready) as pool:
            return pool.submit(function, *args, **kwargs).result()
    except ReportError:
        raise
    except WorkerHung as error:
        raise BuildError(f"{name} cannot be read: it takes more than {SECONDS:g} s", HELP) from error
    except WorkerOutgrew as error:
        raise BuildError(f"{name} cannot be read: it takes more than {memory >> 20} MB", HELP) from error
    except Exception as error:
        raise BuildError(f"{name} cannot be read: {error or type(error).__name__}", HELP) from error
