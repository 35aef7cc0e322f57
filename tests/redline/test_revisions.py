"""Revisions of git: what a repository says of itself runs nothing, fetches nothing, and leads nowhere."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from report.model.errors import BuildError
from report.read.project import Project
from report.redline.revisions import checkout

HEAD = "title: A\ndate: 2025-07-14\nlang: en\n"


def git(folder: Path, *words: str, given: bytes = b"") -> str:
    names = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    settings = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", *names, *words], cwd=folder, env=settings, input=given, check=True, capture_output=True
    )
    return done.stdout.decode().strip()


@pytest.fixture
def stranger(tmp_path):
    """A repository from elsewhere, with a report; `PWNED` beside it would be the work of a program that it names."""
    root = tmp_path / "stranger"
    (root / "sources/brief").mkdir(parents=True)
    (root / "sources/brief/report.yaml").write_text(HEAD)
    (root / "sources/brief/10-a.md").write_text("# A\n\nText.\n")
    git(tmp_path, "init", "-q", str(root))
    git(root, "add", ".")
    git(root, "commit", "-qm", "First")
    return root


def commit(root: Path) -> None:
    git(root, "add", ".")
    git(root, "commit", "-qm", "Next")


def check_out(root: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    checkout(Project(root.resolve()), "brief", "HEAD", folder)
    return folder / "sources/brief"


def touches(tmp_path: Path) -> str:
    return f"sh -c 'touch {tmp_path}/PWNED; cat'"


def test_a_filter_that_a_repository_names_is_not_run(stranger, tmp_path):
    (stranger / "sources/brief/.gitattributes").write_text("*.md filter=theirs\n")
    commit(stranger)
    git(stranger, "config", "filter.theirs.smudge", touches(tmp_path))
    assert (check_out(stranger, tmp_path) / "10-a.md").read_text() == "# A\n\nText.\n"
    assert not (tmp_path / "PWNED").exists()


@pytest.mark.parametrize("key", ["core.fsmonitor", "core.pager", "core.sshCommand", "tar.tar.command", "diff.external"])
def test_a_program_that_a_repository_names_is_not_run(stranger, tmp_path, key):
    git(stranger, "config", key, touches(tmp_path))
    check_out(stranger, tmp_path)
    assert not (tmp_path / "PWNED").exists()


def test_what_is_missing_is_not_fetched(stranger, tmp_path):
    content = git(stranger, "rev-parse", "HEAD:sources/brief/10-a.md")
    (stranger / ".git/objects" / content[:2] / content[2:]).unlink()
    settings = {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": "ssh://nowhere.invalid/x",
        "core.sshCommand": touches(tmp_path),
    }
    for key, value in settings.items():
        git(stranger, "config", key, value)
    with pytest.raises(BuildError, match=r'git cannot give (sources/brief/10-a.md of )?revision "HEAD"'):
        check_out(stranger, tmp_path)
    assert not (tmp_path / "PWNED").exists()


@pytest.mark.parametrize("target", ["/etc/hostname", "../../../outside.md", "../../.."])
def test_a_link_that_leads_out_is_refused(stranger, tmp_path, target):
    (stranger / "sources/brief/20-b.md").symlink_to(target)
    commit(stranger)
    with pytest.raises(BuildError, match=r"is not to be trusted: sources/brief/20-b\.md leads out of its folder"):
        check_out(stranger, tmp_path)


def test_a_link_within_stays_a_link(stranger, tmp_path):
    (stranger / "sources/brief/20-b.md").symlink_to("10-a.md")
    commit(stranger)
    assert (check_out(stranger, tmp_path) / "20-b.md").readlink() == Path("10-a.md")


@pytest.mark.parametrize("name", ["..", "../../../../outside.md"])
def test_a_tree_with_a_name_that_leads_out_is_refused(stranger, tmp_path, name):
    text = git(stranger, "hash-object", "-w", "--stdin", given=b"# Evil\n")
    inner = bytes.fromhex(text)
    raw = f"100644 {name}".encode() + b"\0" + inner
    tree = git(stranger, "hash-object", "-t", "tree", "-w", "--literally", "--stdin", given=raw)
    files = git(stranger, "ls-tree", "HEAD:sources/brief")
    brief = git(stranger, "mktree", given=f"{files}\n040000 tree {tree}\tdeep\n".encode())
    sources = git(stranger, "mktree", given=f"040000 tree {brief}\tbrief\n".encode())
    top = git(stranger, "mktree", given=f"040000 tree {sources}\tsources\n".encode())
    git(stranger, "update-ref", "HEAD", git(stranger, "commit-tree", top, "-m", "Crafted"))
    with pytest.raises(BuildError, match=r"not to be trusted|cannot be unpacked|cannot give"):
        check_out(stranger, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "stranger"]


def test_a_picture_that_git_lfs_keeps_is_named(stranger, tmp_path):
    (stranger / "sources/brief/map.png").write_text(
        "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    )
    commit(stranger)
    with pytest.raises(BuildError, match=r"map\.png in revision .* is kept by Git LFS"):
        check_out(stranger, tmp_path)


def test_another_repository_within_is_left_out(stranger, tmp_path):
    head = git(stranger, "rev-parse", "HEAD")
    git(stranger, "update-index", "--add", "--cacheinfo", f"160000,{head},sources/brief/module")
    git(stranger, "commit", "-qm", "Module")
    assert sorted(path.name for path in check_out(stranger, tmp_path).iterdir()) == ["10-a.md", "report.yaml"]
