"""Work shared out to forks of this process, which tell what they have done as JSON, a line each."""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Work = Callable[[int, Sequence[Any]], Iterator[dict[str, Any]]]


def in_parallel(work: Work, items: Sequence[Any], jobs: int) -> Iterator[dict[str, Any]]:
    """Have each of several processes do its share of the work, and yield what they tell.

    `work` takes the number of its process and its items. End the program where it fails.
    """
    workers = []
    sys.stdout.flush()
    for job in range(jobs):
        read, write = os.pipe()
        worker = os.fork()
        if worker == 0:
            os.close(read)
            _be_worker(partial(work, job, items[job::jobs]), write)
        os.close(write)
        workers.append((worker, os.fdopen(read)))
    running = [worker for worker, _ in workers]
    try:
        for worker, lines in workers:
            yield from map(json.loads, lines)
            running.remove(worker)
            if status := os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]):
                sys.exit(f"the fuzzer itself failed, with status {status}")
    finally:
        for worker in running:
            os.kill(worker, signal.SIGTERM)
            os.waitpid(worker, 0)
        for _, lines in workers:
            lines.close()


def _be_worker(work: Callable[[], Iterator[dict[str, Any]]], write: int) -> None:
    """Work, tell of it on a pipe, and end the process."""
    try:
        with os.fdopen(write, "w") as out:
            for one in work():
                out.write(json.dumps(one) + "\n")
                out.flush()
        os._exit(0)
    except BaseException:  # noqa: BLE001 - what is wrong with the fuzzer itself
        traceback.print_exc()
    finally:
        os._exit(1)
