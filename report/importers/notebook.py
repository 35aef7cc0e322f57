"""Jupyter notebooks: their pictures taken out, and outputs that only run in a browser marked."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from report.importers.original import OPEN_POINT, Prepared
from report.model.errors import BuildError

if TYPE_CHECKING:
    from report.importers.original import Notes

PICTURES = {
    "image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg", "image/gif": "gif", "image/webp": "webp",
}  # fmt: skip
WORDS = ("text/plain", "text/markdown", "text/latex")
ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def prepare_notebook(name: str, text: str, notes: Notes) -> Prepared:
    """Make a notebook ready for pandoc. Pictures go by the names that pandoc gives them: digests, or cell and name."""
    try:
        book = json.loads(text)
        cells = book["cells"]
        if not isinstance(cells, list) or int(book.get("nbformat", 0)) != 4:
            raise BuildError(f"{name} is not a notebook of format 4", "open it in Jupyter and save it again")
        media: dict[str, bytes] = {}
        for number, cell in enumerate(cells, start=1):
            cell["id"] = f"cell{number}"
            _take_attachments(cell, media)
            cell_type = cell.get("cell_type")
            if cell_type == "code":
                cell["outputs"] = [_output(output, number, media, notes) for output in cell.get("outputs", [])]
            elif cell_type == "raw":
                notes.tell("I114", f"cell {number} is raw: it is left out", "write it as Markdown")
                cell.update(cell_type="markdown", source="")
        book["nbformat_minor"] = max(int(book.get("nbformat_minor", 5)), 5)
        return Prepared(json.dumps(book), media=media)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise BuildError(f"{name} is damaged: {error}", "open it in Jupyter and save it again") from error


def _take_attachments(cell: dict[str, Any], media: dict[str, bytes]) -> None:
    for file, forms in (cell.get("attachments") or {}).items():
        for data in forms.values():
            media[f"{cell['id']}-{file}"] = _bytes(data)


def _output(output: dict[str, Any], number: int, media: dict[str, bytes], notes: Notes) -> dict[str, Any]:
    kind = output.get("output_type")
    if kind == "error":
        notes.tell("I114", f"cell {number} ended with an error, which is kept", "run it again, or take it out")
        output["traceback"] = [ANSI.sub("", str(line)) for line in output.get("traceback", [])]
    elif kind == "stream":
        output["text"] = ANSI.sub("", _joined(output.get("text", "")))
    else:
        output["data"] = _data(output.get("data") or {}, number, media, notes)
    return output


def _data(data: dict[str, Any], number: int, media: dict[str, bytes], notes: Notes) -> dict[str, Any]:
    """Choose of an output's forms the one that a report can hold: a picture, else words."""
    for mime, ending in PICTURES.items():
        if mime in data:
            content = _joined(data[mime])
            picture = content.encode() if ending == "svg" else _bytes(content)
            media[f"{hashlib.sha1(picture, usedforsecurity=False).hexdigest()}.{ending}"] = picture
            return {mime: data[mime]}
    words = {mime: data[mime] for mime in WORDS if mime in data}
    others = sorted(set(data) - set(words))
    interactive = [mime for mime in others if mime.startswith("application/")]
    if interactive or (others and not words):
        kinds = ", ".join(interactive or others)
        notes.tell("I114", f"an output of cell {number} cannot be kept: {kinds}", "save what it shows as a picture")
        return {"text/markdown": f"[an output ({kinds}): save what it shows as a picture]({OPEN_POINT})"}
    if "text/html" in others:
        notes.tell("I114", f"an output of cell {number} is kept as words, without its HTML", "write it as a table")
    return words


def _joined(value: object) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


def _bytes(value: object) -> bytes:
    try:
        return base64.b64decode(_joined(value))
    except binascii.Error as error:
        raise ValueError(f"a picture is not in base64: {error}") from error
