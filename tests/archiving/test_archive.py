"""The archive's store: versions are added whole or not at all, and damage is found, located and repaired."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import time
from collections.abc import Generator
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.archiving import commit as committing
from report.archiving.auditing import Plan, run_audits
from report.archiving.commit import ConflictError, Note, commit
from report.archiving.inventory import DamagedError, Inventory, ObjectVersion, read_inventory, write_inventory
from report.archiving.names import checked_names
from report.archiving.root import StorageRoot, make_root, open_root
from report.model.errors import BuildError
from report.runtime import drafts
from tests.archiving.ocfl import ocfl_objections
from tests.common import takes_long, there

MANY = 50  # beyond which ocfl-py looks at what is left
NAME = "urn:report:brief"
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
FIRST = {"brief.pdf": b"%PDF one", "source/brief/10-a.md": b"# A\n", "metadata/record.json": b"{}"}
SECOND = FIRST | {"brief.pdf": b"%PDF two", "source/brief/20-b.md": b"# B\n"}


def note(message: str = "First") -> Note:
    return Note(message, "The desk", "2026-11-01T12:00:00Z", "mailto:desk@example.org")


def objections(root: StorageRoot, share: float = 1.0) -> list[str]:
    return [str(finding) for audit in run_audits(root, Plan(NOW, share)) for finding in audit.findings]


def codes(root: StorageRoot) -> list[tuple[str, str]]:
    found = [finding for audit in run_audits(root, Plan(NOW)) for finding in audit.findings]
    return [(finding.code, there(finding.location).path.partition("brief/")[2]) for finding in found]


@pytest.fixture
def root(tmp_path):
    return make_root(tmp_path / "archive")


@pytest.fixture
def two(root):
    """An archive with two versions of one report."""
    assert commit(root, NAME, FIRST, note()) == 1
    assert commit(root, NAME, SECOND, note("Second"), expected=1) == 2
    return root


def contents(root: StorageRoot, number: int) -> dict[str, bytes]:
    inventory = there(root.inventory(NAME))
    state = inventory.versions[number - 1].state
    return {name: (root.folder(NAME) / inventory.path_of(number, name)).read_bytes() for name in state}


def test_what_is_archived_is_what_comes_out(two):
    assert (contents(two, 1), contents(two, 2)) == (FIRST, SECOND)
    assert objections(two) == []
    assert open_root(two.path) == two


def test_what_a_version_shares_with_an_earlier_one_is_stored_once(two):
    folder = two.folder(NAME)
    stored = sorted(path.relative_to(folder).as_posix() for path in folder.glob("v2/content/**/*") if path.is_file())
    assert stored == ["v2/content/brief.pdf", "v2/content/source/brief/20-b.md"]


ANY_NAME = st.text(st.characters(codec="utf-8", exclude_characters="\0./:\\"), min_size=1, max_size=9)


@pytest.mark.slow
@given(st.dictionaries(ANY_NAME, st.integers(0, 3), min_size=1))
def test_an_inventory_is_read_as_it_was_written(names):
    digests = {name: f"{number:0128x}" for name, number in names.items()}
    manifest = {digest: (f"v1/content/{number}",) for number, digest in enumerate(sorted(set(digests.values())))}
    inventory = Inventory(NAME, (ObjectVersion("2026-11-01T12:00:00Z", "x", "y", "", digests),), manifest)
    assert read_inventory(*write_inventory(inventory), "here") == inventory


@pytest.mark.conformance
def test_ocfl_py_has_nothing_against_the_archive(two):
    commit(two, "urn:report:" + "länge" * 40, {"a b/ü.txt": b"x", "leer": b""}, note())
    commit(two, NAME, SECOND, note("Nothing new"))
    assert ocfl_objections(two.path) == []


# --- what may not be archived


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../a", "does not stay"),
        ("/a", "does not stay"),
        ("a//b", "does not stay"),
        ("a/./b", "does not stay"),
        ("", "does not stay"),
        ("con", "device"),
        ("figures/LPT1.svg", "device"),
        ("a:b", "Windows cannot write"),
        ("a\nb", "Windows cannot write"),
        ("a.", "full stop"),
        ("x" * 256, "longer"),
    ],
)
def test_a_name_that_some_system_cannot_hold_is_refused(root, name, words):
    with pytest.raises(BuildError, match=words):
        commit(root, NAME, {name: b""}, note())
    assert list(root.objects()) == []


@pytest.mark.parametrize("pair", [("Map.svg", "map.svg"), ("\u00e9", "e\u0301"), ("A/x", "a/y"), ("straße", "strasse")])
def test_names_that_some_system_takes_for_one_are_refused(pair):
    with pytest.raises(BuildError, match="their names are one"):
        checked_names(pair)


def test_names_are_archived_composed():
    assert checked_names(["e\u0301/a"]) == {"e\u0301/a": "\u00e9/a"}


def test_links_and_devices_are_refused_and_nothing_is_stored(root, tmp_path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    os.mkfifo(tmp_path / "pipe")
    for name, words in (("link", "is a link"), ("pipe", "no plain file"), ("absent", "No such file")):
        with pytest.raises(BuildError, match=words):
            commit(root, NAME, {"a": b"x", "b": tmp_path / name}, note())
    assert_untouched(root)


def assert_untouched(root: StorageRoot) -> None:
    assert list(root.objects()) == []
    assert list(root.stage.iterdir()) == []
    assert sorted(path.name for path in root.path.iterdir()) == ["0=ocfl_1.1", "extensions", "ocfl_layout.json"]


def test_a_file_that_changes_while_it_is_copied_is_refused(root, tmp_path, monkeypatch):
    path = tmp_path / "report.pdf"
    path.write_bytes(b"x" * 100)
    sync = os.fsync

    def grow(handle: int) -> None:
        with path.open("ab") as file:
            file.write(b"more")
        sync(handle)

    monkeypatch.setattr(os, "fsync", grow)
    with pytest.raises(BuildError, match="changed while it was archived"):
        commit(root, NAME, {"report.pdf": path}, note())
    monkeypatch.undo()
    assert_untouched(root)


def test_a_disk_that_is_full_leaves_the_archive_as_it_was(two, monkeypatch):
    before = tree(two.path)

    def fill(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fill)
    with pytest.raises(BuildError, match="No space left") as caught:
        commit(two, NAME, {"a": b"new"}, note())
    assert "make room" in caught.value.help
    monkeypatch.undo()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(BuildError, match="has no room"):
        commit(two, NAME, {"a": b"new"}, note())
    assert tree(two.path) == before


def tree(folder: Path) -> dict[str, bytes]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and "extensions" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.parametrize(
    ("number", "words"), [(errno.EROFS, "mount it for writing"), (errno.EACCES, "get leave to write")]
)
def test_an_archive_that_may_only_be_read_says_so_and_is_read_all_the_same(two, number, words, monkeypatch):
    def refuse(*_arguments, **_named):
        raise OSError(number, os.strerror(number))

    before = tree(two.path)
    monkeypatch.setattr(committing, "new_folder", refuse)
    with pytest.raises(BuildError, match="cannot be written") as caught:
        commit(two, NAME, {"a": b"new"}, note())
    assert words in caught.value.help
    opened = Path.open

    def open_for_reading(path, mode="r", *arguments, **named):
        return refuse() if set(mode) & set("wax+") else opened(path, mode, *arguments, **named)

    monkeypatch.setattr(Path, "open", open_for_reading)  # neither locks nor the log can be written
    assert objections(two) == []
    monkeypatch.undo()
    assert tree(two.path) == before


def test_a_folder_that_holds_other_things_is_no_archive(tmp_path):
    (tmp_path / "letters.txt").write_text("x")
    with pytest.raises(BuildError, match=r"holds other things, such as letters\.txt"):
        make_root(tmp_path)
    with pytest.raises(BuildError, match="is no archive"):
        open_root(tmp_path)


# --- whatever ends the process


def steps(monkeypatch, step: int) -> None:
    """End the process at its `step`-th syncing or change of a name, without a word."""
    left = [step]

    def deadly(function):
        def wrapper(*arguments, **named):
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
            result = function(*arguments, **named)
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
            return result

        return wrapper

    for name in ("fsync", "rename", "replace", "unlink", "mkdir", "rmdir"):
        monkeypatch.setattr(os, name, deadly(getattr(os, name)))


def in_a_process(act) -> int:
    """Run something in a process of its own; return how it ended, negative for a signal."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            status = act() or 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.slow
@pytest.mark.parametrize("validated", [False, pytest.param(True, marks=pytest.mark.conformance)])
@pytest.mark.parametrize("existing", [0, 1])
def test_a_version_is_whole_or_not_there_wherever_its_adding_is_cut_off(existing, validated, tmp_path, monkeypatch):
    if validated:
        takes_long()
    roots, seen = [], set()
    for step in range(400):
        root = make_root(tmp_path / str(step))
        if existing:
            commit(root, NAME, FIRST, note())

        def act(root=root, step=step):
            steps(monkeypatch, step)
            commit(root, NAME, SECOND, note())

        ended = in_a_process(act)
        assert ended in (0, -signal.SIGKILL)
        assert objections(root) == []  # which finishes what was cut off
        inventory = root.inventory(NAME)
        head = inventory.head if inventory else 0
        seen.add(head)
        assert head in (existing, existing + 1)
        if head > existing:
            assert contents(root, head) == SECOND
        if existing:
            assert contents(root, 1) == FIRST
        roots.append(root.path)
        assert commit(root, NAME, {"c": b"third"}, note(), expected=head) == head + 1
        assert list(root.stage.iterdir()) == []
        if ended == 0:
            break
    assert ended == 0
    assert step > 20
    assert seen == {existing, existing + 1}
    if validated:
        assert ocfl_objections(*roots) == []


@pytest.mark.slow
@pytest.mark.parametrize("kills", [12, pytest.param(200, marks=pytest.mark.conformance)])
def test_kills_at_any_moment_lose_nothing(root, kills):
    if kills > MANY:
        takes_long()
    chance = random.Random(kills)
    versions, pause = 0, 0.06
    for _ in range(kills):
        child = os.fork()
        if child == 0:
            try:
                while True:
                    commit(root, NAME, {"a": os.urandom(3000), "b": b"same", "c/d": os.urandom(10)}, note())
            finally:
                os._exit(1)
        time.sleep(chance.uniform(0, pause))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert objections(root) == []
        inventory = root.inventory(NAME)
        head = inventory.head if inventory else 0
        assert head >= versions
        versions = head
        pause *= 1 if versions else 2  # where the machine has much else to do
    assert versions > 0
    if kills > MANY:
        assert ocfl_objections(root.path) == []


@pytest.mark.slow
@pytest.mark.parametrize("rounds", [5, pytest.param(100, marks=pytest.mark.conformance)])
@pytest.mark.parametrize("locked", [True, False])
def test_of_writers_at_one_moment_one_wins_and_the_others_are_told(root, locked, rounds, monkeypatch):
    if rounds > MANY:
        takes_long()
    if not locked:
        monkeypatch.setattr(committing, "lock_of", lambda *_: nullcontext())
    for head in range(rounds):
        read, write = os.pipe()
        children = []
        for writer in range(8):
            child = os.fork()
            if child == 0:
                status = 9
                try:
                    os.close(write)
                    os.read(read, 1)  # until all are let go
                    commit(root, NAME, {"a": f"{head} {writer}".encode()}, note(str(writer)), expected=head)
                    status = 0
                except ConflictError:
                    status = 5
                except BaseException as error:  # noqa: BLE001
                    print(repr(error))
                finally:
                    os._exit(status)
            children.append(child)
        os.close(read)
        os.close(write)
        ends = sorted(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
        assert ends == [0] + [5] * 7
        assert root.inventory(NAME).head == head + 1
    assert objections(root) == []
    if rounds > MANY:
        assert ocfl_objections(root.path) == []


def test_what_another_machine_stages_is_left_alone_until_it_is_old(root):
    now = int(time.time())
    for name in (f"00000000-1-{now}-x", f"00000000-1-{now - 90_000}-y", f"{drafts.machine()}-999999-{now}-z"):
        (root.stage / name).mkdir()
    commit(root, NAME, FIRST, note())
    assert [path.name for path in root.stage.iterdir()] == [f"00000000-1-{now}-x"]


# --- damage


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def swap(folder: Path) -> None:
    one, other = folder / "v1/content/brief.pdf", folder / "v2/content/brief.pdf"
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def rewrite(folder: Path) -> None:
    """Change what an old inventory says, and its sidecar, as somebody would who means to."""
    path = folder / "v1/inventory.json"
    path.write_bytes(path.read_bytes().replace(b'"message": "First"', b'"message": "Worst"'))
    (folder / "v1/inventory.json.sha512").write_bytes(write_sidecar(path))


def write_sidecar(path: Path) -> bytes:
    from report.archiving.inventory import sidecar_of

    return sidecar_of(path.read_bytes())


DAMAGES = {
    "a bit": (lambda folder: flip(folder / "v1/content/brief.pdf"), [("A201", "v1/content/brief.pdf")]),
    "the end of a file": (
        lambda folder: os.truncate(folder / "v1/content/source/brief/10-a.md", 2),
        [("A201", "v1/content/source/brief/10-a.md")],
    ),
    "a file": (lambda folder: (folder / "v2/content/brief.pdf").unlink(), [("A202", "v2/content/brief.pdf")]),
    "a file too many": (lambda folder: (folder / "v2/content/x").write_text(""), [("A203", "v2/content/x")]),
    "two files' places": (swap, [("A201", "v1/content/brief.pdf"), ("A201", "v2/content/brief.pdf")]),
    "the inventory": (lambda folder: flip(folder / "inventory.json"), [("A204", "inventory.json")]),
    "the sidecar": (lambda folder: flip(folder / "inventory.json.sha512"), [("A204", "inventory.json")]),
    "an old inventory": (lambda folder: flip(folder / "v1/inventory.json"), [("A204", "v1/inventory.json")]),
    "an old sidecar": (
        lambda folder: (folder / "v1/inventory.json.sha512").unlink(),
        [("A204", "v1/inventory.json")],
    ),
    "the declaration": (lambda folder: (folder / "0=ocfl_object_1.1").unlink(), [("A206", "0=ocfl_object_1.1")]),
    "an inventory for good": (rewrite, [("A205", "v1/inventory.json")]),
}
REPAIRED = set(DAMAGES) - {"a file too many", "an inventory for good"}


@pytest.mark.parametrize("what", DAMAGES)
def test_damage_is_found_at_its_place_and_repaired_from_a_copy(two, what, tmp_path):
    damage, expected = DAMAGES[what]
    shutil.copytree(two.path, tmp_path / "copy")
    before = tree(two.path)
    damage(two.folder(NAME))
    found = codes(two)
    assert [pair for pair in expected if pair not in found] == []
    assert {path for _, path in found} <= {path for _, path in expected} | {"inventory.json", ""}
    if what in REPAIRED:
        copy = open_root(tmp_path / "copy")
        left = [str(one) for audit in run_audits(two, Plan(NOW, copy=copy)) for one in audit.findings]
        assert left == []
        assert tree(two.path) == before


def test_a_writer_does_not_build_on_damage(two):
    flip(two.folder(NAME) / "inventory.json")
    with pytest.raises(DamagedError):
        commit(two, NAME, FIRST, note())


def test_nothing_is_repaired_from_a_copy_that_is_damaged_itself(two, tmp_path):
    flip(two.folder(NAME) / "v1/content/brief.pdf")
    shutil.copytree(two.path, tmp_path / "copy")
    before = tree(two.path)
    left = [
        one.code for audit in run_audits(two, Plan(NOW, copy=open_root(tmp_path / "copy"))) for one in audit.findings
    ]
    assert left == ["A201"]
    assert tree(two.path) == before


def test_what_lies_between_objects_is_told(two):
    (two.path / "abc").mkdir()
    (two.path / "abd").mkdir()
    (two.path / "abd/notes.txt").write_text("x")
    found = [(one.code, there(one.location).path) for audit in run_audits(two, Plan(NOW)) for one in audit.findings]
    assert found == [("A206", "abc"), ("A203", "abd/notes.txt")]


@pytest.mark.slow
def test_samples_of_twenty_days_have_read_every_file(root):
    commit(root, NAME, {str(number): str(number).encode() for number in range(200)}, note())
    read = []
    for day in range(1, 21):
        plan = Plan(datetime(2026, 11, day, tzinfo=UTC), 0.05)
        read.append(sum(audit.files for audit in run_audits(root, plan)))
    assert sum(read) == 200
    assert max(read) < 40


def test_an_audit_goes_on_where_it_was_cut_off(root):
    for number in range(5):
        commit(root, f"urn:report:r{number}", FIRST, note())
    run = run_audits(root, Plan(NOW))
    begun = [next(run).identifier for _ in range(2)]
    assert isinstance(run, Generator)
    run.close()
    rest = [audit.identifier for audit in run_audits(root, Plan(NOW, resumed=True)) if audit.identifier]
    assert len(rest) == 3
    assert set(begun) | set(rest) == {f"urn:report:r{number}" for number in range(5)}
    lines = root.log.read_text().splitlines()
    assert [line.split('"event": "')[1].split('"')[0] for line in lines] == [
        "begin",
        "audited",
        "audited",
        "begin",
        "audited",
        "audited",
        "audited",
        "end",
    ]
    assert len([audit for audit in run_audits(root, Plan(NOW, resumed=True)) if audit.identifier]) == 5
