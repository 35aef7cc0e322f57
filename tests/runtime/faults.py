"""Calls for the tests of workers: some do as they should, the others fail in every way there is."""

from __future__ import annotations

import gc
import os
import resource
import signal
import time
from dataclasses import dataclass

from report.runtime.workers import tell, worker
from report.runtime.workers.channel import HEADER, MessageKind
from tests.common import PATIENCE

buried: list[object] = []


@dataclass(frozen=True)
class Task:
    label: str
    number: int = 0
    seconds: float = 0.0


class Unpicklable(Exception):
    def __init__(self, one, two):
        super().__init__(f"{one} and {two}")


class Cycle:
    def __init__(self):
        self.me = self

    def __del__(self):
        buried.append(1)


def square(number):
    return number * number


def square_task(task):
    time.sleep(task.seconds)
    return task.number**2


def padded_square(task):
    time.sleep(task.seconds)
    return task.number**2, b"x" * (task.number % 7 * 200_000)


def pid(_=None):
    return os.getpid()


def nap(seconds):
    time.sleep(seconds)
    return seconds


def exit_with(status):
    os._exit(status)


def kill_itself(_):
    os.kill(os.getpid(), signal.SIGKILL)


def raise_value_error(message):
    raise ValueError(message)


def raise_unpicklable(_):
    raise Unpicklable(1, 2)


def return_unpicklable(_):
    return lambda: None


def loop(_):
    while True:
        pass


def hold_the_interpreter(mark=None):
    if mark:
        mark.touch()
    sum(range(10**13))  # one C call, in which no other thread of Python runs


def eat(amount):
    return len(bytearray(amount))


def lift_the_bound_and_eat(amount):
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    eaten = bytearray(b"x" * amount)
    time.sleep(PATIENCE)
    return len(eaten)


def keep(amount):
    buried.append(b"x" * amount)
    return os.getpid()


def big(amount):
    return b"x" * amount


def count_slowly(task):
    for number in range(task.number):
        time.sleep(task.seconds)
        tell(number)
    return task.number


def half_a_result(task):
    end = vars(worker)["_listeners"][-1].args[0]._end
    end.sendall(HEADER.pack(MessageKind.RESULT, 1000) + b"half")
    if not task.seconds:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(task.seconds)


def make_cycle(_):
    Cycle()


def count_buried(_):
    return len(buried)


def disable_gc():
    gc.disable()


def fail_to_start():
    raise ImportError("no engine here")


def die_at_start():
    os._exit(9)


def thread_factory():
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(1)


def no_factory():
    return 7


def mark_and_nap(mark):
    mark.touch()
    time.sleep(2 * PATIENCE)


def exit_with_even(number):
    if number % 2 == 0:
        os._exit(number)
    return number


def exit_with_task(_):
    os._exit(3)


def second_is_other():
    buried.append("asked")
    return "other" if buried.count("asked") == 2 else "ours"


def leave_a_child(mark):
    """Write down who the child is, and die before it."""
    if child := os.fork():
        mark.write_text(str(child))
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(PATIENCE)
    os._exit(0)


BAD = "Sources and methods"  # the label of the part that goes wrong


def one_bad_sheet(sheet, call):
    """Lay out every part as it should be but one."""
    from report.editions.pdf.weasy.render import render_part

    return call("a slip of the pen") if BAD in sheet.label else render_part(sheet.source, sheet.files)


def eat_on(_, amount):
    return eat(amount)
