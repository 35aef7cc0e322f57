"""What a stranger hands over is only data: each of `hostile.HOSTILE` ends in a word about it, and does nothing else."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from conftest import takes_long

from tests.fuzz.cache import HARMS, harmed
from tests.fuzz.running import faults_of, played
from tests.hostile import HOSTILE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for what takes a build, and is made once."""
    return tmp_path_factory.mktemp("hostile")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_strangers_file_is_only_data(name, root, tmp_path):
    row = HOSTILE[name]
    if row.heavy:
        takes_long()
    [(run, faults)] = played(row.case(root), tmp_path / "case", root / "cache")
    assert faults == []
    assert (run.status in row.statuses, run.said) == (True, run.said)
    assert [word for word in row.words if word not in run.said] == [], run.said
    assert list((tmp_path / "case").rglob("PWNED")) == []


@pytest.mark.parametrize("harm", dict.fromkeys(HARMS))
def test_a_harmed_cache_changes_nothing_and_nobody_hears_of_it(harm, root, tmp_path):
    case = harmed(root, harm, (), Random(7))
    assert faults_of(case, tmp_path / "case") == []
