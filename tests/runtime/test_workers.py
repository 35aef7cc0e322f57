"""Workers: each fault costs one job, nothing hangs, and nothing is left behind."""

from __future__ import annotations

import contextlib
import faulthandler
import multiprocessing
import os
import pickle
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Generator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures import wait as wait_for
from pathlib import Path
from typing import Any

import pytest

from report.model.errors import BuildError, ToolMissing, UsageError
from report.runtime.workers import pool as pool_module
from report.runtime.workers import tell
from report.runtime.workers.channel import Channel, MessageKind
from report.runtime.workers.cores import available_cores
from report.runtime.workers.environment import environment_digest
from report.runtime.workers.errors import WorkerDied, WorkerError, WorkerHung, WorkerOutgrew
from report.runtime.workers.executors import InlineExecutor, open_executor, run_all
from report.runtime.workers.limits import Limits
from report.runtime.workers.pool import ProcessPool
from report.runtime.workers.processes import interrupts_held
from tests.common import PATIENCE, ROOT, there
from tests.runtime import faults
from tests.runtime.faults import Task

linux = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's own bounds are asked on Linux")
METHODS = ("fork", "forkserver", "spawn") if sys.platform == "linux" else ("spawn",)
MIB = 2**20


@pytest.fixture(autouse=True)
def _nothing_hangs():
    faulthandler.dump_traceback_later(2 * PATIENCE, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()
    assert [child.name for child in multiprocessing.active_children() if child.name in {"fork-server", "worker"}] == []
    assert [thread.name for thread in threading.enumerate() if thread.name == "supervisor"] == []


@pytest.fixture
def pool():
    with ProcessPool(2) as opened:
        yield opened


def eventually(condition):
    end = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < end:
        time.sleep(0.005)
    return condition()


def children(parent):
    """The processes that a process has started, those that wait to be reaped left out."""
    with contextlib.suppress(OSError):
        return [
            int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split() if alive(int(pid))
        ]
    return []


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def living_in_group(group):
    return [
        int(path.name)
        for path in Path("/proc").iterdir()
        if path.name.isdigit() and alive(path.name) and group_of(path.name) == group
    ]


def group_of(pid):
    try:
        return os.getpgid(int(pid))
    except ProcessLookupError:
        return None


def server_of(opened):
    return opened._starter._process.pid


@pytest.mark.parametrize("method", METHODS)
def test_each_call_gets_its_own_result_however_workers_are_started(method):
    with ProcessPool(2, start=method) as opened:
        futures = [opened.submit(faults.square_task, Task(str(n), n, n % 3 / 200)) for n in range(30)]
        assert [future.result() for future in futures] == [n * n for n in range(30)]


@linux
def test_a_fork_is_chosen_only_where_no_other_thread_runs(monkeypatch):
    chosen: list[str] = []
    nobody: Any = None
    monkeypatch.setattr(pool_module, "ForkServer", lambda _, method: chosen.append(method))
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    alone = len(list(Path("/proc/self/task").iterdir())) == 1
    pool_module.starter_for(nobody, None)
    other.start()
    pool_module.starter_for(nobody, None)
    stop.set()
    other.join()
    assert chosen == ["fork" if alone else "spawn", "spawn"]


def test_calls_are_begun_in_order_of_submission():
    begun = []
    with ProcessPool(1, on_progress=lambda label, _: begun.append(label)) as opened:
        for number in range(20):
            opened.submit(faults.count_slowly, Task(str(number), 1))
    assert begun == [str(number) for number in range(20)]


def test_workers_are_started_as_they_are_needed():
    with ProcessPool(8) as opened:
        assert {opened.submit(faults.pid).result() for _ in range(10)} == {opened.submit(faults.pid).result()}


def test_a_worker_that_exits_costs_its_job_only(pool):
    first, fault, last = (
        pool.submit(faults.nap, 0.05),
        pool.submit(faults.exit_with, 3),
        pool.submit(faults.square, 5),
    )
    error = fault.exception()
    assert isinstance(error, WorkerDied)
    assert str(error) == "the worker ended with exit status 3"
    assert error.help
    assert (first.result(), last.result()) == (0.05, 25)


def test_a_worker_that_is_killed_is_named_with_the_signal(pool):
    error = pool.submit(faults.kill_itself, Task("annex")).exception()
    assert (type(error), str(error)) == (WorkerDied, "annex: the worker was ended by SIGKILL")


def test_half_a_result_is_no_result(pool):
    error = pool.submit(faults.half_a_result, Task("annex")).exception()
    assert isinstance(error, WorkerDied)
    assert pool.submit(faults.square, 3).result() == 9


@pytest.mark.slow
def test_half_a_result_that_never_ends_holds_nobody_up():
    with ProcessPool(2, limits=Limits(seconds=15)) as opened:
        stuck = opened.submit(faults.half_a_result, Task("annex", seconds=2 * PATIENCE))
        assert [opened.submit(faults.square, n).result(PATIENCE) for n in range(20)] == [n * n for n in range(20)]
        assert isinstance(stuck.exception(), WorkerHung)


@pytest.mark.slow
def test_a_job_that_loops_is_ended_and_the_others_go_on():
    with ProcessPool(2, limits=Limits(seconds=15)) as opened:
        hung, good = opened.submit(faults.loop, Task("annex")), [opened.submit(faults.nap, 0.2) for _ in range(4)]
        error = hung.exception()
        assert (type(error), str(error)) == (WorkerHung, "annex: neither a result nor progress within 15 s")
        assert [future.result() for future in good] == [0.2] * 4


@pytest.mark.slow
def test_progress_is_passed_on_in_order_and_gives_a_job_more_time():
    heard = []
    with ProcessPool(
        1, limits=Limits(seconds=15), on_progress=lambda label, message: heard.append((label, message))
    ) as opened:
        assert opened.submit(faults.count_slowly, Task("annex", 5, 4)).result() == 5
    assert heard == [("annex", number) for number in range(5)]


def test_a_listener_that_fails_costs_the_job_that_it_heard():
    def fail(label, message):
        raise LookupError(label)

    with ProcessPool(1, on_progress=fail) as opened:
        assert isinstance(opened.submit(faults.count_slowly, Task("annex", 3)).exception(), LookupError)
        assert opened.submit(faults.square, 3).result() == 9


def test_telling_outside_of_a_job_does_nothing():
    tell("nobody")


@linux
def test_a_job_that_eats_memory_is_refused_it():
    with ProcessPool(1, limits=Limits(memory=200 * MIB)) as opened:
        assert opened.submit(faults.eat, 100 * MIB).result() == 100 * MIB
        error = opened.submit(faults.eat, 300 * MIB).exception()
        assert (type(error), str(error)) == (WorkerOutgrew, "the job took 200 MiB and wanted more")
        assert opened.submit(faults.square, 3).result() == 9


@linux
def test_a_job_that_lifts_its_bound_is_found_out():
    with ProcessPool(2, limits=Limits(memory=100 * MIB)) as opened:
        error = opened.submit(faults.lift_the_bound_and_eat, 200 * MIB).exception(PATIENCE)
        assert isinstance(error, WorkerOutgrew)
        assert "where it may take 100 MiB" in str(error)


def test_an_exception_comes_with_its_traceback_and_its_worker_stays(pool):
    before = pool.submit(faults.pid).result()
    error = pool.submit(faults.raise_value_error, "seven").exception()
    assert (type(error), there(error).args) == (ValueError, ("seven",))
    assert "in raise_value_error" in error.__notes__[0]
    assert pool.submit(faults.pid).result() == before


def test_an_exception_that_cannot_be_read_back_is_told_in_words(pool):
    error = pool.submit(faults.raise_unpicklable, Task("annex")).exception()
    assert type(error) is WorkerError
    assert "Unpicklable: 1 and 2" in str(error)
    assert "in raise_unpicklable" in error.__notes__[0]


def test_what_cannot_be_pickled_is_an_error_of_its_job(pool):
    assert isinstance(pool.submit(faults.return_unpicklable, 1).exception(), (AttributeError, pickle.PicklingError))
    assert isinstance(pool.submit(lambda: 1).exception(), (AttributeError, pickle.PicklingError))
    assert pool.submit(faults.square, 3).result() == 9


@pytest.mark.parametrize("kind", [WorkerError, WorkerDied, WorkerHung, WorkerOutgrew])
def test_errors_travel(kind):
    error = pickle.loads(pickle.dumps(kind("annex", "what", "help")))
    assert (type(error), error.label, str(error), error.help) == (kind, "annex", "annex: what", "help")


def test_a_big_result_arrives_whole(pool):
    small, large = pool.submit(faults.square, 3), pool.submit(faults.big, 50 * MIB)
    assert small.result() == 9
    assert large.result() == b"x" * 50 * MIB


@linux
def test_a_worker_that_dies_is_missed_though_its_child_holds_the_socket(pool, tmp_path):
    assert isinstance(pool.submit(faults.leave_a_child, tmp_path / "child").exception(PATIENCE), WorkerDied)
    child = int((tmp_path / "child").read_text())
    assert alive(child)
    os.kill(child, signal.SIGKILL)


def test_a_channel_whose_other_end_left_words_unread_is_at_its_end():
    ours, theirs = socket.socketpair()
    channel = Channel(ours)
    channel.send(MessageKind.JOB, b"unread")
    theirs.close()
    with pytest.raises(EOFError):
        channel.receive()
    channel.close()


@linux
def test_an_idle_worker_that_dies_costs_nothing():
    with ProcessPool(1) as opened:
        for _ in range(10):
            victim = opened.submit(faults.pid).result()
            os.kill(victim, signal.SIGKILL)
            assert opened.submit(faults.pid).result() != victim


@linux
def test_a_job_that_was_not_begun_goes_to_another_worker():
    with ProcessPool(1) as opened:
        victim = opened.submit(faults.pid).result()
        os.kill(victim, signal.SIGSTOP)  # it will have the job, and will not begin it
        future = opened.submit(faults.pid)
        time.sleep(0.05)
        os.kill(victim, signal.SIGKILL)
        assert future.result(PATIENCE) != victim


@linux
def test_no_job_is_lost_when_workers_are_killed_at_random_moments():
    chance = random.Random(7)
    with ProcessPool(2) as opened:
        opened.submit(faults.pid).result()
        kills, jobs = 0, list[tuple[Task, Future[object]]]()
        while kills < 100 or len(died(jobs)) <= 20:  # on a busy machine it takes more: it meets those who wait
            while sum(not future.done() for _, future in jobs) < 4:
                task = Task(str(len(jobs)), len(jobs), chance.uniform(0.001, 0.02))
                jobs.append((task, opened.submit(faults.padded_square, task)))
            time.sleep(chance.uniform(0, 0.02))
            for victim in chance.sample(workers := children(server_of(opened)), min(1, len(workers))):
                with contextlib.suppress(ProcessLookupError):  # it has just ended by itself
                    os.kill(victim, signal.SIGKILL)
                    kills += 1
        outcomes = [(task, future.exception(PATIENCE) or future.result()) for task, future in jobs]
    right = [task for task, outcome in outcomes if outcome == (task.number**2, b"x" * (task.number % 7 * 200_000))]
    assert len(died(jobs)) + len(right) == len(jobs)
    assert len(died(jobs)) <= kills
    assert right


def died(jobs):
    """Return the jobs that a worker's death has cost."""
    return [task for task, future in jobs if future.done() and isinstance(future.exception(), WorkerDied)]


@linux
def test_the_death_of_the_fork_server_costs_the_running_jobs_only():
    with ProcessPool(1) as opened:
        running, waiting = opened.submit(faults.nap, 20), opened.submit(faults.square, 3)
        assert eventually(running.running)
        assert eventually(lambda: children(server_of(opened)))
        time.sleep(0.05)
        os.kill(server_of(opened), signal.SIGKILL)
        assert isinstance(running.exception(PATIENCE), WorkerDied)
        assert waiting.result(PATIENCE) == 9


def test_a_worker_that_cannot_start_says_why():
    with ProcessPool(1, initializer=faults.fail_to_start) as opened:
        futures = [opened.submit(faults.square, 3) for _ in range(2)]
        assert [str(future.exception()) for future in futures] == [
            "a worker cannot start: ImportError: no engine here"
        ] * 2


def test_a_worker_that_dies_at_its_start_ends_in_an_error():
    with ProcessPool(1, initializer=faults.die_at_start) as opened:
        error = opened.submit(faults.square, 3).exception()
        assert isinstance(error, WorkerDied)
        assert "no worker came to begin it" in str(error)


def test_a_worker_is_replaced_after_so_many_jobs():
    with ProcessPool(1, limits=Limits(max_jobs=2)) as opened:
        pids = [opened.submit(faults.pid).result() for _ in range(6)]
    assert pids[0] == pids[1] != pids[2] == pids[3] != pids[4]


@linux
def test_a_worker_that_has_grown_is_replaced_after_its_job():
    with ProcessPool(1, limits=Limits(recycle=150 * MIB)) as opened:
        small = [opened.submit(faults.keep, MIB).result() for _ in range(2)]
        grown = opened.submit(faults.keep, 200 * MIB).result()
        assert small == [grown] * 2
        assert opened.submit(faults.pid).result() != grown


def test_garbage_is_collected_between_jobs_where_that_is_off():
    with ProcessPool(1, initializer=faults.disable_gc) as opened:
        opened.submit(faults.make_cycle, 1).result()
        assert opened.submit(faults.count_buried, 1).result() == 1


def test_a_closed_pool_takes_no_call():
    with ProcessPool(1) as opened:
        opened.submit(faults.square, 1)
    with pytest.raises(RuntimeError, match="closed"):
        opened.submit(faults.square, 1)


def test_a_pool_that_is_shut_down_can_drop_what_waits():
    opened = ProcessPool(1)
    running, *waiting = [opened.submit(faults.nap, 0.2) for _ in range(4)]
    assert eventually(running.running)
    opened.shutdown(cancel_futures=True)
    assert running.result() == 0.2
    assert all(future.cancelled() for future in waiting)


def test_an_exception_in_the_body_ends_the_workers_at_once():
    with pytest.raises(LookupError), ProcessPool(2) as opened:  # noqa: PT012 - the pool is what is tested
        futures = [opened.submit(faults.nap, 2 * PATIENCE) for _ in range(4)]
        assert eventually(futures[1].running)
        raise LookupError
    assert len(wait_for(futures, 0).done) == 4


PARENT = """
import sys, threading
from pathlib import Path
from tests.runtime import faults
from report.runtime.workers.pool import ProcessPool
from report.runtime.workers.processes import interrupts_held
if __name__ == "__main__":
    marks = [Path(name) for name in sys.argv[3:]]
    with ProcessPool(2, start=sys.argv[1] or None) as pool, ProcessPool(1) as other:
        futures = [pool.submit(getattr(faults, sys.argv[2]), mark) for mark in marks]
        other.submit(faults.nap, 60)
        futures[0].result()
"""


@pytest.fixture
def parent(tmp_path):
    """Start a process with its own group that runs a pool, and wait until its jobs run."""
    started = []

    def start(method, call):
        script = tmp_path / "parent.py"
        script.write_text(PARENT)
        marks = [tmp_path / "mark1", tmp_path / "mark2"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            [sys.executable, str(script), method, call, *map(str, marks)],
            env=environment,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        started.append(process)
        assert eventually(lambda: all(mark.exists() for mark in marks))
        return process

    yield start
    for process in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@linux
@pytest.mark.parametrize("method", METHODS)
def test_ctrl_c_ends_all_at_once(parent, method):
    process = parent(method, "mark_and_nap")
    assert len(living_in_group(process.pid)) >= 4
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == -signal.SIGINT  # which a shell shows as 130
    assert told.count(b"Traceback") == 1, told.decode()
    assert eventually(lambda: not living_in_group(process.pid))


@linux
def test_ctrl_c_heard_by_another_thread_waits_until_a_process_has_started():
    done = []
    over = threading.Event()
    listener = threading.Thread(target=over.wait)
    listener.start()

    def start():
        with interrupts_held(fresh=False):
            signal.pthread_kill(there(listener.ident), signal.SIGINT)
            time.sleep(0.05)
            done.append("started")

    try:
        with pytest.raises(KeyboardInterrupt):
            start()
    finally:
        over.set()
        listener.join()
    assert done == ["started"]


@pytest.mark.slow
@linux
@pytest.mark.parametrize(
    ("method", "call"),
    [("fork", "hold_the_interpreter"), ("forkserver", "hold_the_interpreter"), ("spawn", "mark_and_nap")],
)
def test_a_killed_parent_leaves_no_orphan(parent, method, call):
    process = parent(method, call)
    assert len(living_in_group(process.pid)) >= 4
    process.kill()
    process.wait()
    assert eventually(lambda: not living_in_group(process.pid))


@pytest.mark.parametrize(("quota", "cores"), [("max 100000", 64), ("150000 100000", 2), ("1000 100000", 1)])
def test_cores_are_those_that_the_control_group_allows(tmp_path, monkeypatch, quota, cores):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)), raising=False)
    (tmp_path / "proc/self").mkdir(parents=True)
    (tmp_path / "proc/self/cgroup").write_text("0::/slice/unit\n")
    (tmp_path / "sys/fs/cgroup/slice/unit").mkdir(parents=True)
    (tmp_path / "sys/fs/cgroup/slice/cpu.max").write_text(quota)
    assert available_cores(tmp_path) == cores


def test_cores_are_those_that_the_first_control_groups_allow(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)), raising=False)
    (tmp_path / "proc/self").mkdir(parents=True)
    (tmp_path / "proc/self/cgroup").write_text("4:cpu,cpuacct:/docker/abc\n3:memory:/x\n")
    folder = tmp_path / "sys/fs/cgroup/cpu,cpuacct"
    folder.mkdir(parents=True)
    (folder / "cpu.cfs_quota_us").write_text("300000\n")
    (folder / "cpu.cfs_period_us").write_text("100000\n")
    assert available_cores(tmp_path) == 3


def test_cores_are_at_least_one(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {5}, raising=False)
    assert available_cores(tmp_path) == 1


def test_inline_makes_each_call_at_once_and_passes_progress_on():
    heard = []
    with open_executor("inline", on_progress=lambda *told: heard.append(told)) as executor:
        assert executor.submit(faults.count_slowly, Task("annex", 2)).result() == 2
        assert isinstance(executor.submit(faults.raise_value_error, "x").exception(), ValueError)
    assert heard == [("annex", 0), ("annex", 1)]


def test_inline_lets_ctrl_c_through():
    def interrupt():
        raise KeyboardInterrupt

    with open_executor("inline") as executor, pytest.raises(KeyboardInterrupt):
        executor.submit(interrupt)


@pytest.mark.parametrize("spec", ["processes", "processes:2", "tests.runtime.faults:thread_factory"])
def test_an_executor_is_opened_by_its_name(spec):
    with open_executor(spec) as executor:
        assert executor.submit(faults.square, 3).result() == 9


@pytest.mark.parametrize(
    "spec",
    "nothing inline:2 processes:0 processes:x processes:-1 dask dask:host tests.runtime.faults:none none:x tests.runtime.faults:no_factory :x".split(),
)
def test_a_name_that_names_no_executor_is_refused_with_the_forms(spec):
    with pytest.raises(UsageError) as caught, open_executor(spec):
        pass
    assert "processes:NUMBER" in caught.value.help
    assert spec in caught.value.message


@pytest.mark.parametrize("spec", ["inline", "processes:2"])
def test_all_jobs_are_run_and_few_at_a_time(spec):
    pulled, given, most = 0, dict[int, object](), 0

    def jobs():
        nonlocal pulled
        for number in range(40):
            pulled += 1
            yield number

    with open_executor(spec) as executor:
        for job, result in run_all(executor, faults.square, jobs(), 4):
            most = max(most, pulled - len(given))
            given[job] = result
    assert given == {number: number * number for number in range(40)}
    assert most == (1 if spec == "inline" else 4)


def test_a_job_that_fails_is_given_with_its_exception():
    with open_executor("processes:2") as executor:
        outcomes = dict(run_all(executor, faults.exit_with_even, range(4), 2))
    assert [type(outcomes[number]) for number in range(4)] == [WorkerDied, int, WorkerDied, int]


def test_no_result_is_kept_after_it_was_given():
    alive_now: weakref.WeakSet[Result] = weakref.WeakSet()
    kept: list[int] = []

    def make(_):
        kept.append(len(alive_now))
        alive_now.add(result := Result())
        return result

    for _, result in run_all(InlineExecutor(), make, range(5), 3):
        assert result in alive_now
        del result
    assert kept == [0] * 5


class Result:
    pass


def test_jobs_are_dropped_when_nobody_asks_for_more():
    executor = ManualExecutor()
    outcomes = run_all(executor, faults.square, range(9), 3)
    threading.Timer(0.05, lambda: executor.futures[1].set_result(1)).start()
    assert next(outcomes) == (1, 1)
    assert isinstance(outcomes, Generator)
    outcomes.close()
    assert [future.cancelled() for future in executor.futures] == [True, False, True]


class ManualExecutor(Executor):
    def __init__(self) -> None:
        self.futures: list[Future[Any]] = []

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        self.futures.append(Future())
        return self.futures[-1]


def test_an_executor_that_breaks_gives_each_job_its_error():
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as executor:
        outcomes = dict(run_all(executor, faults.exit_with, range(6), 3))
    assert sorted(outcomes) == list(range(6))
    assert all(isinstance(outcome, WorkerDied) and outcome.help for outcome in outcomes.values())


def test_the_environment_is_told_in_one_stable_word():
    assert len(environment_digest()) == 64
    assert environment_digest() == environment_digest.__wrapped__()
    assert environment_digest("click") != environment_digest("jinja2") != environment_digest("markupsafe")


def test_dask_that_is_not_installed_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ToolMissing, match="not installed") as caught, open_executor("dask:tcp://127.0.0.1:9"):
        pass
    assert caught.value.help == 'pip install "distributed>=2026.1"'


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
    ) as opened:
        yield opened


def in_this_process(**options):
    distributed = pytest.importorskip("distributed")
    return distributed.LocalCluster(processes=False, dashboard_address=":0", silence_logs=50, **options)


def test_dask_makes_calls_in_its_own_processes(cluster):
    with open_executor(f"dask:{cluster.scheduler_address}") as executor:
        assert dict(run_all(executor, faults.square, range(20), 6)) == {number: number**2 for number in range(20)}
        assert executor.submit(faults.pid).result() not in {os.getpid(), None}
        error = executor.submit(faults.raise_value_error, "seven").exception()
        assert (type(error), there(error).args) == (ValueError, ("seven",))


@pytest.mark.slow
def test_a_dask_worker_that_dies_costs_its_job_and_others_are_found_again(cluster):
    with open_executor(f"dask:{cluster.scheduler_address}") as executor:
        error = executor.submit(faults.exit_with_task, Task("annex")).exception(PATIENCE)
        assert isinstance(error, WorkerDied)
        assert str(error).startswith("annex: the job killed its Dask workers")
        assert executor.submit(faults.square, 3).result(PATIENCE) == 9


def test_dask_drops_what_waits_when_its_user_fails(cluster):
    with pytest.raises(LookupError), open_executor(f"dask:{cluster.scheduler_address}") as executor:  # noqa: PT012
        futures = [executor.submit(faults.nap, 1) for _ in range(30)]
        raise LookupError
    assert all(future.cancelled() for future in futures)


def test_a_call_to_dask_that_is_cancelled_is_not_made(cluster, tmp_path):
    with open_executor(f"dask:{cluster.scheduler_address}") as executor:
        for _ in range(8):
            executor.submit(faults.nap, 0.1)
        dropped = executor.submit(Path.touch, tmp_path / "mark")
        assert dropped.cancel()
        executor.shutdown()
    assert not (tmp_path / "mark").exists()


def test_a_dask_worker_of_two_threads_is_refused():
    warnings: list[str] = []
    with (
        in_this_process(n_workers=1, threads_per_worker=2) as cluster,
        pytest.raises(BuildError, match="it runs 2 threads") as caught,
        open_executor(f"dask:{cluster.scheduler_address}", on_warning=warnings.append),
    ):
        pass
    assert "--nthreads 1" in caught.value.help
    assert len(warnings) == 1


def test_a_dask_worker_of_another_environment_is_left_aside():
    from report.runtime.workers.dask import dask_executor

    warnings: list[str] = []
    with (
        in_this_process(n_workers=2, threads_per_worker=1) as cluster,
        dask_executor(cluster.scheduler_address, faults.second_is_other, warnings.append) as executor,
    ):
        assert [executor.submit(faults.square, n).result() for n in range(4)] == [0, 1, 4, 9]
        assert len(vars(executor)["_accepted"]) == 1
    assert len(warnings) == 1
    assert "its environment other is not ours, ours" in warnings[0]


def test_a_dask_scheduler_that_does_not_answer_is_an_error(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("report.runtime.workers.dask.CONNECT_SECONDS", 0.5)
    with (
        pytest.raises(BuildError, match="no Dask scheduler answers at tcp://127"),
        open_executor("dask:tcp://127.0.0.1:9"),
    ):
        pass
