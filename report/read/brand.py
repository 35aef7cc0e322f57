"""The house's brand, from `brand.yaml`: every key is a row, every mistake a finding with its line."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from report.fonts import faces_of, package_of, usual_faces
from report.model.findings import Finding, Location
from report.model.metadata import PATTERNS, Brand, BrandToken
from report.read.values import Invalid, read_line, read_lines
from report.runtime.distribution import install_line
from report.themes.colours import COLOUR, WHITE, lightened, mix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from report.read.project import Project
    from report.read.yaml_nodes import Node

COLOURS = (
    "ink", "quiet", "accent", "signal", "string", "rule", "tint", "signal-tint", "paper",
    "chart-2", "chart-3", "chart-4", "chart-5", "chart-6",
)  # fmt: skip
FACES = {"serif": ("serif", "caption", "display"), "sans": ("sans",), "mono": ("mono",)}
TINTS = {"accent": ("tint", 0.93), "signal": ("signal-tint", 0.92)}  # what is mixed of a colour, with how much white
ALWAYS_LIGHT = {"paper", "tint", "signal-tint", "rule", "ink", "quiet"}  # the dark scheme has its own of these
DARK_PAPER, DARK_CONTRAST = "#1d252b", 6.9  # the lightest ground of the dark scheme


def read_brand(node: Node, path: str, project: Project) -> tuple[Brand, tuple[Finding, ...]]:
    """Turn the nodes of `brand.yaml` into a brand; what cannot be used is a finding, and left out."""
    reader = _BrandReader(path, project)
    if node.pairs is None:
        reader.tell("S101", f"keys are expected, found {node.kind}", (node.line, node.column), "write `key: value`")
    reader.each(node, KEYS, "key")
    tokens = tuple(reader.tokens)
    return Brand((*tokens, *_tints(tokens)), reader.logo, reader.address, reader.cover), tuple(reader.findings)


def _tints(tokens: tuple[BrandToken, ...]) -> Iterator[BrandToken]:
    """Mix the tints of boxes from their colours, where the brand gives none."""
    named = {token.name for token in tokens}
    for token in tokens:
        tint, share = TINTS.get(token.name, ("", 0.0))
        if tint and tint not in named:
            yield BrandToken(tint, mix(token.value, WHITE, share), "", token.place)


class _BrandReader:
    """Collects what the file says, key by key."""

    def __init__(self, path: str, project: Project) -> None:
        self.path, self.project = path, project
        self.findings: list[Finding] = []
        self.tokens: list[BrandToken] = []
        self.logo: Path | None = None
        self.address: tuple[str, ...] = ()
        self.cover = ""

    def tell(self, code: str, message: str, at: tuple[int, int], help: str) -> None:
        self.findings.append(Finding(code, message, Location(self.path, *at), help))

    def each(self, node: Node, known: dict[str, Callable[[_BrandReader, str, Node], None]], what: str) -> None:
        """Read the pairs of a mapping, each by its row."""
        for (key, line, value), column in zip(node.pairs or (), node.columns, strict=True):
            if key not in known:
                near = get_close_matches(key, known, n=1)
                help = f'did you mean "{near[0]}"?' if near else f"there are {', '.join(known)}"
                if key in COLOURS and known is KEYS:
                    help = f"write it below `colours:`, as `  {key}: …`"
                self.tell("S102", f'unknown {what} "{key}"', (line, column), help)
                continue
            try:
                known[key](self, key, value)
            except Invalid as error:
                self.tell("S104", f"{key}: {error}", error.at, error.help)

    def place(self, node: Node) -> Location:
        return Location(self.path, node.line, node.column)


def _group(
    rows: dict[str, Callable[[_BrandReader, str, Node], None]], what: str
) -> Callable[[_BrandReader, str, Node], None]:
    def read(reader: _BrandReader, key: str, node: Node) -> None:
        if node.pairs is None:
            raise Invalid(f"a mapping is expected, found {node.kind}", "write `name: value` lines below it", (node.line, node.column))  # fmt: skip
        reader.each(node, rows, f"{what} in {key}")

    return read


def _colour(reader: _BrandReader, key: str, node: Node) -> None:
    value = read_line(node).lower()
    if not COLOUR.fullmatch(value):
        raise Invalid(f'"{value}" is not a colour', 'write six hexadecimal digits: "#0b4f6c"', (node.line, node.column))
    dark = "" if key in ALWAYS_LIGHT else lightened(value, DARK_PAPER, DARK_CONTRAST)
    reader.tokens.append(BrandToken(key, value, dark, reader.place(node)))


def _face(reader: _BrandReader, key: str, node: Node) -> None:
    family = read_line(node)
    if not faces_of(family) and all(face.family != family for face in usual_faces()):
        help = f"{install_line(package_of(family))}; or name a family that is installed"
        reader.tell("S306", f'the fonts of "{family}" are not installed', (node.line, node.column), help)
        return
    reader.tokens += [BrandToken(name, f'"{family}", {{}}', "", reader.place(node)) for name in FACES[key]]


def _logo(reader: _BrandReader, key: str, node: Node) -> None:
    name = read_line(node)
    path = reader.project.shared(reader.project.sources, name)
    if path is None:
        help = f"put it below {reader.project.name(reader.project.sources)}/; the path is relative to it"
        reader.tell(
            "S108",
            f"{key}: {reader.project.absent(reader.project.sources, name, 'file')}",
            (node.line, node.column),
            help,
        )
    reader.logo = path


def _address(reader: _BrandReader, _: str, node: Node) -> None:
    reader.address = read_lines(node)


def _cover(reader: _BrandReader, _: str, node: Node) -> None:
    value = read_line(node)
    if value not in PATTERNS:
        raise Invalid(f'there is no pattern "{value}"', f"write one of {', '.join(PATTERNS)}", (node.line, node.column))
    reader.cover = value


KEYS: dict[str, Callable[[_BrandReader, str, Node], None]] = {
    "logo": _logo,
    "address": _address,
    "colours": _group(dict.fromkeys(COLOURS, _colour), "colour"),
    "colors": _group(dict.fromkeys(COLOURS, _colour), "colour"),
    "fonts": _group(dict.fromkeys(FACES, _face), "face"),
    "cover": _cover,
}
