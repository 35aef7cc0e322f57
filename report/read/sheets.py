"""The style sheets of a theme, looked at before an edition takes them: each can be read, and asks for nothing outside the theme."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes

from report.model.errors import BuildError
from report.model.findings import Finding, Location
from report.read.drawings import read_drawing
from report.read.drawings.styles import shown_short
from report.read.pictures import TYPES, picture_faults
from report.runtime.css import CssFault, addresses, read_closed_sheet
from report.themes.theme import ABROAD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from report.runtime.css import Address
    from report.themes.theme import StyleSheet, Theme

SHEETS = ("tokens.css", "print.css", "press.css", "large-print.css", "cover.css", "epub.css", "screen.css")
CONTROL = re.compile("[\0-\b\v\x0e-\x1f\x7f]")
DATA = re.compile(r"data:([\w.+/-]*)((?:;[\w.=+-]+)*),(.*)", re.IGNORECASE | re.DOTALL)
BROUGHT = re.compile(
    r"image/(?:png|jpe?g|gif|webp)|(?:font|application)/(?:x-)?(?:font-)?(?:otf|ttf|woff2?|opentype|truetype)"
)
DRAWING = "image/svg+xml"
IMPORTED = 'write `@import "name.css";` in a line of its own, at the head of the sheet'
BRING = "put the file into the theme's folder, and name it by its path there"
BY_FILE = "save what it is as a PNG picture or a drawing in the theme's folder, and name that"


def check_sheets(theme: Theme) -> tuple[Finding, ...]:
    """Find what is wrong with the sheets of a theme, in whichever of its files; what two of them import is told once."""
    return tuple(dict.fromkeys(finding for name in SHEETS if theme.find(name) for finding in _check(theme, name)))


def _check(theme: Theme, name: str) -> Iterator[Finding]:
    try:
        sheet = theme.sheet(name)
        rules = read_closed_sheet(sheet.css)
    except BuildError as error:
        yield from error.findings
    except CssFault as fault:
        place = sheet.location(fault.line)
        yield Finding("S301", f"the style sheet is not understood: {fault.what}", place, "mend it there, or before")
    else:
        for match in CONTROL.finditer(sheet.css):
            what = f"the style sheet holds a control character (U+{ord(match[0]):04X})"
            yield Finding("S301", what, sheet.place(match.start()), "take it out")
        for address in addresses(rules):
            yield from _check_address(address, theme, _place(address, sheet))


def _place(address: Address, sheet: StyleSheet) -> Location | None:
    place = sheet.location(address.line)
    return Location(place.path, place.line, address.column) if place else None


def _check_address(address: Address, theme: Theme, place: Location | None) -> Iterator[Finding]:
    target = address.target
    if target is None:
        what = f"nobody can tell what the style sheet asks for by {address.written}…"
        yield Finding("S309", what, place, "write the address itself")
        return
    target = target.strip()
    said = shown_short(target)
    if data := DATA.fullmatch(target):
        yield from _check_data(data, said, place)
    elif ABROAD.match(target):
        yield Finding("S309", f'the style sheet asks for something outside its theme: "{said}"', place, BRING)
    elif address.imports:
        yield Finding("S302", f'the style sheet "{said}" is imported in a way that is not known here', place, IMPORTED)
    elif target and not target.startswith("#"):
        yield from _check_file(theme.find(unquote(re.split("[?#]", target)[0])), said, place)


def _check_file(path: Path | None, said: str, place: Location | None) -> Iterator[Finding]:
    """Look at a file of the theme that a sheet asks for."""
    if path is None:
        yield Finding("S309", f'the style sheet asks for a file that its theme does not have: "{said}"', place, BRING)
    elif path.suffix.lower() in TYPES:
        for fault in picture_faults(path):
            spot = Location(str(path), fault.line) if fault.line else place
            yield Finding(fault.code, f'"{path.name}" {fault.what}', spot, fault.help)


def _check_data(data: re.Match[str], said: str, place: Location | None) -> Iterator[Finding]:
    """Look at what a sheet brings along in an address."""
    kind = data[1].lower()
    if kind == DRAWING:
        for one in read_drawing(_decoded(data)).removed:
            code = "S309" if one.grave else "S259"
            yield Finding(code, f'the drawing in the style sheet, "{said}", {one.what}', place, BY_FILE)
    elif not BROUGHT.fullmatch(kind):
        yield Finding("S309", f'the style sheet brings along what it may not: "{said}"', place, BY_FILE)


def _decoded(data: re.Match[str]) -> bytes:
    content = unquote_to_bytes(data[3])
    try:
        return base64.b64decode(content) if "base64" in data[2].lower() else content
    except binascii.Error:
        return b""
