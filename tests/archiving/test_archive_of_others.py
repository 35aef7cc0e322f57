"""An archive may be anybody's: one odd object is told and the others are audited, and nothing outside is touched."""

from __future__ import annotations

import copy
import json
import os
import random
import shutil
import subprocess
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from report.archiving.commit import Note, commit
from report.archiving.inventory import DamagedError, read_inventory, sidecar_of
from report.archiving.record import Record, read_record, write_version_record
from report.archiving.root import StorageRoot, make_root, open_root
from report.cli.main import cli
from report.model.errors import ReportError
from tests.common import there

NOTE = Note("First", "The desk", "2026-11-01T12:00:00Z", "mailto:desk@example.org")
BRIEF, OTHER = "urn:report:brief", "urn:report:other"
FACTS = {
    "report": "brief",
    "title": "T",
    "date": "2026-11-01",
    "version": "1",
    "identifier": "urn:x",
    "status": "final",
}
COMMANDS = (
    ("verify", "brief"),
    ("history",),
    ("history", "brief"),
    ("show", "brief"),
    ("extract", "brief", "--to", "out"),
    ("rebuild", "brief"),
    ("diff", "brief@v1", "brief@v2"),
    ("withdraw", "brief", "v1", "-m", "Wrong"),
)


def fill(root: StorageRoot, identifier: str, versions: int = 2) -> None:
    for number in range(1, versions + 1):
        record = write_version_record(Record(number, {**FACTS, "version": str(number)}))
        files = {"brief.pdf": b"%%PDF %d" % number, "source/brief/10-a.md": b"# A\n", "metadata/record.json": record}
        commit(root, identifier, files, NOTE)


@pytest.fixture
def store(tmp_path, monkeypatch) -> StorageRoot:
    """An archive of two reports, of two versions each."""
    root = make_root(tmp_path / "archive")
    fill(root, BRIEF)
    fill(root, OTHER)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REPORT_ARCHIVE", str(root.path))
    return root


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, arguments)
    if isinstance(done.exception, ReportError):
        assert done.exception.help
        return done.exception.status, done.exception.message
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    return done.exit_code, done.output


def assert_told(store: StorageRoot) -> None:
    """Make sure that the audit tells of one object and has audited the other, and that every command ends well."""
    status, told = run("verify")
    assert status == 1
    assert "Verified  urn:report:other" in told
    assert f"{store.folder(BRIEF).relative_to(store.path)}" in told
    for command in COMMANDS:
        assert run(*command)[0] in range(4), command
        shutil.rmtree("out", ignore_errors=True)
    assert run("show", "other")[0] == 0
    fill(store, OTHER, 1)
    assert "Verified  urn:report:other" in run("verify")[1]


def in_place_of(path: Path, kind: str) -> None:
    """Put something else in the place of a file or a folder."""
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "file":
        path.write_text("x")
    elif kind == "loop":
        path.symlink_to(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")


ODD = {
    "an empty v9": lambda folder: (folder / "v9").mkdir(),
    "an empty v3": lambda folder: (folder / "v3").mkdir(),
    "v01": lambda folder: (folder / "v01").mkdir(),
    "a very high version": lambda folder: (folder / "v99999999999999999999").mkdir(),
    "a file v3": lambda folder: (folder / "v3").write_text("x"),
    "v2 again as v3": lambda folder: shutil.copytree(folder / "v2", folder / "v3"),
    "nothing in it": lambda folder: [do() for do in (partial(shutil.rmtree, folder), folder.mkdir)],
    "a pipe in it": lambda folder: os.mkfifo(folder / "v1/p"),
    "a loop in it": lambda folder: (folder / "v1/l").symlink_to(folder / "v1"),
    "a name of no language": lambda folder: Path(os.fsdecode(os.fsencode(folder) + b"/v1/\xff\x1b[2J")).touch(),
    "a link in its place": lambda folder: (
        shutil.move(folder, folder.parents[4] / "away"),
        folder.symlink_to(folder.parents[4] / "away"),
    ),
}
FILES = ("inventory.json", "inventory.json.sha512", "0=ocfl_object_1.1", "v1/inventory.json", "v2/inventory.json", "v1/content/brief.pdf")  # fmt: skip


@pytest.mark.parametrize("what", ODD)
def test_one_odd_object_is_told_and_the_audit_goes_on(what, store):
    ODD[what](store.folder(BRIEF))
    assert_told(store)


@pytest.mark.parametrize("kind", ["file", "pipe", "loop"])
def test_what_stands_in_the_place_of_an_object_is_told(kind, store):
    in_place_of(store.folder(BRIEF), kind)
    assert_told(store)


@pytest.mark.parametrize("kind", ["none", "pipe", "folder", "loop", "device"])
@pytest.mark.parametrize("file", FILES)
def test_what_stands_in_the_place_of_a_file_is_told_and_never_waited_for(file, kind, store):
    in_place_of(store.folder(BRIEF) / file, kind)
    assert_told(store)


@pytest.fixture
def deep(store):
    """Folders within folders in an object, more than a path can name; Python's own way to remove them is recursive."""
    before, top = Path.cwd(), store.folder(BRIEF) / "v1"
    os.chdir(top)
    for _ in range(2100):
        Path("a").mkdir()
        os.chdir("a")
    os.chdir(before)
    yield
    subprocess.run(["rm", "-rf", top / "a"], check=True)


@pytest.mark.slow
@pytest.mark.usefixtures("deep")
def test_folders_within_folders_without_end_are_told():
    status, told = run("verify")
    assert (status, "Verified  urn:report:other" in told) == (1, True)
    assert "the folder cannot be read: File name too long" in told


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("place", ["", "v1", "inventory.json"])
def test_what_may_not_be_read_is_told(place, store):
    path = store.folder(BRIEF) / place
    path.chmod(0)
    try:
        assert_told(store)
    finally:
        path.chmod(0o755)


# --- inventories

Place = tuple[int | str, ...]
VALUES: list[object] = [None, True, 0, -1, 1.5, "", "x\0", "../../../../up", "/etc/x", "v9", [], {}, [[]], {"a": 1}, "9" * 300, [None]]  # fmt: skip


def places(value: object, path: Place = ()) -> list[Place]:
    """Return the way to each value within a value of JSON."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, part in inner for place in places(part, (*path, key)))]


def put(value: Any, path: Place, new: object) -> object:
    if not path:
        return new
    changed = copy.deepcopy(value)
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = new
    return changed


def test_an_inventory_with_any_value_of_another_type_is_damaged_or_sound(store):
    good = json.loads((store.folder(BRIEF) / "inventory.json").read_bytes())
    read = refused = 0
    for path in places(good):
        for new in VALUES:
            try:
                read_inventory(json.dumps(put(good, path, new)).encode(), None, "here")
                read += 1
            except DamagedError:
                refused += 1
    assert refused > 5 * read  # a note, a name or an address may be any text


@pytest.mark.parametrize(
    ("path", "new"),
    [
        (("id",), None),
        (("id",), "urn:report:other"),
        (("manifest",), []),
        (("versions", "v1", "state"), [1]),
        (("versions", "v1"), None),
        (("versions", "v1", "user"), None),
        (("versions", "v1", "created"), 7),
        (("head",), "v" + "9" * 30),
    ],
    ids=str,
)
def test_an_object_with_an_odd_inventory_is_told_and_the_audit_goes_on(path, new, store):
    for folder in (store.folder(BRIEF), store.folder(BRIEF) / "v2"):
        write(folder, json.dumps(put(json.loads((folder / "inventory.json").read_bytes()), path, new)).encode())
    assert_told(store)


def write(folder: Path, data: bytes) -> None:
    (folder / "inventory.json").write_bytes(data)
    (folder / "inventory.json.sha512").write_bytes(sidecar_of(data))


@pytest.mark.parametrize(
    "name", ["../../evil", "/proc/evil", "a/../../evil", "a\0b", "C:/evil", "..\\evil", ".git/config"]
)
@pytest.mark.parametrize("where", ["state", "manifest"])
def test_no_inventory_names_a_file_outside(where, name, store):
    folder = store.folder(BRIEF)
    good = json.loads((folder / "inventory.json").read_bytes())
    digest = next(iter(good["versions"]["v2"]["state"]))
    place = ("versions", "v2", "state", digest, 0) if where == "state" else ("manifest", digest, 0)
    for at in (folder, folder / "v2"):
        write(at, json.dumps(put(good, place, name)).encode())
    before = sorted(path.name for path in Path.cwd().iterdir())
    status, told = run("extract", "brief", "v2", "--to", "out")
    assert (status, "contradicts itself: it names the file" in told) == (1, True)
    assert sorted(path.name for path in Path.cwd().iterdir()) == before


@pytest.mark.parametrize("seed", range(40))
def test_a_mutated_inventory_is_told_and_the_audit_goes_on(seed, store):
    chance, folder = random.Random(seed), store.folder(BRIEF)
    data = bytearray((folder / "inventory.json").read_bytes())
    for _ in range(chance.randrange(1, 5)):
        place = chance.randrange(len(data))
        data[place : place + chance.randrange(9)] = chance.choice(
            [b"[", b"{", b'"', b"null", b"\\ud800", b"0", b"\xff"]
        )
    write(folder, bytes(data))
    status, told = run("verify")
    assert (status, "Verified  urn:report:other" in told) == (1, True)


# --- records

ODD_RECORDS = {
    "nothing": b"",
    "null": b"null",
    "a list": b"[]",
    "brackets": b"[" * 100_000,
    "a number for a title": write_version_record(Record(3, {**FACTS, "title": 7})),
    "a list for a status": write_version_record(Record(3, {**FACTS, "status": ["x"]})),
    "authors without names": write_version_record(Record(3, {**FACTS, "authors": [{}]})),
    "no day": write_version_record(Record(3, {**FACTS, "date": "soon"})),
    "a day without hyphens": write_version_record(Record(3, {**FACTS, "date": "20261101"})),
    "signs that no text has": write_version_record(Record(3, {**FACTS, "title": "a\0\x1b[2Jb"})),
}


@pytest.mark.parametrize("what", ODD_RECORDS)
def test_an_odd_record_costs_its_report_alone(what, store):
    commit(store, BRIEF, {"brief.pdf": b"%PDF", "metadata/record.json": ODD_RECORDS[what]}, NOTE)
    status, told = run("history")
    if what == "signs that no text has":
        assert (status, "a\ufffd\ufffd[2Jb" in told) == (0, True)
    else:
        assert (status, told) == (1, "1 of the reports cannot be read")
        with pytest.raises(DamagedError, match="the record of a version cannot be read"):
            read_record(ODD_RECORDS[what])
    for command in COMMANDS:
        assert run(*command)[0] in range(4), command


def test_a_version_without_a_record_is_told(store):
    commit(store, BRIEF, {"brief.pdf": b"%PDF"}, NOTE)
    assert run("history") == (1, "1 of the reports cannot be read")
    status, told = run("show", "brief")
    assert (status, told.endswith("has no record of v3")) == (1, True)


# --- what else a storage root holds


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b'{"extension": ', b"[" * 100_000, b"\xff"], ids=len)
@pytest.mark.parametrize("name", ["ocfl_layout.json", "extensions/0003-hash-and-id-n-tuple-storage-layout/config.json"])
def test_a_root_that_is_damaged_is_one_error(name, body, store):
    (store.path / name).write_bytes(body)
    status, told = run("verify")
    assert (status, "cannot be read as an archive" in told) == (1, True)


def test_the_log_leads_to_no_other_file_and_is_not_waited_for(store, tmp_path):
    run("verify")
    store.log.unlink()
    store.log.symlink_to(tmp_path / "canary")
    assert run("verify")[0] == 0
    assert not (tmp_path / "canary").exists()
    store.log.unlink()
    os.mkfifo(store.log)
    assert run("verify", "--resume")[0] == 0


@pytest.mark.parametrize("line", ["[]", "null", '{"event": []}', '{"event": "audited"}', "[" * 100_000, '{"event": "end", "resumed": 1}'], ids=lambda line: line[:12])  # fmt: skip
def test_an_odd_line_of_the_log_is_passed_over(line, store):
    store.log.write_text(f"{line}\n")
    assert run("verify", "--resume")[0] == 0


@pytest.mark.parametrize("name", ["stage", "locks", ""])
def test_folders_of_ours_that_lead_elsewhere_are_refused(name, store, tmp_path):
    folder = (store.stage.parent / name) if name else store.stage.parent
    (tmp_path / "elsewhere").mkdir()
    shutil.rmtree(folder)
    folder.symlink_to(tmp_path / "elsewhere")
    status, told = run("verify")
    assert (status, "is a link" in told) == (3, True)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_nothing_outside_is_removed_for_what_a_note_of_a_place_says(store, tmp_path):
    (tmp_path / "outside/empty").mkdir(parents=True)
    for place in ("../outside/empty/x", str(tmp_path / "outside/empty/x"), "\0", "\udcff"):
        (store.stage / "00000000-1-1-x.place").write_bytes(place.encode("utf-8", "surrogateescape"))
        assert run("verify")[0] == 0
        assert (tmp_path / "outside/empty").is_dir()
        assert list(store.stage.iterdir()) == []


def test_a_lock_that_is_a_pipe_or_a_link_is_not_waited_for(store, tmp_path):
    run("verify")
    for lock in list(store.locks.iterdir()):
        lock.unlink()
        os.mkfifo(lock)
    assert run("verify")[0] == 0
    for lock in list(store.locks.iterdir()):
        lock.unlink()
        lock.symlink_to(tmp_path / "canary")
    assert run("verify")[0] == 0
    assert not (tmp_path / "canary").exists()


def test_files_of_an_object_that_are_links_are_not_written_through(store, tmp_path):
    shutil.copytree(store.path, tmp_path / "copy")
    folder = store.folder(BRIEF)
    shutil.rmtree(folder / "v2/content")
    (tmp_path / "elsewhere").mkdir()
    (folder / "v2/content").symlink_to(tmp_path / "elsewhere")
    assert run("verify", "--repair-from", "copy")[0] == 1
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert there(open_root(store.path).inventory(OTHER)).head == 2
