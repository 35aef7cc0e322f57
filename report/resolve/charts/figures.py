"""Charts from data: a figure that holds a Vega-Lite specification becomes one that shows a drawing in the theme's colours."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from report.fonts import family_versions, folders_of, leading_family
from report.fonts.outlines import MissingCharacter, outline_texts
from report.fonts.scripts import remedy
from report.model.errors import ToolMissing
from report.model.resolved import ShownImage
from report.model.tree import plain, string
from report.model.tree.attributes import Attributes
from report.model.tree.blocks import CodeBlock, Figure
from report.model.tree.inlines import Image
from report.model.words import with_number
from report.read.drawings import read_drawing
from report.read.environment import environment_key
from report.resolve.charts.engine import ChartFault, charts_version, draw_chart, has_charts
from report.resolve.charts.specifications import read_specification
from report.resolve.data_tables import TableShape, make_table
from report.resolve.safety import tell_unknown
from report.runtime.distribution import install_extra
from report.runtime.store import kept_file, values_digest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from report.model.tree.views import Block
    from report.resolve.context import Context

FOLDER = "charts"
CHART_KEYS = ("alt", "caption", "lang", "table")
COMPOSED = {"hconcat", "vconcat", "concat", "facet", "repeat", "row", "column"}
FAMILY = "Source Sans 3"
MM = 96 / 25.4  # CSS px
MEASURE = "124mm"
TEXT = 10.6  # px: 8 pt
COLOURS = ("accent", "chart-2", "chart-3", "chart-4", "chart-5", "chart-6")


def set_chart(element: Block, context: Context) -> list[Block] | None:
    """Draw the chart that a figure holds, in place; return the figure and its data as a table where that is asked for."""
    figure = Figure(element)
    attr = figure.attributes
    pairs, identifier = attr.values, attr.identifier
    place = context.places.next(f"{{.vega-lite #{identifier}", f"#{identifier}", ".vega-lite")
    alt = pairs.get("alt", "").strip()
    if not alt:
        help = 'say what it shows: `{.vega-lite alt="…"}`'
        context.error("S202", f'the chart "{identifier}" has no alternative text', place, help)
    spec = read_specification(CodeBlock(figure.blocks[0]).text, place, context)
    attr.classes = [name for name in attr.classes if name != "vega-lite"]
    for key in (key for key in pairs if key not in CHART_KEYS):
        tell_unknown(key, CHART_KEYS, context)
    attr.pairs = attr.only("lang")
    figure.blocks = []
    if spec is None or not alt:
        return None
    if not has_charts():
        raise ToolMissing("charts cannot be drawn: vl-convert-python is not installed", install_extra("charts"))
    try:
        path = _draw(spec, context)
    except ChartFault as fault:
        message = f'the chart "{identifier}" cannot be drawn: {fault}'
        context.error("S245", message, place, "see the Vega-Lite documentation")
        return None
    except MissingCharacter as missing:
        character = str(missing)
        found = context.places.next(character)
        place = found if found.line else place
        help = remedy(character) or "take another character"
        context.error("P102", f'no font of the theme has the character "{character}"', place, help)
        return None
    source = f"charts/{path.name}"
    context.images[source] = ShownImage(source, path)
    figure.blocks = [plain([Image.make([], source, Attributes.make("", ["chart"], [("alt", alt)]))])]
    return [element, *_data_table(spec, identifier, context)] if pairs.get("table") in {"true", "yes"} else None


def _draw(spec: dict[str, Any], context: Context) -> Path:
    """Draw a chart, or find the drawing of an earlier run, and return its file."""
    lang, tokens = context.manuscript.metadata.lang, context.tokens
    family = leading_family(tokens.get("sans", ""), FAMILY)
    whole = {**_house_style(spec, tokens), **spec, "config": _merge(_config(tokens, family), spec.get("config", {}))}
    fonts = family_versions((family,))
    key = values_digest(json.dumps(whole, sort_keys=True), lang, charts_version(), environment_key(), fonts)

    def make() -> bytes:
        drawing = read_drawing(
            outline_texts(draw_chart(whole, tuple(map(str, folders_of(family))), lang), family).encode()
        )
        if drawing.removed:
            raise ChartFault(f"its drawing {drawing.removed[0].what}")
        return drawing.svg

    return kept_file(FOLDER, f"{key[:24]}.svg", make)


def _house_style(spec: dict[str, Any], tokens: Mapping[str, str]) -> dict[str, Any]:
    """Let a plain chart fill the measure; one that is put together of others has its own sizes."""
    encoding = spec.get("encoding")
    if COMPOSED & {*spec, *(encoding if isinstance(encoding, dict) else ())} or "width" in spec:
        return {}
    measure = tokens.get("measure", MEASURE).removesuffix("mm").strip()
    return {"width": round(float(measure) * MM), "height": 210, "autosize": {"type": "fit", "contains": "padding"}}


def _config(tokens: Mapping[str, str], family: str) -> dict[str, Any]:
    ink, quiet, rule = (tokens.get(name, "#444444") for name in ("ink", "quiet", "rule"))
    palette = [tokens[name] for name in COLOURS if name in tokens] or ["#0b4f6c"]
    words = {
        "labelColor": quiet,
        "titleColor": ink,
        "labelFontSize": TEXT,
        "titleFontSize": TEXT,
        "titleFontWeight": 600,
    }
    return {
        "background": None,
        "font": family,
        "view": {"stroke": None},
        "axis": {**words, "gridColor": rule, "domainColor": quiet, "tickColor": quiet, "titlePadding": 8},
        "axisX": {"grid": False, "labelAngle": 0},
        "axisY": {"domain": False, "ticks": False, "titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": 0, "titleY": -8},
        "legend": {**words, "orient": "top", "offset": 22, "symbolStrokeWidth": 2},
        "header": words,
        "title": {"color": ink, "fontSize": 12, "fontWeight": 600, "anchor": "start"},
        "range": {"category": palette, "ordinal": palette},
        "mark": {"color": palette[0]},
        "line": {"strokeWidth": 2},
        "point": {"filled": True, "size": 36},
        "text": {"fontSize": TEXT, "fill": ink},
    }  # fmt: skip


def _merge(house: dict[str, Any], own: Any) -> dict[str, Any]:
    """Lay a report's own configuration over the house's."""
    merged = dict(house)
    for key, value in (own if isinstance(own, dict) else {}).items():
        merged[key] = _merge(merged[key], value) if isinstance(merged.get(key), dict) and isinstance(value, dict) else value  # fmt: skip
    return merged


def _data_table(spec: dict[str, Any], identifier: str, context: Context) -> list[Block]:
    """Make a table of a chart's data, for those who do not see it."""
    data = spec.get("data")
    values = data.get("values") if isinstance(data, dict) else None
    if not (isinstance(values, list) and values and all(isinstance(row, dict) for row in values)):
        return []
    names = [str(name) for name in values[0]]
    rows = [names, *([_shown(row.get(name)) for name in names] for row in values)]
    shape = TableShape(1, 0, 0, ("AlignDefault",) * len(names), ())
    target = context.targets.get(identifier)
    label = context.words.label("fig", target.number) if target else ""
    table = make_table(rows, shape, context.manuscript.metadata.lang)
    table.attributes = Attributes.make("", ["chart-data"])
    table.caption = [plain(string(with_number(context.words.data_of, label)))] if label else []
    return [table.node]


def _shown(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else " ".join(str(value).split())
