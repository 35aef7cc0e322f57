"""Revisions: a report as git has kept it, read without touching the work tree.

The repository may be a stranger's, and so may its settings be: git would run the programs that they name.
"""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from typing import TYPE_CHECKING

from report.errors import BuildError, ToolMissing, UsageError
from report.project import BRAND, DEFAULTS
from report.runtime.confined import Exceeded, Excess, collect

if TYPE_CHECKING:
    from pathlib import Path

    from report.project import Project

SECONDS = 60
LARGEST = 1 << 30  # bytes of what git gives
ALONE = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
SETTINGS = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")
FILTERS = r"^filter\..*\.(smudge|process)$"
KNOWN_FILTERS = {"git-lfs smudge -- %f", "git-lfs filter-process"}
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
    _check_filters(project)
    packed = _git(project, "archive", "--format=tar", at, "--", *wanted)
    if packed is None:
        raise BuildError(f'git cannot give revision "{revision}"', "run `git fsck`")
    try:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
    except (tarfile.TarError, OSError) as error:
        raise BuildError(f'revision "{revision}" cannot be unpacked: {error}', "run `git fsck`") from error


def _check_filters(project: Project) -> None:
    """Refuse filters that the repository's own settings name: `git archive` would run them."""
    for row in (
        (_git(project, "config", "--show-scope", "--get-regexp", FILTERS) or b"")
        .decode("utf-8", "replace")
        .splitlines()
    ):
        scope, _, setting = row.partition("\t")
        name, _, command = setting.partition(" ")
        if scope in {"local", "worktree"} and command not in KNOWN_FILTERS:
            message = f'the settings of {project.root.name}/ run a program for each file, "{name}"'
            raise BuildError(message, f"look at it, and take it out: git config --unset {name}")


def _git(project: Project, *words: str) -> bytes | None:
    """Ask git; None where it refuses."""
    try:
        process = subprocess.Popen(
            ["git", *SETTINGS, *words],
            cwd=project.root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | ALONE,
        )
    except FileNotFoundError as error:
        raise ToolMissing("git is not installed", "install git, or name two folders") from error
    with process:
        try:
            out, _ = collect(process, LARGEST, SECONDS)
        except BaseException as error:
            process.kill()
            if isinstance(error, Exceeded):
                raise _too_much(error) from error
            raise
    return out if process.returncode == 0 else None


def _too_much(error: Exceeded) -> BuildError:
    if error.excess is Excess.TIME:
        return BuildError(f"git has not answered for {SECONDS} s", "try `git status`")
    return BuildError(f"git gives more than {LARGEST >> 30} GB", "name two folders")
