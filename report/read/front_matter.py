"""The metadata at the head of a single file, and the text without them."""

from __future__ import annotations


def front_matter(text: str) -> tuple[str, int]:
    """Return the YAML at the head of a text, and the line that it begins in; nothing where there is none."""
    lines = text.split("\n")
    if lines[0].rstrip() == "---":
        for index, line in enumerate(lines[1:], start=1):
            if line.rstrip() in {"---", "..."}:
                return "\n".join(lines[1:index]), 2
    return "", 1


def without_front_matter(text: str) -> str:
    """Leave the metadata's lines blank, so that the others keep their numbers."""
    lines = text.split("\n")
    end = next((index for index, line in enumerate(lines) if index and line.rstrip() in {"---", "..."}), 0)
    return "\n".join([""] * (end + 1) + lines[end + 1 :]) if end and lines[0].rstrip() == "---" else text
