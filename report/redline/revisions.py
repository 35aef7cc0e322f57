"""Revisions: a report as git has kept it, read without touching the work tree.

The repository may be a stranger's, and what its own configuration says is none of this program's business: git is asked
for names and contents alone (`ls-tree`, `cat-file`), which run no filter, hook or pager, and every way to fetch what is
missing from elsewhere is barred. `git archive` would run the filters that a repository names.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from report.model.errors import BuildError, ToolMissing, UsageError
from report.read.project import BRAND, DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from report.read.project import Project

SECONDS = 60
LARGEST = 512 << 20  # bytes of all files together
SOURCES, THEMES = "sources", "styles"
LINK, MODULE = "120000", "160000"  # modes of a tree's entries: a symbolic link, another repository
FSCK = "run `git fsck`"
POINTER = b"version https://git-lfs.github.com/spec/"  # how a file begins whose content Git LFS keeps elsewhere
OFFLINE = {  # a repository with a promisor would have git fetch what is missing, by a program of the repository's choice
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
}


@dataclass(frozen=True, slots=True)
class _TreeEntry:
    """A file of a revision: its mode as git writes it, the identifier of its content, its size in bytes, its path."""

    mode: str
    content: str
    size: int
    path: str


def checkout(project: Project, slug: str, revision: str, folder: Path) -> None:
    """Write a report of a revision, and what it shares with others, into a folder.

    Raise `UsageError` where there is no such revision, or no such report in it, `BuildError` where it cannot be had.
    """
    commit = _git(project, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        help = "name a tag, a branch, a commit, or HEAD~1; `git log --oneline` lists them"
        raise UsageError(f'git knows no revision "{revision}" in {project.root.name}/', help)
    at = commit.decode().strip()
    listed = _git(project, "ls-tree", "--name-only", at, f"{SOURCES}/", THEMES) or b""
    names = listed.decode().splitlines()
    own = [name for name in names if name in {f"{SOURCES}/{slug}", f"{SOURCES}/{slug}.md"}]
    if not own:
        raise UsageError(f'there is no report "{slug}" in revision "{revision}"', f"`git ls-tree {revision} sources/`")
    shared = [
        name for name in names if name.startswith((f"{SOURCES}/_", f"{SOURCES}/{DEFAULTS}", f"{SOURCES}/{BRAND}"))
    ]
    wanted = [*own, *shared, *(name for name in names if name == THEMES)]
    rows = _git(project, "ls-tree", "-r", "-z", "--long", at, "--", *wanted)
    if rows is None:
        raise BuildError(f'git cannot give revision "{revision}"', FSCK)
    entries = [entry for entry in _entries(rows) if entry.mode != MODULE]
    size = sum(entry.size for entry in entries)
    if size > LARGEST:
        help = "check it out, make its pictures smaller, and name its folder"
        raise BuildError(f'revision "{revision}" is too large: {size >> 20} MB', help)
    try:
        for entry, data in zip(entries, _contents(project, entries, revision), strict=True):
            _write(folder, entry, data, revision)
    except OSError as error:
        raise BuildError(f'revision "{revision}" cannot be unpacked: {error}', FSCK) from error


def _entries(rows: bytes) -> Iterator[_TreeEntry]:
    """Read what `git ls-tree -z --long` prints: mode, kind, identifier and size, a tab, and the path as it is."""
    for row in rows.split(b"\0")[:-1]:
        facts, _, path = row.partition(b"\t")
        mode, _, content, size = facts.decode().split()
        yield _TreeEntry(mode, content, int(size) if size.isdecimal() else 0, os.fsdecode(path))


def _contents(project: Project, entries: Sequence[_TreeEntry], revision: str) -> Iterator[bytes]:
    """Read the contents of entries, in their order, as git has them: no filter and no change of line ends."""
    asked = "".join(f"{entry.content}\n" for entry in entries).encode()
    answer = _git(project, "cat-file", "--batch", given=asked) or b""
    at = 0
    for entry in entries:
        head, _, _ = answer[at : at + 200].partition(b"\n")
        begin = at + len(head) + 1
        if head != f"{entry.content} blob {entry.size}".encode() or len(answer) < begin + entry.size:
            raise BuildError(f'git cannot give {entry.path} of revision "{revision}"', FSCK)
        yield answer[begin : begin + entry.size]
        at = begin + entry.size + 1


def _write(folder: Path, entry: _TreeEntry, data: bytes, revision: str) -> None:
    """Write one file; a link stays a link, and leads no further than the folder."""
    path = folder / entry.path
    base = folder.resolve()
    reached = path.parent / os.fsdecode(data) if entry.mode == LINK else path
    if not (_within(path, base) and _within(reached, base)):
        message = f'revision "{revision}" is not to be trusted: {entry.path} leads out of its folder'
        raise BuildError(message, "take it out, or name another revision")
    if data.startswith(POINTER):
        message = f'the content of {entry.path} in revision "{revision}" is kept by Git LFS'
        raise BuildError(message, "check the revision out, and name its folder")
    path.parent.mkdir(parents=True, exist_ok=True)
    if entry.mode == LINK:
        path.symlink_to(os.fsdecode(data))
    else:
        path.write_bytes(data)


def _within(path: Path, base: Path) -> bool:
    """Tell whether a path stays below a folder, by its words and by the links that are there already."""
    return Path(os.path.normpath(path)).is_relative_to(base) and path.resolve().is_relative_to(base)


def _git(project: Project, *words: str, given: bytes = b"") -> bytes | None:
    """Ask git, which is `given` some bytes to read; None where it refuses."""
    try:
        done = subprocess.run(
            ["git", *_settings(), *words],
            cwd=project.root,
            env=os.environ | OFFLINE,
            input=given,
            capture_output=True,
            check=False,
            timeout=SECONDS,
        )
    except FileNotFoundError as error:
        raise ToolMissing("git is not installed", "install git, or name two folders") from error
    except subprocess.TimeoutExpired as error:
        raise BuildError(f"git has not answered for {SECONDS} s", "try `git status`") from error
    return done.stdout if done.returncode == 0 else None


def _settings() -> Iterable[str]:
    """Overrule what a repository's configuration could have git run."""
    for key, value in (("core.fsmonitor", "false"), ("core.hooksPath", os.devnull), ("protocol.allow", "never")):
        yield from ("-c", f"{key}={value}")
