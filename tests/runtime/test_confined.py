"""Programs that read foreign bytes: bounded, ended with all that they started, and kept from the network."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from typing import TYPE_CHECKING

import pytest

from report.runtime import confined
from report.runtime.confined import Bounds, Confinement, Exceeded, Excess, confinement, run_confined, start_confined
from tests.common import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENOUGH = Bounds(seconds=20, memory=1 << 30, output=1 << 20)
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process that runs already")
CONNECT = """
import socket, sys
try:
    socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=5).close()
    print("connected")
except OSError as error:
    print("refused")
"""


def python(code: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-I", "-S", "-c", textwrap.dedent(code), *arguments)


@pytest.fixture
def port() -> Iterator[int]:
    """Listen on this machine."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return not state.startswith("Z")


def gone(pid: int) -> bool:
    end = time.monotonic() + PATIENCE
    while is_alive(pid) and time.monotonic() < end:
        time.sleep(0.05)
    return not is_alive(pid)


# --- What it gives


def test_a_program_that_ends_gives_its_status_and_both_streams(tmp_path: Path) -> None:
    code = "import sys; sys.stdout.write(sys.stdin.read() * 2); sys.stderr.write('said'); sys.exit(3)"
    ended = run_confined(python(code), b"given", ENOUGH, tmp_path)
    assert (ended.status, ended.out, ended.err) == (3, b"givengiven", b"said")


def test_a_long_answer_to_a_long_text_comes_whole(tmp_path: Path) -> None:
    code = "import sys; data = sys.stdin.buffer.read(); sys.stdout.buffer.write(data); sys.stderr.buffer.write(data)"
    data = bytes(range(256)) * 4000
    ended = run_confined(python(code), data, ENOUGH, tmp_path)
    assert ended.out == ended.err == data


def test_a_program_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        run_confined(("/no/such/program",), b"", ENOUGH, tmp_path)
    assert confinement() is confinement()


def test_a_program_gets_a_private_home_and_nothing_that_is_open_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "a password")
    with (tmp_path / "open").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        code = """
            import os
            print(os.getcwd(), os.environ["HOME"], "SECRET" in os.environ)
            print(sum(1 for number in range(3, 100) if os.path.exists(f"/dev/fd/{number}")))
        """
        out = run_confined(python(code), b"", ENOUGH, tmp_path).out.decode().split()
    assert out == [str(tmp_path), str(tmp_path), "False", "1"]  # the one is the pipe that its life hangs on


# --- What it may take


@LINUX
def test_a_program_that_computes_on_is_ended(tmp_path: Path) -> None:
    with pytest.raises(Exceeded) as caught:
        run_confined(python("while True: pass"), b"", Bounds(1, 1 << 30, 1 << 20), tmp_path)
    assert caught.value.excess is Excess.TIME


def test_a_program_that_waits_on_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "DELAY", 0.2)
    with pytest.raises(Exceeded) as caught:
        run_confined(python("import time; time.sleep(60)"), b"", Bounds(0.1, 1 << 30, 1 << 20), tmp_path)
    assert caught.value.excess is Excess.TIME


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_program_that_writes_on_is_ended(stream: str, tmp_path: Path) -> None:
    with pytest.raises(Exceeded) as caught:
        run_confined(python(f"import sys\nwhile True: sys.{stream}.write('x' * 1000)"), b"", ENOUGH, tmp_path)
    assert caught.value.excess is Excess.OUTPUT


@LINUX
def test_a_program_that_fills_the_disk_is_ended(tmp_path: Path) -> None:
    with pytest.raises(Exceeded) as caught:
        run_confined(("sh", "-c", "sleep 0.5; exec head -c 9000000 /dev/zero >file"), b"", ENOUGH, tmp_path)
    assert caught.value.excess is Excess.OUTPUT
    assert (tmp_path / "file").stat().st_size <= ENOUGH.output


@LINUX
def test_a_program_gets_no_more_memory_than_it_may_have(tmp_path: Path) -> None:
    code = "import time; time.sleep(0.3); print(len(bytearray(400_000_000)))"
    assert run_confined(python(code), b"", ENOUGH, tmp_path).out == b"400000000\n"
    assert b"MemoryError" in run_confined(python(code), b"", Bounds(20, 200_000_000, 1 << 20), tmp_path).err


def test_what_a_program_has_started_is_ended_with_it(tmp_path: Path) -> None:
    with pytest.raises(Exceeded):
        run_confined(("sh", "-c", "sleep 60 & echo $! >pid; while :; do echo yes; done"), b"", ENOUGH, tmp_path)
    assert gone(int((tmp_path / "pid").read_text()))


# --- How it ends with us

HOLD = """
import sys
from pathlib import Path
from report.runtime.confined import Bounds, run_confined
run_confined(("sh", "-c", "echo $$ >pid; mv pid ready; sleep 1200"), b"", Bounds(1200, 1 << 30, 1 << 20), Path(sys.argv[1]))
"""


@pytest.mark.parametrize(
    "how", [signal.SIGINT, signal.SIGTERM, pytest.param(signal.SIGKILL, marks=LINUX)], ids=lambda how: how.name
)
def test_a_program_ends_when_we_do(how: signal.Signals, tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True) as holder:
        end = time.monotonic() + PATIENCE
        while not (tmp_path / "ready").exists() and time.monotonic() < end:
            time.sleep(0.05)
        pid = int((tmp_path / "ready").read_text())
        assert is_alive(pid)
        holder.send_signal(how)
    if how is signal.SIGTERM and sys.platform != "linux":
        pytest.skip("only Linux tells a program of our end")
    assert gone(pid)


# --- The network


@pytest.mark.parametrize("refused", [set(), {Confinement.NAMESPACES}, {Confinement.NAMESPACES, Confinement.SECCOMP}])
def test_a_program_reaches_the_network_only_where_info_says_that_there_are_limits_alone(
    refused: set[Confinement], port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined, "_refused", refused)
    way = confinement()
    assert way not in refused
    ended = run_confined(python(CONNECT, str(port)), b"", ENOUGH, tmp_path)
    assert ended.out.decode().strip() == ("connected" if way is Confinement.LIMITS else "refused")


def test_this_process_keeps_its_own_network(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "_refused", {Confinement.NAMESPACES})
    confinement()
    socket.create_connection(("127.0.0.1", port)).close()
    done = subprocess.run(python(CONNECT, str(port)), capture_output=True, text=True, check=True)
    assert done.stdout == "connected\n"


@pytest.mark.parametrize("words", ["unshare: unshare failed: Operation not permitted", "unshare: unrecognized option"])
def test_where_namespaces_are_refused_the_next_best_is_taken(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "unshare"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho '{words}' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(confined, "_refused", set())
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    assert run_confined(python("print('done')"), b"", ENOUGH, tmp_path).out == b"done\n"
    assert confinement() in {Confinement.SECCOMP, Confinement.LIMITS}


@LINUX
def test_a_system_without_the_filter_is_left_with_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "_refused", {Confinement.NAMESPACES})
    monkeypatch.setattr(confined, "CALLS", {})
    assert run_confined(python("print('done')"), b"", ENOUGH, tmp_path).out == b"done\n"
    assert confinement() is Confinement.LIMITS


# --- Programs that stay


def test_a_program_that_stays_answers_until_it_is_ended(tmp_path: Path) -> None:
    running = start_confined(python("for line in open(0): print(line.strip() * 2, flush=True)"), 1 << 30, tmp_path)
    stdin, stdout = running.process.stdin, running.process.stdout
    assert stdin
    assert stdout
    for word in (b"one\n", b"two\n"):
        stdin.write(word)
        stdin.flush()
        assert stdout.readline() == word.strip() * 2 + b"\n"
    running.end()
    assert not is_alive(running.process.pid)


@LINUX
def test_a_program_that_stays_has_so_much_time_for_each_order(tmp_path: Path) -> None:
    code = "for line in open(0): print(sum(range(int(line))), flush=True)"
    running = start_confined(python(code), 1 << 30, tmp_path)
    stdin, stdout = running.process.stdin, running.process.stdout
    assert stdin
    assert stdout
    for number, answered in ((10, True), (10, True), (10**11, False)):
        confined.grant(running.process, 1)
        stdin.write(b"%d\n" % number)
        stdin.flush()
        assert bool(stdout.readline()) is answered
    running.end()
