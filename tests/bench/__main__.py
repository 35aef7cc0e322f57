"""What builds cost beside others: whole processes, in turn within one run, medians. Run by `make bench`.

Absolute times are the machine's; only the ratios of one run compare.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.peers import PEERS
from tests.bench.rows import ROWS, Bench, Row
from tests.common import ROOT

if TYPE_CHECKING:
    from tests.bench.measure import Cost

HEAD = f"{'medians, in turn':66}{'':7}{'ours':>9}{'theirs':>9}{'ratio':>8}{'target':>8}"


def main() -> None:
    """Print the table, and write it to `build/bench.json`."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", default="", help="rows whose title matches this regular expression")
    parser.add_argument("--rounds", type=int, default=0, help="rounds of every row (default: each row's own)")
    options = parser.parse_args()
    rows = [row for row in ROWS if re.search(options.only, row.title)]
    for peer in PEERS:
        print(f"{peer.name}: {'compared' if peer.path else f'{peer.program} is not installed'}")
    print(HEAD, flush=True)
    results = []
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name))
        for row in rows:
            results += measure(row, bench, options.rounds or row.rounds)
    target = ROOT / "build" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


def measure(row: Row, bench: Bench, rounds: int) -> list[dict[str, object]]:
    """Measure one row in rounds of ours and theirs, print its lines, and return them."""
    ours: list[Cost] = []
    theirs: list[Cost] = []
    row.prepare(bench)
    for _ in range(rounds):
        ours.append(row.ours(bench))
        if row.theirs:
            theirs.append(row.theirs(bench))
    lines = []
    for unit, target in row.targets.items():
        mine = statistics.median(getattr(cost, unit) for cost in ours)
        if theirs:
            other = statistics.median(getattr(cost, unit) for cost in theirs)
            pairs = zip(ours, theirs, strict=True)
            value = statistics.median(getattr(a, unit) / getattr(b, unit) for a, b in pairs)
        else:
            other, value = 0.0, mine
        met = "" if target is None else ("met" if value <= target else "missed")
        shown = "" if target is None else f"{target:8.2f}"
        print(f"{row.title:66}{unit:7}{mine:9.2f}{other:9.2f}{value:8.3f}{shown:>8}  {met}", flush=True)
        lines.append({"row": row.title, "unit": unit, "ours": mine, "theirs": other, "ratio": value, "target": target, "rounds": rounds})  # fmt: skip
    return lines


if __name__ == "__main__":
    main()
