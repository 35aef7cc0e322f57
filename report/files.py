"""Write a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from report.errors import BuildError


def write_file(path: Path, data: bytes) -> None:
    """Write a file under a temporary name and rename it: a failed build leaves the last good one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise BuildError(f"{path} cannot be written: {error.strerror}", "choose another folder with --out") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise BuildError(
            f"{path} cannot be written: {error.strerror}", "make room, or choose another folder with --out"
        ) from error
