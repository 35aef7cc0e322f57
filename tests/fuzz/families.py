"""The families of cases, each a row: what makes one, and how many `make conformance` runs, in about half a minute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.fuzz import bases, cache, csl, css, growth, imports, inventories, records, report_yaml, sources, svg
from tests.fuzz.core import random_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

    from tests.fuzz.core import Case


@dataclass(frozen=True, slots=True)
class Family:
    """`make` takes chance, and a folder for what is made once, which `prepare` makes beforehand."""

    make: Callable[[Random, Path], Case]
    share: int
    prepare: Callable[[Path], object] = lambda _: None


FAMILIES = {
    "sources": Family(sources.make, 100),
    "report_yaml": Family(report_yaml.make, 150),
    "svg": Family(svg.make, 60),
    "css": Family(css.make, 40),
    "csl": Family(csl.make, 60),
    "records": Family(records.make, 80, bases.both),
    "inventories": Family(inventories.make, 100, bases.archive),
    "cache": Family(cache.make, 16, cache.warm),
    "imports": Family(imports.make, 80),
    "growth": Family(growth.make, 20),
}


def made(family: str, seed: int, number: int, folder: Path) -> Case:
    """Make the case of a number."""
    return FAMILIES[family].make(random_for(family, seed, number), folder)
