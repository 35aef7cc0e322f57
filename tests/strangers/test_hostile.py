"""What a stranger hands over is only data: each of `hostile.HOSTILE` ends in a word about it, and does nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from random import Random
from typing import Any

import pytest

from tests.common import ROOT, takes_long
from tests.fuzz.cache import HARMS, harmed
from tests.fuzz.running import faults_of
from tests.strangers.hostile import HOSTILE

QUICK = [name for name, row in HOSTILE.items() if not row.heavy]
HEAVY = [name for name, row in HOSTILE.items() if row.heavy]


def outcomes(names: list[str]) -> dict[str, dict[str, Any]]:
    """Run rows, each in a process of its own, and return what came of them by their names."""
    command = [sys.executable, "-m", "tests.strangers.hostile", *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {told["name"]: told for told in map(json.loads, done.stdout.splitlines())}


@pytest.fixture(scope="session")
def quick():
    return outcomes(QUICK)


@pytest.fixture(scope="session")
def heavy():
    takes_long()
    return outcomes(HEAVY)


def look_at(name: str, told: dict[str, Any]) -> None:
    row = HOSTILE[name]
    assert told["faults"] == []
    assert told["status"] in row.statuses, told["said"]
    assert [word for word in row.words if word not in told["said"]] == [], told["said"]
    assert told["ran"] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", QUICK)
def test_a_strangers_file_is_only_data(name, quick):
    look_at(name, quick[name])


@pytest.mark.attack
@pytest.mark.parametrize("name", HEAVY)
def test_a_strangers_file_that_would_take_all_there_is_takes_little(name, heavy):
    look_at(name, heavy[name])


@pytest.mark.slow
@pytest.mark.parametrize("harm", dict.fromkeys(HARMS))
def test_a_harmed_cache_changes_nothing_and_nobody_hears_of_it(harm, tmp_path):
    case = harmed(tmp_path, harm, (), Random(7))
    assert faults_of(case, tmp_path / "case") == []
