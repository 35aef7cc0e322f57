"""What ocfl-py, an implementation of OCFL by others, says of an archive."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from report.checks.tools import find_tools

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """
import json, logging, os, sys
import ocfl
logging.disable(logging.CRITICAL)
told = {}
for root in sys.argv[1:]:
    store = ocfl.StorageRoot(root=root)
    sound = store.validate(check_digests=True)
    messages = [str(one) for one in store.log.messages] if hasattr(store, "log") else []
    for path in sorted(store.object_paths()):
        validator = ocfl.Object()
        good, result = validator.validate(os.path.join(root, path))
        sound = sound and good
        messages += [str(one) for one in result.log.messages]
    told[root] = [bool(sound), messages]
print(json.dumps(told))
"""


def ocfl_objections(*roots: Path) -> list[str]:
    """Return the errors and warnings of ocfl-py; without it, skip the test, or fail it if `REPORT_REQUIRE_TOOLS` is 1."""
    python = find_tools() / "ocfl" / "bin" / "python"
    if not python.exists():
        if os.environ.get("REPORT_REQUIRE_TOOLS") == "1":
            raise AssertionError("ocfl-py is missing: run `make tools`")
        pytest.skip("ocfl-py is missing: run `make tools`")
    done = subprocess.run(
        [str(python), "-c", SCRIPT, *map(str, roots)], capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert set(told) == {str(root) for root in roots}
    return [f"{root}: {told[root]}" for root in told if not told[root][0] or told[root][1]]
