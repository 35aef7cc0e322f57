"""The README's commands work as they are written."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from importlib import import_module

import pytest

from report.read.environment import GROUPS
from report.read.keys import KEYS
from tests.common import ROOT
from tests.repository.test_architecture import ROOMS

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]


@pytest.mark.parametrize("command", [line for line in COMMANDS if line.startswith("make ")])
def test_the_make_commands_have_their_targets(command):
    done = subprocess.run([*shlex.split(command), "--dry-run"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_the_report_commands_work_in_an_empty_folder(tmp_path):
    (tmp_path / "sources").mkdir()
    commands = [shlex.split(line) for line in COMMANDS if line.startswith("report ")]
    assert len(commands) == 3
    for command in commands:
        ran = [sys.executable, "-m", *command]
        done = subprocess.run(
            ran, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (command, done.stderr)


def test_the_keys_it_lists_are_the_keys_there_are():
    passage = README.split("The keys of `report.yaml` are ")[1].split(". What every")[0]
    listed = set(re.findall(r"`([a-z-]+)`", passage))
    assert listed == set(KEYS)


def test_its_map_names_every_room_from_the_top_down():
    rooms = [name for name in reversed(ROOMS) if name not in {"__main__", "dev"}]
    assert re.findall(r"^  (\w+)/ ", README, re.MULTILINE) == [*rooms, "dev"]


@pytest.mark.parametrize(("table", "path"), re.findall(r"row\s+of\s+`([A-Z]+)`\s+in\s+`(report/[\w/.]+)`", README))
def test_what_can_be_added_is_a_row_of_the_table_that_it_names(table, path):
    module = path.removesuffix("/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    assert len(getattr(import_module(module), table)) > 3 - (table == "FORMATS")


def test_a_group_is_named_for_each_table_that_packages_add_to():
    named = set(re.findall(r"\(`(report\.\w+)`\)", README))
    assert named == set(GROUPS)
    plugin = tomllib.loads((ROOT / "tests/plugin/pyproject.toml").read_text(encoding="utf-8"))
    assert named == set(plugin["project"]["entry-points"])


def test_every_target_of_help_is_there():
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    targets = re.findall(r"^  ([a-z]+) ", done.stdout, re.MULTILINE)
    assert {"pdf", "epub", "html", "test", "lint", "bench", "tools", "conformance", "check", "clean"} <= set(targets)
