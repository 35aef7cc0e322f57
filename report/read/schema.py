"""The JSON Schema of `report.yaml`, made from the table that reads it, for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from report.model.rules import adjustable
from report.read.keys import ALIASES, KEYS, REQUIRED
from report.read.values import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterable

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def make_schema(given: Iterable[str] = ()) -> dict[str, Any]:
    """Make the schema of a report's metadata; keys that are `given` elsewhere are not required here."""
    properties = {name: _property(name) for name in KEYS}
    weights = {code: {"enum": [*WEIGHTS, False]} for code in adjustable()}
    properties["rules"] = {**properties["rules"], "properties": weights}
    properties |= {alias: _property(name, f"Another name of `{name}`. ") for alias, name in ALIASES.items()}
    return {
        "$schema": DIALECT,
        "title": "The metadata of a report",
        "type": "object",
        "properties": properties,
        "required": [key for key in REQUIRED if key not in set(given)],
        "additionalProperties": False,
    }


def make_defaults_schema() -> dict[str, Any]:
    """Make the schema of the house's defaults, in which nothing is required."""
    return {**make_schema(REQUIRED), "title": "What all reports share"}


def _property(name: str, start: str = "") -> dict[str, Any]:
    key = KEYS[name]
    about = f"{start}{key.about} Example: `{name}: {key.example}`"
    required = {"not": {"enum": ["", None]}} if name in REQUIRED else {}
    return {"description": about, **key.schema, **required}
