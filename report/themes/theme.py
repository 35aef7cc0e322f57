"""Themes: folders of style sheets and templates, where a file of the theme shadows the base's of the same name."""

from __future__ import annotations

import itertools
import re
import tomllib
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from report.model.errors import BuildError, UsageError
from report.model.findings import Finding, Location
from report.model.registry import entries
from report.model.suggestions import Suggestions
from report.runtime.plain_files import is_readable, read_plain_text, true_path, what_is

if TYPE_CHECKING:
    from collections.abc import Mapping

    from report.model.metadata import BrandToken

STYLES = "_styles"  # in an archive of the sources: the project's own themes
IMPORT = re.compile(
    r"""^\s*@import\s+(?:"([^"]+)"|'([^']+)'|url\(\s*(?:"([^"]+)"|'([^']+)'|([^\s"'()\\]+))\s*\))\s*;\s*$""",
    re.IGNORECASE,
)
ABROAD = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]", re.IGNORECASE)  # how an address begins that leads out of every folder
TOKEN = re.compile(r"(?<![\w-])--([\w-]+):\s*([^;]+)\Z")  # in what stands before a semicolon
UNENDED = re.compile(r"((?<![\w-])--[\w-]+:[^;{}]+)\}")  # a token that is the last of its rule, and needs no semicolon
COMMENT = re.compile(r"""("[^"\n]*"|'[^'\n]*')|/\*.*?(?:\*/|\Z)""", re.DOTALL)
USE = re.compile(r"var\(--([\w-]+)\)")
MILLIMETRES = re.compile(r"\s*(\d+(?:\.\d+)?)mm\s*")
DEEPEST = 4  # tokens that stand for tokens
MOST = 200  # sheets that one imports, with all that these import
LARGEST = 4_000_000  # characters of a sheet, with all that its tokens stand for
BASE = "base"
MANIFEST = "theme.toml"  # of a theme: what it builds upon
LARGEST_MANIFEST = 64 << 10  # bytes
TOKENS, SCREEN = "tokens.css", "screen.css"


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """A style sheet with its imports put in place. `lines[n]` tells where the (n+1)th line was written."""

    css: str
    lines: tuple[Location, ...]

    def tokens(self) -> dict[str, str]:
        """Read the tokens of the sheet, without their two hyphens."""
        *ended, _ = _ended(without_comments(self.css)).split(";")
        return {match[1]: match[2] for part in ended if (match := TOKEN.search(part))}

    def without_tokens(self, other: Mapping[str, str]) -> StyleSheet:
        """Return the sheet with the values of its tokens in their places, for an engine that is slow at them.

        `other` are values that take the place of the sheet's own. Raise `BuildError` where they grow beyond all bounds.
        """
        tokens = {**self.tokens(), **other}
        *ended, last = _ended(without_comments(self.css)).split(";")
        css = "".join(f"{part};" if (bare := TOKEN.sub("", part)) == part else bare for part in ended) + last
        for _ in range(DEEPEST):
            if len(css) + sum(len(tokens.get(name, "")) for name in USE.findall(css)) > LARGEST:
                raise BuildError("the theme cannot be used: its tokens stand for ever more tokens", "let each have a value of its own")  # fmt: skip
            css = USE.sub(lambda match: tokens.get(match[1], match[0]), css)
        return StyleSheet(css, self.lines)

    def then(self, other: StyleSheet) -> StyleSheet:
        """Return the sheet with another behind it."""
        return StyleSheet(f"{self.css}\n{other.css}", (*self.lines, *other.lines))

    def place(self, index: int) -> Location:
        """Tell where a character of the sheet was written."""
        line = self.lines[self.css.count("\n", 0, index)]
        column = index - self.css.rfind("\n", 0, index)
        return Location(line.path, line.line, column)

    def location(self, line: int) -> Location | None:
        """Tell where a line of the sheet (from 1) was written."""
        return self.lines[line - 1] if 0 < line <= len(self.lines) else None


def _ended(css: str) -> str:
    """Give each token of a sheet the semicolon that the last of a rule may lack."""
    return UNENDED.sub(r"\1;}", css)


@dataclass(slots=True)
class _Gathered:
    """A sheet while it is put together: its lines, where each was written, and of how many sheets they are."""

    css: list[str] = field(default_factory=list)
    lines: list[Location] = field(default_factory=list)
    sheets: int = 0


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme by name, the folders that its files are looked for in, the nearest first, and what a brand changes of it."""

    name: str
    folders: tuple[Path, ...]
    brand: tuple[BrandToken, ...] = ()
    extends: str = BASE
    description: str = ""

    def find(self, name: str) -> Path | None:
        """Find a file of the theme, or of those that it builds upon; "base/x.css" names the base's even where it is shadowed."""
        wanted, folders = name, self.folders
        place, slash, rest = name.partition("/")
        from_there = tuple(itertools.dropwhile(lambda folder: folder.name != place, self.folders))
        if slash and from_there:
            wanted, folders = rest, from_there
        for folder in folders:
            path = folder / wanted
            with suppress(OSError):  # a name may be too long for the file system
                if path.is_file() and true_path(path).is_relative_to(true_path(folder)):
                    return path
            if strange := what_is(path):
                here = Location(f"styles/{folder.name}/{wanted}")
                finding = Finding("S302", f"it is {strange}, not a file", here, "put a plain file in its place")
                raise BuildError(f"the theme {self.name} cannot be used", findings=(finding,))
        return None

    def sheet(self, name: str) -> StyleSheet:
        """Read a style sheet and put in place what it imports by `@import "name.css";`.

        Raise `BuildError` with a finding S302 where a sheet is missing, cannot be read or imports itself.
        """
        gathered = _Gathered()
        self._append(name, (), Location(f"styles/{self.name}"), gathered)
        return StyleSheet("\n".join(gathered.css), tuple(gathered.lines))

    def tokens(self) -> dict[str, str]:
        """Read the custom properties of the theme's `tokens.css`, without their two hyphens."""
        return self.sheet(TOKENS).tokens()

    def _append(self, name: str, above: tuple[Path, ...], asked: Location, gathered: _Gathered) -> None:
        path = self.find(name)
        if path is None or path in above:
            self._refuse(f'the style sheet "{name}" {"imports itself" if path else "is not there"}', asked)
        gathered.sheets += 1
        if gathered.sheets > MOST:
            self._refuse(f"the style sheet imports more than {MOST} others, one by another", asked, "import each once")
        shown = f"styles/{path.parent.name}/{path.name}"
        text = self._read(path, shown)
        masked = without_comments(text).split("\n")  # an import in a comment is none
        for number, (line, bare) in enumerate(zip(text.split("\n"), masked, strict=True), start=1):
            match = IMPORT.match(bare)
            wanted = next(filter(None, match.groups()), "") if match else ""
            if wanted and not ABROAD.match(wanted):
                self._append(wanted, (*above, path), Location(shown, number), gathered)
            else:
                line, place = self._branded(line, path.name, Location(shown, number))  # noqa: PLW2901
                gathered.css.append(line)
                gathered.lines.append(place)

    def _read(self, path: Path, shown: str) -> str:
        """Read the file of a sheet; refuse what is no text of a size to be one."""
        try:
            return read_plain_text(path, limit=LARGEST)
        except UnicodeDecodeError as error:
            what, help = f"is not UTF-8: byte 0x{error.object[error.start]:02x}", "save the file as UTF-8"
        except OSError as error:
            what, help = f"cannot be read: {error.strerror}", "check that the file may be read"
        return self._refuse(f'the style sheet "{path.name}" {what}', Location(shown), help)

    def _refuse(self, what: str, place: Location, help: str = "see styles/base/ for the names") -> NoReturn:
        finding = Finding("S302", what, place, help)
        raise BuildError(f"the theme {self.name} cannot be used", findings=(finding,))

    def _branded(self, line: str, name: str, place: Location) -> tuple[str, Location]:
        """Put the brand's tokens into a line; in a sheet for the screen they are those of the dark scheme."""
        for token in self.brand:
            value = token.value if name == TOKENS else token.dark if name == SCREEN else ""
            match = value and re.search(rf"--{token.name}:\s*([^;]+);", line)
            if match:
                line = line.replace(match[1], value.replace("{}", match[1]), 1)
                place = token.place
        return line, place


def without_comments(css: str) -> str:
    """Put spaces in the place of comments, so that every other character stays where it is."""
    return COMMENT.sub(lambda match: match[1] or re.sub(r"[^\n]", " ", match[0]), css)


def measure_of(theme: Theme, size: str) -> float:
    """Return how wide the text of a theme is on a sheet, in mm: its token `--measure`, or that of the sheet; 0 without."""
    tokens = theme.tokens()
    match = MILLIMETRES.fullmatch(tokens.get(f"measure-{size.lower()}") or tokens.get("measure", ""))
    return float(match[1]) if match else 0.0


def style_roots(root: Path) -> tuple[Path, ...]:
    """Return the folders that hold themes: the project's own, which an archive of sources has within them, then those installed."""
    shipped = shipped_styles()
    own = (root / "styles", root / "sources" / STYLES)
    mine = (folder for folder in own if folder.is_dir() and true_path(folder) != true_path(shipped))
    return (*mine, *added_styles(), shipped)


def shipped_styles() -> Path:
    """Return the folder of the tool's own themes: in the package, or beside it where it is not installed."""
    package = Path(__file__).parents[1]
    return package / "styles" if (package / "styles").is_dir() else package.parent / "styles"


def added_styles() -> tuple[Path, ...]:
    """Return the folders of themes that other packages bring, each named by an entry point of the group `report.themes`."""
    specs = (find_spec(entry.module) for entry in entries("report.themes"))
    places = (place for spec in specs if spec for place in spec.submodule_search_locations or ())
    return tuple(path for place in dict.fromkeys(places) if (path := Path(place)).is_dir())


def own_files(root: Path, theme: Theme) -> dict[str, Path]:
    """List the files of a theme that are not the tool's own, by their names in an archive of the sources.

    What is hidden, or lies elsewhere and is only linked to, is none of the theme's.
    """
    *own, _ = style_roots(root)
    folders = [folder for folder in theme.folders if folder.parent in own]
    return {
        f"{STYLES}/{folder.name}/{name}": path
        for folder in reversed(folders)  # the nearest last, so that it takes the name
        for name, path in theme_files(folder).items()
    }


def theme_files(folder: Path) -> dict[str, Path]:
    """List the files in the folder of a theme by their names in it, but for what is hidden or lies elsewhere."""
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if _is_part(path, folder)}


def _is_part(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return path.is_file() and not hidden and true_path(path).is_relative_to(true_path(folder))


def themes(root: Path) -> tuple[str, ...]:
    """List the themes that a project can use."""
    names = {folder.name for place in style_roots(root) for folder in place.iterdir() if folder.is_dir()}
    return tuple(sorted(name for name in names if name != BASE and not name.startswith((".", "_"))))


def find_theme(root: Path, name: str) -> Theme:
    """Find a theme; raise `UsageError` where there is none of that name, or it is a link to what is no theme."""
    known = themes(root)
    if name not in known:
        raise UsageError(
            f'there is no theme "{name}"', Suggestions().meant(name, known, f"the themes are: {', '.join(known)}")
        )
    roots = style_roots(root)
    chain, described = [name], ""
    while chain[-1] != BASE:
        manifest = _manifest(roots, chain[-1])
        described = described or manifest.get("description", "")
        parent = manifest.get("extends", BASE)
        if parent in chain or (parent != BASE and parent not in known):
            what = "builds upon itself" if parent in chain else f'builds upon "{parent}", and there is no such theme'
            raise UsageError(f'the theme "{chain[-1]}" {what}', f"mend `extends` in styles/{chain[-1]}/{MANIFEST}")
        chain.append(parent)
    folders = tuple(folder for part in chain for place in roots if (folder := place / part).is_dir())
    installed = {*added_styles(), roots[-1]}
    if strays := [folder for folder in folders if folder.parent not in installed and _strays(folder, root)]:
        help = f"copy the folder to where the link is, or put a {MANIFEST} into it"
        raise UsageError(f'the theme "{strays[0].name}" is a link that leads out of the project', help)
    return Theme(name, folders, extends=chain[1], description=described)


def _strays(folder: Path, root: Path) -> bool:
    """Tell whether a folder of the project is a link to somewhere else that does not say of itself that it is a theme."""
    return not folder.resolve().is_relative_to(root.resolve()) and not (folder / MANIFEST).is_file()


def _manifest(roots: tuple[Path, ...], name: str) -> dict[str, str]:
    """Read what a theme says of itself; raise `UsageError` where it cannot be read."""
    for path in (place / name / MANIFEST for place in roots):
        if is_readable(path):
            try:
                text = read_plain_text(path, limit=LARGEST_MANIFEST)
                return {key: str(value) for key, value in tomllib.loads(text).items()}
            except (OSError, RecursionError, ValueError) as error:  # tomllib's own errors are of the last kind
                why = (isinstance(error, OSError) and error.strerror) or error
                raise UsageError(f"{path.parent.name}/{path.name} cannot be read: {why}", "mend it") from error
    return {}
