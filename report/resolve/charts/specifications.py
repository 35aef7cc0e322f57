"""Specifications of charts, in Vega-Lite: read, checked, and their data put in."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from report.model.errors import BuildError
from report.read.yaml_nodes import load_values
from report.resolve.data import read_data, read_rows
from report.themes.colours import known_colour

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.model.findings import Location
    from report.model.suggestions import Suggestions
    from report.resolve.context import Context

MARKS = tuple(
    "arc area bar boxplot circle errorband errorbar geoshape line point rect rule square text tick trail".split()
)
PARTS = ("layer", "hconcat", "vconcat", "concat")
COMPUTED = ("transform", "repeat", "datasets", "sequence", "graticule", "sphere")  # there, columns come from elsewhere
SHOWN = 20  # columns that a message lists
PLAIN_FIELD = re.compile(r"[^.\[\]\\]+")
COLOUR_KEYS = {
    "color",
    "fill",
    "stroke",
    "background",
    "gridColor",
    "labelColor",
    "titleColor",
    "tickColor",
    "domainColor",
}


def read_specification(text: str, place: Location, context: Context) -> dict[str, Any] | None:
    """Read a specification in YAML or JSON, its data put in; None, with findings, where it cannot be read."""
    try:
        spec = load_values(text, place.path, place.line + 1)
    except BuildError as error:
        context.findings += error.findings
        return None
    if not isinstance(spec, dict):
        help = "write `mark:` and `encoding:`, or the same in JSON"
        context.error("S245", "the chart is not a Vega-Lite specification", place, help)
        return None
    before = len(context.findings)
    _check(spec, text, place, context)
    if _drop_links(spec):
        context.tell(
            "S251", "the chart's links are left out: a picture cannot carry them", place, "link to it in the text"
        )
        before += 1
    return None if len(context.findings) > before else spec


def _check(spec: dict[str, Any], text: str, place: Location, context: Context) -> None:
    for mark in _marks(spec):
        if mark not in MARKS:
            near = context.suggestions.nearest(mark, MARKS)
            help = f'did you mean "{near}"?' if near else f"the marks are {', '.join(MARKS)}"
            context.error("S245", f'there is no mark "{mark}"', place, help)
    for colour in dict.fromkeys(_colours(spec)):
        if not known_colour(colour):
            help = 'write a name that CSS knows, or six hexadecimal digits: "#0b4f6c"'
            context.error("S245", f'the chart has a colour that there is not: "{colour}"', place, help)
    for holder in _holders(spec):
        _put_in_data(holder, place, context)
    if not any(key in text for key in COMPUTED):
        for name, columns, near in dict.fromkeys(_unknown_fields(spec, {}, context.suggestions)):
            help = f'did you mean "{near}"?' if near else f"the columns are {', '.join(columns)}"
            context.error("S245", f'the chart\'s data have no column "{name}"', place, help)


def _holders(spec: object) -> Iterator[dict[str, Any]]:
    """Yield every part of a specification that names data by their address."""
    if isinstance(spec, dict):
        if isinstance(spec.get("data"), dict) and "url" in spec["data"]:
            yield spec["data"]
        for part in spec.values():
            yield from _holders(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from _holders(part)


def _marks(spec: object) -> Iterator[str]:
    if isinstance(spec, dict):
        mark = spec.get("mark")
        kind = mark.get("type") if isinstance(mark, dict) else mark
        if kind is not None:
            yield str(kind)
        for key, part in spec.items():
            yield from _marks(part) if key not in {"config", "data", "datasets"} else ()
    elif isinstance(spec, list):
        for part in spec:
            yield from _marks(part)


def _colours(spec: object, *, named: bool = False) -> Iterator[str]:
    """Yield the colours that a specification sets, as they are written; `named` where it is one that is meant."""
    if isinstance(spec, str) and named:
        yield spec
    elif isinstance(spec, dict):
        for key, part in spec.items():
            if key not in {"data", "datasets", "transform"}:
                yield from _colours(part, named=key in COLOUR_KEYS or (named and key in {"value", "range"}))
    elif isinstance(spec, list):
        for part in spec:
            yield from _colours(part, named=named and isinstance(part, str))


def _drop_links(spec: object) -> bool:
    """Take links out of a specification, and tell whether there were any."""
    if isinstance(spec, list):
        return sum(map(_drop_links, spec)) > 0
    if not isinstance(spec, dict):
        return False
    found = spec.pop("href", None) is not None
    return sum(_drop_links(part) for key, part in spec.items() if key not in {"data", "datasets"}) > 0 or found


def _unknown_fields(
    spec: dict[str, Any], known: dict[str, None], suggestions: Suggestions
) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield what encodings name and the data do not hold, with what they hold and what of it may be meant.

    `known` is what the data above it hold.
    """
    data = spec.get("data")
    if isinstance(data, dict):
        values = data.get("values")
        rows = [row for row in values if isinstance(row, dict)] if isinstance(values, list) else []
        known = dict.fromkeys(str(name) for row in rows for name in row)
    encoding = spec.get("encoding")
    for channel in encoding.values() if known and isinstance(encoding, dict) else ():
        name = channel.get("field") if isinstance(channel, dict) else None
        if isinstance(name, str) and PLAIN_FIELD.fullmatch(name) and name not in known:
            shown = (*islice(known, SHOWN), *(["…"] if len(known) > SHOWN else []))
            yield name, shown, suggestions.nearest(name, known)
    for part in (*(spec.get(key) for key in PARTS), spec.get("spec")):
        for below in part if isinstance(part, list) else [part]:
            yield from _unknown_fields(below, known, suggestions) if isinstance(below, dict) else ()


def _put_in_data(holder: dict[str, Any], place: Location, context: Context) -> None:
    name = str(holder.pop("url"))
    data = read_data(name, context.places.next(name) if place.line else place, context)
    if data is None:
        return
    kind = name.rpartition(".")[2].lower()
    given = holder.get("format")
    form = {"type": kind if kind in {"csv", "tsv", "json"} else "csv", **(given if isinstance(given, dict) else {})}
    if form["type"] in {"csv", "tsv"}:
        rows = read_rows(data, "tab" if form["type"] == "tsv" else "", context) or []
        names = rows[0][1] if rows else []
        holder["values"] = [{key: _value(cell) for key, cell in zip(names, row, strict=True)} for _, row in rows[1:]]
        return
    try:
        holder["values"], holder["format"] = json.loads(data.text), form
    except (ValueError, RecursionError) as error:
        context.error("S239", f'"{name}" cannot be read: {error}', data.place, "mend the file")


def _value(cell: str) -> float | str | None:
    """Read a cell as a number where it is one, as Vega does; an empty one is null."""
    try:
        return float(cell) if cell else None
    except ValueError:
        return cell
