"""The keys of `report.yaml` as the handbook shows them, from the table that reads them."""

from __future__ import annotations

from dataclasses import MISSING, fields
from enum import Enum
from typing import TYPE_CHECKING

from report.dev.reference.markup import as_code, as_plain, definitions, listing
from report.model.metadata import Metadata
from report.read.keys import ALIASES, BOOLEAN, DATE, KEYS, LANGUAGE, MOMENT, REQUIRED, TEXT, TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.read.keys import Schema

TYPES: tuple[tuple[Schema, str], ...] = (
    (TEXT, "one text"),
    (TEXTS, "one text or a list"),
    (DATE, "a date, year-month-day"),
    (MOMENT, "a date and a time with its zone"),
    (LANGUAGE, "a language tag"),
    (BOOLEAN, "true or false"),
)


def list_keys() -> str:
    """Describe every key: its type, what it is for, what stands for it where it is absent, and an example."""
    return definitions((f'`{name}`[]{{.index entry="key!{name}"}}', "\n\n".join(_key(name))) for name in KEYS)


def _key(name: str) -> Iterator[str]:
    key = KEYS[name]
    remarks = [_type(key.schema), *(["required"] if name in REQUIRED else [])]
    if name not in REQUIRED and (usual := _usual(name)):
        remarks.append(f"default: {as_code(usual)}")
    if others := [as_code(other) for other, meant in ALIASES.items() if meant == name]:
        remarks.append(f"also {' and '.join(others)}")
    yield f"{as_plain(key.about)} *{_capital('; '.join(remarks))}.*"
    if key.joined:
        yield "What the house sets and what the report sets count together."
    yield listing(f"{name}: {key.example}", "yaml")


def _type(schema: Schema) -> str:
    """Say in words what a value may be."""
    for known, words in TYPES:
        if schema is known:
            return words
    if choices := [as_code(str(choice)) for choice in schema.get("enum", ()) if choice is not None]:
        return f"one of {', '.join(choices)}"
    if "minimum" in schema:
        return f"a whole number from {schema['minimum']} to {schema['maximum']}"
    return "a mapping" if "object" in str(schema.get("type", "")) else "one value or a list"


def _usual(name: str) -> str:
    """Return the value that stands for a key where it is absent, empty where that is nothing."""
    field = next((field for field in fields(Metadata) if field.name == name.replace("-", "_")), None)
    if field is None or field.default is MISSING or field.default in ("", (), None):
        return ""
    value = field.default.value if isinstance(field.default, Enum) else field.default
    return str(value).lower() if isinstance(value, bool) else str(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
