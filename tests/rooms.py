"""Tell how much of each room the tests go through, and fail where it is too little: `make coverage`."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from tests.repository.test_architecture import ROOMS

LEAST = 85  # per cent of a room's statements


def main(told: Path) -> int:
    """Print a line for each room, from what `coverage json` tells, and one for all; return 1 where a room has too little."""
    run, all_ = Counter[str](), Counter[str]()
    for name, found in json.loads(told.read_text(encoding="utf-8"))["files"].items():
        room = Path(name).parts[1].removesuffix(".py")
        run[room] += found["summary"]["covered_lines"]
        all_[room] += found["summary"]["num_statements"]
    shares = {room: 100 * run[room] / all_[room] for room in ROOMS if all_[room]}
    for room, share in shares.items():
        print(
            f"{room:12}{all_[room]:7} statements {share:6.1f} %{'' if is_enough(room, share) else f'   below {LEAST} %'}"
        )
    print(f"{'all':12}{all_.total():7} statements {100 * run.total() / all_.total():6.1f} %")
    return int(not all(is_enough(room, share) for room, share in shares.items()))


def is_enough(room: str, share: float) -> bool:
    """Tell whether a share will do; the three lines that start the program are run by processes of their own."""
    return share >= LEAST or room == "__main__"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
