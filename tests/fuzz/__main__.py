"""Give the tool what a stranger may have made, again and again: `make fuzz`, or `python -m tests.fuzz [FAMILY…]`.

Exit status 1: something was found, and is written into tests in the folder `--keep`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.fuzz.families import FAMILIES, made
from tests.fuzz.found import Found, kind_of
from tests.fuzz.parallel import in_parallel
from tests.fuzz.running import PATIENCE, import_all, played

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

AGAIN = 3  # times that a fault of one kind is written down
EVER = 10**9
HEAD = f"{'':14}{'cases':>8}{'faults':>8}{'kinds':>7}{'statuses':>34}{'CPU s':>9}{'most':>7}{'MiB':>7}{'wall s':>9}"


def main(words: Sequence[str] | None = None) -> int:
    """Run the families that are named, or all."""
    options = _options(words)
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    os.environ["REPORT_CACHE"] = str(folder / "cache")
    print(f"seed {options.seed}\n{HEAD}", flush=True)
    found = 0
    try:
        import_all()
        for family in options.families or FAMILIES:
            found += _run(family, options, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return int(found > 0)


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("families", nargs="*", metavar="FAMILY", help=f"of {', '.join(FAMILIES)} (default: all)")
    parser.add_argument("--cases", type=int, help="how many of each family (default: its share of `make conformance`)")
    parser.add_argument("--seconds", type=float, help="for each family, however many cases that are")
    parser.add_argument("--seed", type=int, default=1, help="where chance begins (default: 1)")
    parser.add_argument("--case", type=int, help="only the case of this number")
    parser.add_argument("--shrink", type=float, default=60, help="seconds to make what is found smaller (default: 60)")
    parser.add_argument("--jobs", type=int, default=2, help="cases at once (default: 2)")
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"), help="where tests go (default: build/fuzz)")
    options = parser.parse_args(words)
    if unknown := set(options.families) - set(FAMILIES):
        parser.error(f"there is no family {', '.join(sorted(unknown))}: there are {', '.join(FAMILIES)}")
    return options


def _numbers(family: str, options: argparse.Namespace) -> Sequence[int]:
    if options.case is not None:
        return [options.case]
    return range(options.cases or (EVER if options.seconds else FAMILIES[family].share))


def _run(family: str, options: argparse.Namespace, folder: Path) -> int:
    """Run one family on several processes, print its lines, and return how many cases broke a promise."""
    start = time.monotonic()
    FAMILIES[family].prepare(folder)
    told = list(in_parallel(partial(_play, family, options, folder), _numbers(family, options), options.jobs))
    runs = [run for one in told for run in one["runs"]]
    kinds = Counter(kind_of(one["faults"][0]) for one in told if one["faults"])
    statuses = Counter(run["status"] for run in runs)
    ends = " ".join(f"{status}:{times}" for status, times in sorted(statuses.items()))
    most = max((run["cpu"] for run in runs), default=0.0)
    memory = max((run["memory"] for run in runs), default=0) >> 20
    faults, cpu, wall = sum(kinds.values()), sum(run["cpu"] for run in runs), time.monotonic() - start
    print(f"{family:14}{len(told):8}{faults:8}{len(kinds):7}{ends:>34}{cpu:9.0f}{most:7.1f}{memory:7}{wall:9.0f}")
    for kind, times in kinds.most_common():
        print(f"    {times:5} × {kind}")
    for path in (one["path"] for one in told if one["path"]):
        print(f"    {path}")
    sys.stdout.flush()
    return faults


def _play(family: str, options: argparse.Namespace, place: Path, job: int, numbers: Sequence[int]) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Run the cases of some numbers below a folder, and tell of each."""
    end = time.monotonic() + (options.seconds or EVER)
    folder = place / f"{family}-{job}"
    kinds: Counter[str] = Counter()
    for number in numbers:
        if time.monotonic() > end:
            return
        case = made(family, options.seed, number, place)
        told = list(played(case, folder / "case", folder / "cache"))
        shutil.rmtree(folder / "case", ignore_errors=True)
        faults = [fault for _, some in told for fault in some]
        path = None
        if faults:
            kinds[kind_of(faults[0])] += 1
            if kinds[kind_of(faults[0])] <= AGAIN:
                found = Found(family, options.seed, number, case, faults[0])
                path = str(_keep(found, options, folder / "cache"))
        runs = [{"status": run.status, "cpu": run.cpu, "memory": run.memory} for run, _ in told]
        yield {"number": number, "runs": runs, "faults": faults, "path": path}


def _keep(found: Found, options: argparse.Namespace, cache: Path) -> Path:
    if f"in {PATIENCE} s" not in found.fault:  # what does not end is not tried again
        found = found.smaller(cache, options.shrink)
    return found.write(options.keep)


if __name__ == "__main__":
    sys.exit(main())
