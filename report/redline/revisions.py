"""Revisions: a report as git has kept it, read without touching the work tree."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from functools import cache
from typing import TYPE_CHECKING

from report.errors import BuildError, ToolMissing, UsageError
from report.project import BRAND, DEFAULTS

if TYPE_CHECKING:
    from pathlib import Path

    from report.project import Project

SECONDS = 60
LARGEST = 512 << 20  # bytes of a report with what it shares
QUIET = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
TRUSTED = {b"system", b"global", b"command"}  # whose settings are the user's own: a project may be anybody's
SOURCES, THEMES = "sources", "styles"


def checkout(project: Project, slug: str, revision: str, folder: Path) -> None:
    """Write a report of a revision, and what it shares with others, into a folder.

    Raise `UsageError` where there is no such revision, or no such report in it.
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
    rows = [line.split() for line in (_git(project, "ls-tree", "-r", "-l", at, "--", *wanted) or b"").splitlines()]
    size = sum(int(row[3]) for row in rows if row[1] == b"blob")
    if size > LARGEST:
        raise BuildError(f'revision "{revision}" is too large: it has {size >> 20} MB', "compare two folders")
    packed = _git(project, "archive", "--format=tar", at, "--", *wanted)
    if packed is None:
        raise BuildError(f'git cannot give revision "{revision}"', "run `git fsck`")
    try:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
    except (tarfile.TarError, OSError) as error:
        raise BuildError(f'revision "{revision}" cannot be unpacked: {error}', "run `git fsck`") from error


def _git(project: Project, *words: str) -> bytes | None:
    """Ask git; None where it refuses. It runs no filter that only the project itself has set, and fetches nothing."""
    try:
        done = subprocess.run(
            ["git", *words],
            cwd=project.root,
            env=os.environ | QUIET | _without_filters(project.root),
            capture_output=True,
            check=False,
            timeout=SECONDS,
        )
    except FileNotFoundError as error:
        raise ToolMissing("git is not installed", "install git, or name two folders") from error
    except subprocess.TimeoutExpired as error:
        raise BuildError(f"git has not answered for {SECONDS} s", "try `git status`") from error
    return done.stdout if done.returncode == 0 else None


@cache
def _without_filters(root: Path) -> dict[str, str]:
    """Return the variables that switch off what a project's own settings would have git run on each file (gitattributes)."""
    asked = ["git", "config", "-z", "--show-scope", "--name-only", "--get-regexp", r"^filter\."]
    try:
        told = subprocess.run(asked, cwd=root, capture_output=True, check=False, timeout=SECONDS).stdout.split(b"\0")
    except (OSError, subprocess.TimeoutExpired):
        return {}  # the next call says why
    own = {os.fsdecode(name) for scope, name in zip(told[::2], told[1::2], strict=False) if scope not in TRUSTED}
    off = {"smudge": "", "process": "", "required": "false"}
    filters = sorted({name.rpartition(".")[0] for name in own})
    first = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
    pairs = list(enumerate(((f"{name}.{key}", value) for name in filters for key, value in off.items()), first))
    keys = {f"GIT_CONFIG_KEY_{number}": key for number, (key, _) in pairs}
    values = {f"GIT_CONFIG_VALUE_{number}": value for number, (_, value) in pairs}
    return {"GIT_CONFIG_COUNT": str(first + len(pairs)), **keys, **values}
