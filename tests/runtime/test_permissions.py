"""What is written, where, and with which permissions: by the umask, in the project, and by whoever has no right to it."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest

from report.archiving.commit import Note, commit
from report.archiving.places import archive_of
from report.archiving.root import make_root
from report.importers.importing import ImportWishes, write_imported
from report.importers.new_report import Beginning, start_report
from report.model.errors import BuildError, UsageError
from report.pipeline.proof import check_sources
from report.read.project import Project
from report.runtime.drafts import machine
from report.runtime.files import write_file
from report.themes.new_theme import start_theme
from tests.common import HEAD, ROOT, TEXT

NOBODY = 65534
DEAD = 2**22 + 1  # no process has a number beyond 2**22
NOTE = Note("First", "Ann", "2025-07-14T00:00:00Z")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    folder = tmp_path / "project/sources/one"
    folder.mkdir(parents=True)
    (folder / "report.yaml").write_text(HEAD)
    (folder / "10-text.md").write_text(TEXT)
    return Project(tmp_path / "project")


@pytest.fixture(params=[0o077, 0o027, 0o002])
def umask(request):
    """Set the umask, as a shell does before a command."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def modes(folder: Path) -> set[tuple[bool, int]]:
    """Return the permissions below a folder: whether it is a folder, and its bits."""
    return {(path.is_dir(), stat.S_IMODE(path.lstat().st_mode)) for path in folder.rglob("*")}


def by(umask: int) -> set[tuple[bool, int]]:
    return {(True, 0o777 & ~umask), (False, 0o666 & ~umask)}


# --- the umask


def test_a_file_and_its_folder_are_written_with_the_umask(tmp_path, umask):
    write_file(tmp_path / "out/one/one.pdf", b"1")
    write_file(tmp_path / "out/one/one.pdf", b"2")
    assert modes(tmp_path / "out") == by(umask)


def test_an_archive_is_written_with_the_umask(tmp_path, umask):
    root = make_root(tmp_path / "new/archive")
    for number in (1, 2):
        commit(root, "urn:report:one", {"one.txt": b"%d" % number, "source/one/report.yaml": b"1"}, NOTE)
    assert modes(root.path) == by(umask)


def test_what_is_imported_and_started_is_written_with_the_umask(tmp_path, umask):
    (tmp_path / "sources").mkdir()
    (tmp_path / "given.md").write_text("# A title\n\nText.\n")
    write_imported(Project(tmp_path), [tmp_path / "given.md"], ImportWishes("given", today=date(2025, 7, 14)))
    start_report(tmp_path, Beginning("started"))
    start_theme(tmp_path, "house", "briefing")
    for name in ("sources/given", "sources/started", "styles"):
        assert modes(tmp_path / name) <= by(umask)


# --- what a kill has left


def test_what_a_killed_build_has_half_written_is_removed_by_the_next(tmp_path):
    left = [tmp_path / f".report-{machine()}-{process}-{begun}-{'0' * 8}" for process, begun in ((DEAD, 2**33), (1, 0))]
    kept = [tmp_path / f".report-{machine()}-{os.getpid()}-{2**33}-1", tmp_path / ".report-of-mine"]
    for path in (*left, *kept):
        path.write_bytes(b"half")
    write_file(tmp_path / "one.pdf", b"whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*(path.name for path in kept), "one.pdf"])


def test_what_a_killed_import_has_left_is_removed_by_the_next(project):
    sources, mine = project.sources, os.getpid()
    names = {f".import-{machine()}-{process}-{2**33}-x": process == mine for process in (DEAD, mine)}
    for name in names:
        (sources / name / "figures").mkdir(parents=True)
    (sources / ".import-by-hand").mkdir()
    (project.root / "given.md").write_text("# A title\n\nText.\n")
    write_imported(project, [project.root / "given.md"], ImportWishes("given"))
    left = {path.name for path in sources.iterdir() if path.name.startswith(".")}
    assert left == {".import-by-hand", *(name for name, stays in names.items() if stays)}


def test_what_is_left_is_removed_without_following_links(tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/file").write_text("1")
    (tmp_path / "out").mkdir()
    (tmp_path / f"out/.report-{machine()}-{DEAD}-{2**33}-0").symlink_to(tmp_path / "outside")
    write_file(tmp_path / "out/one.pdf", b"1")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["one.pdf"]
    assert (tmp_path / "outside/file").is_file()


# --- where the archive may be


@pytest.mark.parametrize("name", ["/tmp/elsewhere", "../elsewhere", "kept/../../elsewhere", "link", "link/below"])
def test_a_report_does_not_name_an_archive_outside_of_the_project(project, tmp_path, name):
    (tmp_path / "elsewhere").mkdir()
    (project.root / "link").symlink_to(tmp_path / "elsewhere")
    (project.sources / "one/report.yaml").write_text(f"{HEAD}archive: {name}\n")
    with pytest.raises(BuildError) as caught:
        archive_of(project, "one")
    (finding,) = caught.value.findings
    assert str(finding).startswith(
        f'sources/one/report.yaml:4:1: error S104: archive: "{name}" leads out of the project'
    )
    assert "--store" in finding.help
    assert finding in check_sources(project, project.report("one"))


def test_the_house_names_an_archive_anywhere(project, tmp_path):
    (project.sources / "defaults.yaml").write_text(f"archive: {tmp_path}/elsewhere\n")
    assert archive_of(project, "one") == archive_of(project) == tmp_path / "elsewhere"
    assert not [one for one in check_sources(project, project.report("one")) if one.code == "S104"]


def test_a_report_names_an_archive_within_the_project(project):
    (project.sources / "one/report.yaml").write_text(f"{HEAD}archive: kept/for ever\n")
    assert archive_of(project, "one") == project.root / "kept/for ever"


def test_the_usual_archive_is_no_link_that_leads_out(project, tmp_path):
    assert archive_of(project, "one") == project.root / "archive"
    (project.root / "archive").symlink_to(tmp_path)
    with pytest.raises(UsageError, match=r"a link that leads out of the project") as caught:
        archive_of(project, "one")
    assert "sources/defaults.yaml, or with --store" in caught.value.help


# --- without rights


def interpreter() -> str:
    """Find a Python of this version that anybody may run: that of the tests may be root's own."""
    for path in (sys.executable, f"/usr/bin/python3.{sys.version_info[1]}"):
        if (
            os.geteuid() != 0
            or subprocess.run([*UNPRIVILEGED, path, "-c", ""], check=False, capture_output=True).returncode == 0
        ):
            return path
    pytest.skip("no Python here can be run by anybody but root")


UNPRIVILEGED = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


class Stranger:
    """Runs commands as one who may read the project and the archive, and write to neither."""

    def __init__(self, project: Project, home: Path) -> None:
        self._project, self.home = project, home

    def run(self, *words: str) -> tuple[int, str]:
        packages = [path for path in sys.path if path.endswith("site-packages")]
        settings = {"HOME": str(self.home), "TMPDIR": str(self.home), "REPORT_CACHE": str(self.home / "cache")}
        settings |= {"PYTHONPATH": os.pathsep.join([str(ROOT), *packages]), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [interpreter(), "-m", "report", *words]
        if os.geteuid() == 0:
            command = [*UNPRIVILEGED, *command]
        env = {**os.environ, **settings}
        done = subprocess.run(command, cwd=self._project.root, env=env, capture_output=True, text=True, check=False)
        said = done.stdout + done.stderr
        assert "Traceback" not in said
        assert "should not have" not in said
        return done.returncode, said


@pytest.fixture
def stranger(project):
    """Let the project and an archive be read, and not be written to; the folder of the stranger is elsewhere."""
    if os.geteuid() == 0 and not shutil.which("setpriv"):
        pytest.skip("setpriv is not here, and root may write everywhere")
    commit(make_root(project.root / "archive"), "urn:report:one", {"one.txt": b"1"}, NOTE)
    for path in (project.root, *project.root.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for path in project.root.parents:  # pytest's own are for one user alone
        path.chmod(path.stat().st_mode | 0o055)
        if path.name.startswith("pytest-of-"):
            break
    with tempfile.TemporaryDirectory() as home:
        os.chown(home, NOBODY if os.geteuid() == 0 else -1, -1)
        yield Stranger(project, Path(home))
    for path in (project.root, *project.root.rglob("*")):
        path.chmod(0o755)


READING = [["check"], ["list"], ["verify"], ["verify", "one"], ["build", "--to", "html", "--out", "{home}/out"]]
WRITING = {
    "build": (["build", "--to", "html"], "cannot be written: Permission denied", "--out"),
    "import": (["import", "sources/one/10-text.md", "--slug", "two"], "cannot be written to: Permission denied", ""),
    "new": (["new", "two"], "cannot be written: Permission denied", "let sources/ be a folder that can be written"),
    "theme": (["theme", "new", "two"], "cannot be written: Permission denied", "let styles/ be a folder"),
}


@pytest.mark.slow
@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_project_that_can_only_be_read_is_worked_with(stranger, words):
    assert stranger.run(*(word.format(home=stranger.home) for word in words))[0] == 0


@pytest.mark.slow
@pytest.mark.parametrize(("words", "what", "help"), WRITING.values(), ids=WRITING)
def test_what_cannot_be_written_is_told_with_the_way_out(stranger, words, what, help):
    status, said = stranger.run(*words)
    assert status == 3
    assert what in said
    assert f"help: {help}" in said or help in said


MAKING = [
    (["build"], "build/one"),
    (["build", "--out", "sources"], "sources/one"),
    (["build", "--out", "sources/elsewhere"], "sources/elsewhere/one"),
    (["print", "one", "--shop"], "build/one/print"),
    (["archive", "one"], "build/one"),
]


@pytest.mark.parametrize(("words", "folder"), MAKING, ids=[" ".join(words) for words, _ in MAKING])
def test_a_folder_that_is_closed_is_told_before_anything_is_read(stranger, project, words, folder):
    status, said = stranger.run(*words)
    told = f"error: {project.root / folder} cannot be written: Permission denied\n    help: choose another folder with --out"
    assert (status, said.strip()) == (3, told)


def test_the_folder_of_one_report_that_is_closed_is_told_as_well(stranger, project):
    folder = project.root / "build/one"
    project.root.chmod(0o755)
    folder.mkdir(parents=True)
    project.root.chmod(0o555)
    folder.parent.chmod(0o777)
    folder.chmod(0o555)
    status, said = stranger.run("build")
    assert (status, said.partition("\n")[0]) == (3, f"error: {folder} cannot be written: Permission denied")


@pytest.mark.parametrize("place", ["build", "build/one"])
def test_what_stands_in_the_place_of_the_folder_is_told_before_anything_is_read(project, place):
    stands = project.root / place
    stands.parent.mkdir(exist_ok=True)
    stands.write_text("a file")
    command = [sys.executable, "-m", "report", "build"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=project.root, env=env, capture_output=True, text=True, check=False)
    told = f"error: {project.root}/build/one cannot be written: {stands} is not a folder\n"
    assert (done.returncode, done.stderr.partition("    help")[0], done.stdout) == (3, told, "")


@pytest.mark.slow
def test_what_cannot_be_read_is_told(stranger, project):
    (project.sources / "one/10-text.md").chmod(0)
    status, said = stranger.run("check")
    assert status == 1
    assert "10-text.md: error S106: cannot be read: Permission denied" in said


def test_a_folder_that_is_gone_is_named(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    words = [
        sys.executable,
        "-c",
        f"import os; os.rmdir({str(gone)!r}); from report.cli.main import main; main()",
        "check",
    ]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, cwd=gone, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert "the folder that this is run in is not there any more" in done.stderr
