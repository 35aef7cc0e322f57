"""Revisions: a report as git has kept it, read without touching the work tree."""

from __future__ import annotations

import io
import subprocess
import tarfile
from typing import TYPE_CHECKING

from report.errors import BuildError, ToolMissing, UsageError
from report.project import BRAND, DEFAULTS

if TYPE_CHECKING:
    from pathlib import Path

    from report.project import Project

SECONDS = 60
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
    packed = _git(project, "archive", "--format=tar", at, "--", *wanted)
    if packed is None:
        raise BuildError(f'git cannot give revision "{revision}"', "run `git fsck`")
    try:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
    except (tarfile.TarError, OSError) as error:
        raise BuildError(f'revision "{revision}" cannot be unpacked: {error}', "run `git fsck`") from error


def _git(project: Project, *words: str) -> bytes | None:
    """Ask git; None where it refuses."""
    try:
        done = subprocess.run(
            ["git", *words],
            cwd=project.root,
            capture_output=True,
            check=False,
            timeout=SECONDS,
        )
    except FileNotFoundError as error:
        raise ToolMissing("git is not installed", "install git, or name two folders") from error
    except subprocess.TimeoutExpired as error:
        raise BuildError(f"git has not answered for {SECONDS} s", "try `git status`") from error
    return done.stdout if done.returncode == 0 else None
